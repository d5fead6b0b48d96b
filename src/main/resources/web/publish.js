// The page that publishes. `window.weir` shows its connection to tests and to the curious.

import { bitrate, millis } from "./format.js";
import { Figures } from "./figures.js";
import { StateLine, observe, turnOver } from "./state.js";
import { TestPicture } from "./testpicture.js";
import { bind, explained, fragment } from "./token.js";
import { WhipPublisher, videoCodecs } from "./whip.js";

const RETRY_MILLIS = 2000;
const TEST_PICTURE_FPS = 30;

const element = (id) => document.getElementById(id);
const form = element("form");
const video = element("video");
const line = new StateLine(document);
const figures = new Figures(element("figures"), describe);

let source = null; // what is published: {stream, stop()}
let publisher = null;
let retry = 0;
let starts = 0; // what was started before the last start or end is void
let wasLive = false; // since it was started

window.weir = {
  get pc() {
    return publisher?.pc ?? null;
  },
  get stream() {
    return source?.stream ?? null;
  },
  get sessionUrl() {
    return publisher?.url ?? null;
  },
  restart: () => publisher?.restart(),
};

// --- Start and stop ----------------------------------------------------------------------------

async function start() {
  const mine = ++starts;
  wasLive = false;
  setRunning(true);
  line.explain("");
  line.busy("Asking for the source…");
  let opened;
  try {
    opened = await sourceOf(form.source.value);
  } catch (e) {
    if (mine === starts) {
      end(sourceProblem(form.source.value, e));
    }
    return;
  }
  if (mine !== starts) {
    opened.stop(); // Stop came while the browser was asking
    return;
  }
  source = opened;
  for (const track of source.stream.getTracks()) {
    track.addEventListener("ended", () => end("The source has ended."));
  }
  video.srcObject = source.stream;
  element("cover").hidden = true;
  video.scrollIntoView({ block: "nearest" });
  await connect();
}

async function connect() {
  const mine = new WhipPublisher(source.stream, {
    codec: form.codec.value,
    maxBitrate: Number(form.bitrate.value),
  });
  publisher = mine;
  const ifMine = (handler) => (because) => mine === publisher && handler(because);
  observe(mine.pc, {
    restart: () => mine.restart(),
    onConnected: ifMine(onConnected),
    onInterrupted: ifMine(() => line.busy("Interrupted, waiting for the network or the server…")),
    onEnded: ifMine(onEnded),
  });
  line.busy("Connecting…");
  try {
    await mine.open(form.stream.value);
  } catch (e) {
    if (mine === publisher) {
      onRefused(e);
    }
    return;
  }
  if (mine === publisher) {
    figures.start(mine.pc);
    showLinks();
  }
}

function onConnected() {
  wasLive = true;
  line.good(`Live as ${form.stream.value}`);
}

// What was live goes on when the server is back, or has less to do. All else is not asked again.
function onRefused(e) {
  const because = e.status ? explained(e) : "The server does not answer.";
  if (wasLive && (e.status === undefined || e.status === 429 || e.status >= 500)) {
    again(because, e.retryAfterSeconds * 1000);
  } else {
    end(`It cannot be published: ${because}`);
  }
}

// A server that hangs up has a reason, often another publisher of the name: that one is left alone.
function onEnded(because) {
  if (because === "closed") {
    end("The server has ended the session. Perhaps somebody else publishes under this name now.");
    return;
  }
  again("The connection is lost.", RETRY_MILLIS);
}

function again(because, millisFromNow) {
  line.busy(`${because.replace(/\.$/, "")}. Publishing again…`);
  hangUp();
  retry = setTimeout(connect, millisFromNow > 0 ? millisFromNow : RETRY_MILLIS);
}

/** @param {string} problem why, none if it was asked for */
function end(problem = "") {
  starts++;
  hangUp();
  source?.stop();
  source = null;
  video.srcObject = null;
  element("cover").hidden = false;
  element("links").hidden = true;
  setRunning(false);
  line.explain(problem);
  if (problem) {
    line.bad("Not publishing");
  } else {
    line.idle("Not publishing");
  }
}

