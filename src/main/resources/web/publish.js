// The page that publishes. `window.weir` shows its connection to tests and to the curious.

import { bitrate, millis } from "./format.js";
import { Figures } from "./figures.js";
import { StateLine, observe } from "./state.js";
import { TestPicture } from "./testpicture.js";
import { bind, fragment } from "./token.js";
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
  setRunning(true);
  line.explain("");
  line.busy("Asking for the source…");
  try {
    source = await sourceOf(form.source.value);
  } catch (e) {
    end(sourceProblem(form.source.value, e));
    return;
  }
  for (const track of source.stream.getTracks()) {
    track.addEventListener("ended", () => end("The source has ended."));
  }
  video.srcObject = source.stream;
  element("cover").hidden = true;
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
    onConnected: ifMine(() => line.good(`Live as ${form.stream.value}`)),
    onInterrupted: ifMine(() => line.busy("Interrupted, waiting for the network…")),
    onEnded: ifMine(onEnded),
  });
  line.busy("Connecting…");
  try {
    await mine.open(form.stream.value);
  } catch (e) {
    if (mine === publisher) {
      end(`It cannot be published: ${e.message}`);
    }
    return;
  }
  if (mine === publisher) {
    figures.start(mine.pc);
    showLinks();
  }
}

// A server that hangs up has a reason, often another publisher of the name: that one is left alone.
function onEnded(because) {
  if (because === "closed") {
    end("The server has ended the session. Perhaps somebody else publishes under this name now.");
    return;
  }
  line.busy("The connection is lost, publishing again…");
  hangUp();
  retry = setTimeout(connect, RETRY_MILLIS);
}

/** @param {string} problem why, none if it was asked for */
function end(problem = "") {
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
  element("start").disabled = running;
  element("stop").disabled = !running;
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
      return "The browser or you did not allow it. The permission is in the address bar.";
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
    ["May be sent", bitrate(pair?.availableOutgoingBitrate)],
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
