// Publishes tracks to a WHIP endpoint.

import { Session } from "./session.js";

/** The video codecs to choose from that this browser can send, such as `VP8`. */
export function videoCodecs() {
  const { codecs } = RTCRtpSender.getCapabilities("video");
  const known = ["VP8", "VP9", "H264", "AV1", "H265"];
  return known.filter((name) => codecs.some((codec) => is(codec, name)));
}

export class WhipPublisher {
  #session;

  /**
   * @param {MediaStream} stream its tracks are sent, and stay the caller's to stop
   * @param {{codec?: string, maxBitrate?: number}} options video codec by its RTP name, none for
   *     the browser's choice; bits a second of the video, none for no limit
   */
  constructor(stream, { codec = "", maxBitrate = 0 } = {}) {
    this.pc = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    this.#session = new Session(this.pc);
    for (const track of stream.getTracks()) {
      this.#send(track, stream, codec, maxBitrate);
    }
  }

  get url() {
    return this.#session.url;
  }

  /** @throws {import("./session.js").Refusal} if the server does not take it */
  open(name) {
    return this.#session.open(`/whip/${encodeURIComponent(name)}`);
  }

  /** Limits the video while it is sent; 0 takes the limit away. */
  async limit(maxBitrate) {
    const sender = this.pc.getSenders().find(({ track }) => track?.kind === "video");
    if (sender) {
      const parameters = sender.getParameters();
      parameters.encodings.forEach((encoding) => {
        delete encoding.maxBitrate;
        Object.assign(encoding, encodingOf(maxBitrate));
      });
      await sender.setParameters(parameters);
    }
  }

  /** Restarts ICE; see `Session.restart`. */
  restart() {
    return this.#session.restart();
  }

  close() {
    this.#session.close();
  }

  #send(track, stream, codec, maxBitrate) {
    const isVideo = track.kind === "video";
    const transceiver = this.pc.addTransceiver(track, {
      direction: "sendonly",
      streams: [stream],
      sendEncodings: [isVideo ? encodingOf(maxBitrate) : {}],
    });
    if (isVideo && codec) {
      transceiver.setCodecPreferences(preferred(codec));
    }
  }
}

function encodingOf(maxBitrate) {
  return maxBitrate > 0 ? { maxBitrate } : {};
}

// The codec alone, with what repairs it.
function preferred(name) {
  const { codecs } = RTCRtpSender.getCapabilities("video");
  return codecs.filter((codec) => is(codec, name) || is(codec, "rtx"));
}

function is(codec, name) {
  return codec.mimeType.toLowerCase() === `video/${name.toLowerCase()}`;
}