function hangUp() {
  clearTimeout(retry);
  figures.stop();
  const last = publisher;
  publisher = null;
  last?.close();
}

function setRunning(running) {
  turnOver(element(running ? "start" : "stop"), element(running ? "stop" : "start"));
  for (const input of [form.stream, form.codec, form.size, element("sources")]) {
    input.disabled = running;
  }
}

function showLinks() {
  const name = encodeURIComponent(form.stream.value);
  element("watch").href = `/watch.html?stream=${name}&autoplay${fragment()}`;
  element("links").hidden = false;
}

// --- Sources -----------------------------------------------------------------------------------

async function sourceOf(kind) {
  const [width, height] = form.size.value.split("x").map(Number);
  switch (kind) {
    case "camera":
      return tracks(
        await navigator.mediaDevices.getUserMedia({
          audio: true,
          video: { width: { ideal: width }, height: { ideal: height } },
        }),
      );
    case "screen":
      return tracks(
        await navigator.mediaDevices.getDisplayMedia({
          audio: true,
          video: { width: { max: width }, height: { max: height } },
        }),
      );
    default:
      return new TestPicture({
        name: form.stream.value,
        width,
        height,
        fps: TEST_PICTURE_FPS,
      });
  }
}

function tracks(stream) {
  return { stream, stop: () => stream.getTracks().forEach((track) => track.stop()) };
}

function sourceProblem(kind, e) {
  switch (e.name) {
    case "NotAllowedError":
      return kind === "screen"
        ? "No screen was chosen, or the browser does not allow it."
        : "Camera and microphone were not allowed, by you or by the browser. Its address bar shows" +
            " the permission: change it there, and publish again.";
    case "NotFoundError":
      return kind === "screen"
        ? "There is no screen that could be shown."
        : "There is no camera or no microphone. The test picture needs neither.";
    case "NotReadableError":
      return kind === "screen"
        ? "The screen cannot be shown."
        : "Another program has the camera or the microphone.";
    default:
      return `The source cannot be opened: ${e.message}`;
  }
}

// --- The page ----------------------------------------------------------------------------------

function describe(report) {
  const out = report.find("outbound-rtp", "video");
  const audio = report.find("outbound-rtp", "audio");
  const remote = report.find("remote-inbound-rtp", "video");
  const pair = report.pair();
  const rows = [];
  if (out) {
    rows.push(
      ["Video", report.codec(out)],
      ["Picture", out.frameWidth ? `${out.frameWidth} × ${out.frameHeight}` : "–"],
      ["Frames a second", String(out.framesPerSecond ?? "–")],
      ["Video bitrate", bitrate(report.rate(out, "bytesSent"))],
    );
  }
  if (audio) {
    rows.push(["Audio bitrate", bitrate(report.rate(audio, "bytesSent"))]);
  }
  rows.push(
    ["Round trip", millis(pair?.currentRoundTripTime)],
    ["Path carries", bitrate(pair?.availableOutgoingBitrate)],
    ["Packets lost", String(remote?.packetsLost ?? "–")],
  );
  return rows;
}

function prepare() {
  const parameters = new URLSearchParams(location.search);
  for (const codec of videoCodecs()) {
    form.codec.add(new Option(codec, codec));
  }
  for (const name of ["stream", "source", "codec", "size", "bitrate"]) {
    if (parameters.has(name)) {
      form[name].value = parameters.get(name);
    }
  }
  if (!navigator.mediaDevices?.getUserMedia) {
    element("insecure").hidden = false;
    element("origin").textContent = location.origin;
    disable("camera");
    disable("screen");
    form.source.value = "test";
  } else if (!navigator.mediaDevices.getDisplayMedia) {
    disable("screen");
  }
  return parameters.has("autostart");
}

function disable(kind) {
  form.querySelector(`[name=source][value=${kind}]`).disabled = true;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  start();
});
form.bitrate.addEventListener("change", () => publisher?.limit(Number(form.bitrate.value)));
bind(element("token"));
element("stop").addEventListener("click", () => end());
addEventListener("pagehide", () => hangUp());
addEventListener("pageshow", ({ persisted }) => persisted && end());

if (prepare()) {
  form.requestSubmit();
}
