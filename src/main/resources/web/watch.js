// The page that watches. `window.weir` shows its connection to tests and to the curious.

import { bitrate, millis } from "./format.js";
import { Figures } from "./figures.js";
import { LayerChoice } from "./layers.js";
import { NoPicture } from "./nopicture.js";
import { StateLine, observe, turnOver } from "./state.js";
import { bind, explained } from "./token.js";
import { observeSight } from "./unseen.js";
import { WhepViewer } from "./whep.js";

const RETRY_SECONDS = 2; // where the server does not say
const MOVE_MILLIS = 10_000; // until another node's first picture

const element = (id) => document.getElementById(id);
const form = element("form");
const video = element("video");
const line = new StateLine(document);
const figures = new Figures(element("figures"), describe);
const layers = new LayerChoice(element("layer-field"), element("layer"));
const noPicture = new NoPicture((because) => {
  line.explain(published && because ? `There is no picture: ${because}` : "");
});

let viewer = null;
let endpoint = ""; // where to watch
let published = true; // until the server says otherwise
let moving = false;
let firstFrameMillis = NaN;
let seen = true;
let retry = 0;

window.weir = {
  get pc() {
    return viewer?.pc ?? null;
  },
  get stream() {
    return viewer?.stream ?? null;
  },
  get sessionUrl() {
    return viewer?.url ?? null;
  },
  restart: () => viewer?.restart(),
  /** From the POST to the first picture shown, NaN until then. */
  get firstFrameMillis() {
    return firstFrameMillis;
  },
};

// --- Start and stop ----------------------------------------------------------------------------

async function connect() {
  const mine = new WhepViewer({ audioOnly: form.audioOnly.checked });
  viewer = mine;
  published = true;
  observeIt(mine);
  video.srcObject = mine.stream;
  mine.onStream = () => {
    if (mine === viewer) {
      video.srcObject = mine.stream;
    }
  };
  awaitFirstFrame(mine);
  line.busy("Connecting…");
  try {
    await mine.openAt(endpoint);
  } catch (e) {
    if (mine === viewer) {
      onRefused(e);
    }
    return;
  }
  if (mine === viewer) {
    layers.start(mine);
    follow(mine);
  }
}

function observeIt(mine) {
  const ifMine = (handler) => () => mine === viewer && handler();
  observe(mine.pc, {
    restart: () => mine.restart(),
    onConnected: ifMine(onConnected),
    onInterrupted: ifMine(() => line.busy("Interrupted, waiting for the network or the server…")),
    onEnded: ifMine(() => again("The connection has ended", RETRY_SECONDS)),
  });
}

function onConnected() {
  element("unmute").hidden = !video.muted;
  element("cover").textContent = form.audioOnly.checked ? "Audio only" : "Waiting for a picture…";
  showState();
}

function showState() {
  if (viewer.pc.connectionState !== "connected") {
    return; // the line says why
  }
  const name = form.stream.value;
  if (!published) {
    line.busy("Waiting for the publisher…");
  } else {
    line.good(form.audioOnly.checked ? `Listening to ${name}` : `Watching ${name}`);
  }
}

// What the server tells, and what it is asked, of the session that is watched now.
function follow(mine) {
  figures.start(mine.pc);
  if (!form.audioOnly.checked) {
    noPicture.start(mine, form.stream.value);
  }
  onSight(seen);
  const ifMine = (handler) => (data) => mine === viewer && handler(data);
  const onActivity = (active) => {
    published = active;
    showState();
  };
  mine
    .listen({
      active: ifMine(() => onActivity(true)),
      inactive: ifMine(() => onActivity(false)),
      layers: ifMine((sections) => layers.show(Object.values(sections).flat())),
      viewercount: ifMine(({ viewercount }) => showViewers(viewercount)),
      reconnect: ifMine(({ url }) => move(mine, url ?? endpoint)),
    })
    .catch((e) => console.warn("The server tells no events:", e.message));
}

function showViewers(number) {
  element("viewers").textContent = number === 1 ? "1 viewer" : `${number} viewers`;
  element("viewers").hidden = false;
}

// The server would have us watch elsewhere: the old session ends when the new one has a picture.
async function move(old, url) {
  if (moving) {
    return;
  }
  moving = true;
  endpoint = url; // there, too, if this one ends meanwhile
  const next = new WhepViewer({ audioOnly: form.audioOnly.checked });
  observeIt(next);
  try {
    await next.openAt(url);
    if (viewer === old && (await next.isReady(MOVE_MILLIS)) && viewer === old) {
      replaceBy(next);
      old.close();
    }
  } catch (e) {
    console.warn("It could not be watched elsewhere:", e.message);
  } finally {
    moving = false;
    if (next !== viewer) {
      next.close();
    }
  }
}

