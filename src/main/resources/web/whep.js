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

  /** @param {{audioOnly?: boolean}} options */
  constructor({ audioOnly = false } = {}) {
    this.pc = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    this.#session = new Session(this.pc);
    this.stream = new MediaStream();
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

  close() {
    this.#session.close();
    this.pc.close();
  }
}
