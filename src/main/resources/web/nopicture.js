// Says why there is no picture, as far as the server knows, while none comes.

const LOOK_MILLIS = 3000;
const ASKED_EVERY = 3; // looks: the server's whole cluster answers

export class NoPicture {
  #tell;
  #viewer = null;
  #timer = 0;
  #frames = 0;
  #looks = 0; // without a new frame

  /** @param {(because: string) => void} tell called with the reason; empty while there is none */
  constructor(tell) {
    this.#tell = tell;
  }

  /**
   * @param {import("./whep.js").WhepViewer} viewer
   * @param {string} name of its stream
   */
  start(viewer, name) {
    this.stop();
    this.#viewer = viewer;
    this.#frames = 0;
    this.#looks = 0;
    this.#timer = setInterval(() => this.#look(viewer, name), LOOK_MILLIS);
  }

  stop() {
    clearInterval(this.#timer);
    this.#viewer = null;
  }

  async #look(viewer, name) {
    const frames = await viewer.framesDecoded();
    const expected = viewer.videoEnabled && viewer.pc.connectionState === "connected";
    if (frames !== this.#frames || !expected) {
      this.#frames = frames;
      this.#looks = 0;
      this.#say(viewer, "");
    } else if (this.#looks++ % ASKED_EVERY === 0) {
      this.#say(viewer, await viewer.reason(name));
    }
  }

  #say(viewer, because) {
    if (viewer === this.#viewer) {
      this.#tell(because);
    }
  }
}
