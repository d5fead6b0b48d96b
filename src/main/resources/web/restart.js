// Restarts ICE while a connection is interrupted, until it is back or nothing is left to hope for.

const EVERY_MILLIS = 4000;
const AT_MOST_MILLIS = 30000; // by then the server has given up the session

export class Restarter {
  #pc;
  #restart;
  #onHopeless;
  #running = false;

  /**
   * @param {RTCPeerConnection} pc
   * @param {() => Promise<void>} restart as `Session.restart`
   * @param {() => void} onHopeless called once the server does not do it, or it is no use
   */
  constructor(pc, restart, onHopeless) {
    this.#pc = pc;
    this.#restart = restart;
    this.#onHopeless = onHopeless;
  }

  /** Begins, unless it has; ends by itself. */
  async run() {
    if (this.#running) {
      return;
    }
    this.#running = true;
    const begun = performance.now();
    while (this.#isInterrupted() && performance.now() - begun < AT_MOST_MILLIS) {
      if (!(await this.#isTaken())) {
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MILLIS));
    }
    this.#running = false;
    if (this.#isInterrupted()) {
      this.#onHopeless();
    }
  }

  #isInterrupted() {
    return !["connected", "closed"].includes(this.#pc.connectionState);
  }

  // A server that is out of reach may come back; one that refuses does not change its mind.
  async #isTaken() {
    try {
      await this.#restart();
      return true;
    } catch (e) {
      console.warn("ICE was not restarted:", e.message);
      return !(e.status >= 400 && e.status < 500 && e.status !== 429);
    }
  }
}
