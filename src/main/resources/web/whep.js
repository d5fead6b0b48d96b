// Watches a stream of a WHEP endpoint.

import { Session } from "./session.js";

const DEPENDENCY_DESCRIPTOR =
  "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

/** Without it a decoder cannot tell which layers of AV1 it is sent; browsers offer it on demand. */
function describeLayers(transceiver) {
  const extensions = transceiver.getHeaderExtensionsToNegotiate?.();
  const descriptor = extensions?.find(({ uri }) => uri === DEPENDENCY_DESCRIPTOR);
  if (descriptor) {
    descriptor.direction = "sendrecv";
    transceiver.setHeaderExtensionsToNegotiate(extensions);
  }
}

export class WhepViewer {
  #session;
  #pausing = Promise.resolve();

  /** @param {{audioOnly?: boolean}} options */
  constructor({ audioOnly = false } = {}) {
    this.pc = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    this.#session = new Session(this.pc);
    this.stream = new MediaStream();
    this.videoEnabled = true;
    this.pc.addEventListener("track", ({ track }) => this.stream.addTrack(track));
    if (!audioOnly) {
      describeLayers(this.pc.addTransceiver("video", { direction: "recvonly" }));
    }
    this.pc.addTransceiver("audio", { direction: "recvonly" });
  }

  get url() {
    return this.#session.url;
  }

  /** When the offer was posted, in milliseconds of `performance.now()`. */
  get postedAt() {
    return this.#session.postedAt;
  }

  /** @throws {import("./session.js").Refusal} if there is nothing to watch */
  open(name) {
    return this.#session.open(`/whep/${encodeURIComponent(name)}`);
  }

  /** What the picture can be had in, the best first; see the server's `…/layer`. */
  async layers() {
    const response = await this.#session.ask("GET", "/layer");
    return response.json();
  }

  /** @param {object} layer what is demanded of it; nothing leaves it to the server */
  choose(layer) {
    return this.#session.ask("POST", "/layer", layer);
  }

  /** Stops the picture or goes on with it, and never out of turn; the sound goes on. */
  enableVideo(enabled) {
    this.videoEnabled = enabled;
    this.#pausing = this.#pausing
      .then(() => this.#session.ask("POST", "", { kind: "video", enabled }))
      .catch((e) => console.warn("The picture was not stopped or started:", e.message));
  }

  /** Restarts ICE; see `Session.restart`. */
  restart() {
    return this.#session.restart();
  }

  close() {
    this.#session.close();
    this.pc.close();
  }
}
