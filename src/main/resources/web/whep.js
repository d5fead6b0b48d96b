// Watches a stream of a WHEP endpoint.

import { Refusal, Session } from "./session.js";
import { authorized } from "./token.js";

const DEPENDENCY_DESCRIPTOR =
  "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

const EVENTS = "urn:ietf:params:whep:ext:core:server-sent-events";
const EVERY_MILLIS = 100; // until the first picture
const LATE_MILLIS = 1500; // for a picture

/** Without it a decoder cannot tell which layers of AV1 it is sent; browsers offer it on demand. */
function describeLayers(transceiver) {
  const extensions = transceiver.getHeaderExtensionsToNegotiate?.();
  const descriptor = extensions?.find(({ uri }) => uri === DEPENDENCY_DESCRIPTOR);
  if (descriptor) {
    descriptor.direction = "sendrecv";
    transceiver.setHeaderExtensionsToNegotiate(extensions);
  }
}

function isVideo({ kind }) {
  return kind === "video";
}

export class WhepViewer {
  #session;
  #pausing = Promise.resolve();
  #events = null;
  #audioOnly;

  /** Called when there is another `stream` to show. */
  onStream = () => {};

  /** @param {{audioOnly?: boolean}} options */
  constructor({ audioOnly = false } = {}) {
    this.#audioOnly = audioOnly;
    this.pc = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    this.#session = new Session(this.pc);
    this.stream = new MediaStream();
    this.videoEnabled = true;
    this.pc.addEventListener("track", ({ track }) => this.#onTrack(track));
    if (!audioOnly) {
      describeLayers(this.pc.addTransceiver("video", { direction: "recvonly" }));
    }
    this.pc.addTransceiver("audio", { direction: "recvonly" });
  }

  #onTrack(track) {
    this.stream.addTrack(track);
    if (track.kind === "video") {
      this.#awaitPicture(track);
    }
  }

  // An element that waits for its first picture plays no sound either.
  #awaitPicture(video) {
    setTimeout(() => {
      const sound = this.stream.getAudioTracks();
      if (video.muted && !this.#session.closed) {
        if (sound.every(({ muted }) => muted)) {
          this.#awaitPicture(video);
        } else {
          this.#show(sound);
          video.addEventListener("unmute", () => this.#show([...sound, video]), { once: true });
        }
      }
    }, LATE_MILLIS);
  }

  #show(tracks) {
    this.stream = new MediaStream(tracks);
    this.onStream();
  }

  get url() {
    return this.#session.url;
  }

  /** When the offer was posted, in milliseconds of `performance.now()`. */
  get postedAt() {
    return this.#session.postedAt;
  }

  /** @throws {Refusal} if there is nothing to watch */
  open(name) {
    return this.openAt(WhepViewer.endpoint(name));
  }

  /**
   * @param {string} endpoint address
   * @throws {Refusal} if there is nothing to watch
   */
  openAt(endpoint) {
    return this.#session.open(endpoint);
  }

  /** Where this server's stream of the name is watched. */
  static endpoint(name) {
    return `/whep/${encodeURIComponent(name)}`;
  }

  /**
   * Hears what the server tells of the stream, until it is closed.
   *
   * @param {Object<string, (data: object) => void>} listeners by the event's name
   * @throws {Refusal} if the server does not tell
   */
  async listen(listeners) {
    const entry = this.#session.link(EVENTS);
    if (!entry) {
      return;
    }
    const names = Object.keys(listeners).filter((name) => !this.#audioOnly || name !== "layers");
    const response = await fetch(entry, {
      method: "POST",
      headers: authorized({ "Content-Type": "application/json" }),
      body: JSON.stringify(names),
    });
    if (!response.ok) {
      throw await Refusal.of(response);
    }
    if (!this.#session.closed) {
      this.#events = new EventSource(new URL(response.headers.get("Location"), entry));
      for (const name of names) {
        this.#events.addEventListener(name, ({ data }) => listeners[name](JSON.parse(data)));
      }
    }
  }

  /** Whether there is a picture, or a connection where none is wanted, within this time. */
  async isReady(millis) {
    const until = performance.now() + millis;
    while (!(await this.#hasMedia())) {
      if (performance.now() > until || this.#session.closed) {
        return false;
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MILLIS));
    }
    return true;
  }

  async #hasMedia() {
    if (this.#audioOnly) {
      return this.pc.connectionState === "connected";
    }
    return (await this.framesDecoded()) > 0;
  }

  async framesDecoded() {
    const report = [...(await this.pc.getStats()).values()];
    const video = report.find(({ type, kind }) => type === "inbound-rtp" && kind === "video");
    return video?.framesDecoded ?? 0;
  }

  /** Why nothing may be seen; empty if the server does not know, or does not say. */
  async reason(name) {
    try {
      const stream = new URL(`/api/streams/${encodeURIComponent(name)}`, this.url);
      const response = await fetch(stream, { headers: authorized() });
      if (!response.ok) {
        return "";
      }
      const { publish, subscribe, codecs } = await response.json();
      // Named there by the first characters of its secret, which ends its address.
      const secret = this.url.slice(this.url.lastIndexOf(".") + 1);
      const mine = subscribe.sessions.find(({ id }) => secret.startsWith(id));
      const isSoundAlone = publish.sessions.length > 0 && !codecs.some(isVideo);
      return mine?.diagnosis[0]?.because ?? (isSoundAlone ? "The publisher sends sound alone." : "");
    } catch {
      return "";
    }
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
    this.#events?.close();
    this.#session.close();
  }
}