// The element keeps its stream, and so its last picture until the next one.
function replaceBy(next) {
  const shown = video.srcObject;
  const before = shown.getTracks();
  before.forEach((track) => shown.removeTrack(track)); // first: Firefox shows no second picture
  next.stream.getTracks().forEach((track) => shown.addTrack(track));
  viewer = next;
  layers.move(next);
  follow(next);
  showState();
}

// Nothing is sent to a page that nobody sees but its sound.
function onSight(now) {
  seen = now;
  if (viewer?.url && !form.audioOnly.checked && viewer.videoEnabled !== seen) {
    viewer.enableVideo(seen);
  }
}

function awaitFirstFrame(mine) {
  firstFrameMillis = NaN;
  video.requestVideoFrameCallback?.((now) => {
    if (mine === viewer) {
      firstFrameMillis = now - mine.postedAt;
      element("cover").hidden = true;
    }
  });
}

// Not live yet, or too much to do: worth asking again. Anything else is not.
function onRefused(e) {
  if (e.status === 409) {
    again(`${form.stream.value} is not live`, e.retryAfterSeconds);
  } else if (e.status === undefined || e.status === 429 || e.status >= 500) {
    again(e.status ? e.message : "The server does not answer", e.retryAfterSeconds);
  } else {
    end(`It cannot be watched: ${explained(e)}`);
  }
}

function again(because, seconds) {
  hangUp();
  countDown(because, seconds > 0 ? seconds : RETRY_SECONDS);
}

function countDown(because, seconds) {
  if (seconds <= 0) {
    connect();
    return;
  }
  line.busy(`${because.replace(/\.$/, "")}. Asking again in ${Math.ceil(seconds)} s…`);
  retry = setTimeout(countDown, 1000, because, seconds - 1);
}

/** @param {string} problem why, none if it was asked for */
function end(problem = "") {
  hangUp();
  setRunning(false);
  line.explain(problem);
  if (problem) {
    line.bad("Not watching");
  } else {
    line.idle("Not watching");
  }
}

function hangUp() {
  clearTimeout(retry);
  figures.stop();
  layers.stop();
  noPicture.stop();
  line.explain("");
  element("viewers").hidden = true;
  const last = viewer;
  viewer = null;
  last?.close();
  video.srcObject = null;
  element("unmute").hidden = true;
  element("cover").hidden = false;
  element("cover").textContent = "The picture appears here.";
}

function setRunning(running) {
  turnOver(element(running ? "start" : "stop"), element(running ? "stop" : "start"));
  form.stream.disabled = running;
  form.audioOnly.disabled = running;
}

// --- The page ----------------------------------------------------------------------------------

function describe(report) {
  const picture = report.find("inbound-rtp", "video");
  const audio = report.find("inbound-rtp", "audio");
  const rows = [];
  if (picture) {
    rows.push(
      ["Video", report.codec(picture)],
      ["Picture", picture.frameWidth ? `${picture.frameWidth} × ${picture.frameHeight}` : "–"],
      ["Frames a second", String(picture.framesPerSecond ?? "–")],
      ["Video bitrate", bitrate(report.rate(picture, "bytesReceived"))],
      ["Video lost", `${picture.packetsLost} of ${picture.packetsReceived}`],
      ["Video jitter", millis(picture.jitter)],
    );
  }
  if (audio) {
    rows.push(
      ["Audio", report.codec(audio)],
      ["Audio bitrate", bitrate(report.rate(audio, "bytesReceived"))],
      ["Audio lost", `${audio.packetsLost} of ${audio.packetsReceived}`],
      ["Audio jitter", millis(audio.jitter)],
    );
  }
  rows.push(
    ["Round trip", millis(report.pair()?.currentRoundTripTime)],
    ["First picture after", millis(firstFrameMillis / 1000)],
  );
  return rows;
}

function start() {
  setRunning(true);
  line.explain("");
  endpoint = WhepViewer.endpoint(form.stream.value);
  video.scrollIntoView({ block: "nearest" });
  connect();
}

function unmute() {
  video.muted = false;
  video.play();
  element("unmute").hidden = true;
}

function prepare() {
  const parameters = new URLSearchParams(location.search);
  if (parameters.has("stream")) {
    form.stream.value = parameters.get("stream");
  }
  form.audioOnly.checked = parameters.has("audioOnly");
  return parameters.has("autoplay");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  start();
});
bind(element("token"));
element("stop").addEventListener("click", () => end());
element("unmute").addEventListener("click", unmute);
video.addEventListener("volumechange", () => {
  element("unmute").hidden = !video.muted || !viewer;
});
observeSight(video, onSight);
addEventListener("pagehide", () => hangUp());
addEventListener("pageshow", ({ persisted }) => persisted && end());

if (prepare()) {
  // Not before: an element that waits for its first picture would hold up the page's load.
  addEventListener("load", () => form.requestSubmit());
}
