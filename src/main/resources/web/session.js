// What WHIP (RFC 9725) and WHEP have in common: an offer is posted, the answer names the session,
// later candidates are patched to it, and DELETE hangs up.

import { asAnswer, fragment, restarted } from "./fragment.js";
import { iceServersOf } from "./iceservers.js";
import { authorized } from "./token.js";

const GATHERING_MILLIS = 500;
const HANG_UP_MILLIS = 2000;
const COUNTER_OFFER = 406;

/** What the server refused, in its own words where it has some (RFC 9457). */
export class Refusal extends Error {
  /**
   * @param {number} status HTTP status
   * @param {string} message for people
   * @param {number} retryAfterSeconds when to ask again, NaN if the server does not say
   */
  constructor(status, message, retryAfterSeconds) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static async of(response) {
    const problem = await response.json().catch(() => ({}));
    const words = problem.detail || problem.title || response.statusText;
    return new Refusal(
      response.status,
      words || `The server answered ${response.status}.`,
      parseInt(response.headers.get("Retry-After"), 10),
    );
  }
}

/** One session of a peer connection at a server. */
export class Session {
  #pc;
  #url = null;
  #etag = null;
  #links = "";
  #answer = null; // the server's, as it was first; null before the session begins
  #described = false;
  #closed = false;
  #late = []; // candidates that the offer does not hold; null ends them
  #patching = Promise.resolve();

  /** When this end's offer or answer was sent, in milliseconds of `performance.now()`; NaN before. */
  postedAt = NaN;

  /** @param {RTCPeerConnection} pc with its transceivers; stays the caller's to close */
  constructor(pc) {
    this.#pc = pc;
    pc.addEventListener("icecandidate", ({ candidate }) => this.#onCandidate(candidate));
  }

  /** The session's address, null until the server has answered. */
  get url() {
    return this.#url;
  }

  /**
   * What the server's answer links to (RFC 8288).
   *
   * @param {string} relation
   * @returns {string | null} address
   */
  link(relation) {
    const link = this.#links
      .split(/,\s*(?=<)/)
      .find((each) => each.includes(`rel="${relation}"`));
    return link ? new URL(link.slice(1, link.indexOf(">")), this.#url).href : null;
  }

  /**
   * Offers, and takes the answer.
   *
   * @param {string} endpoint address of the stream's WHIP or WHEP endpoint
   * @throws {Refusal} if the server does not take the offer
   */
  async open(endpoint) {
    const pc = this.#pc;
    const iceServers = await iceServersOf(endpoint);
    if (iceServers.length > 0) {
      pc.setConfiguration({ ...pc.getConfiguration(), iceServers });
    }
    await pc.setLocalDescription();
    const response = await this.#describe("POST", endpoint);
    if (!response.ok && response.status !== COUNTER_OFFER) {
      throw await Refusal.of(response);
    }
    this.#url = new URL(response.headers.get("Location"), response.url).href;
    this.#etag = response.headers.get("ETag");
    this.#links = response.headers.get("Link") ?? "";
    const sdp = await response.text();
    if (this.#closed) {
      this.#hangUp(); // close() came while the server was answering
      return;
    }
    if (response.status === COUNTER_OFFER) {
      await this.#answerOffer(sdp);
    } else {
      await pc.setRemoteDescription({ type: "answer", sdp });
      this.#answer = sdp;
    }
    this.#trickle();
  }

  // Sends this end's description, with the candidates that are there after a while.
  async #describe(method, url) {
    await gathered(this.#pc);
    const body = this.#pc.localDescription.sdp;
    this.#described = true;
    this.postedAt = performance.now();
    return fetch(url, {
      method,
      headers: authorized({ "Content-Type": "application/sdp" }),
      body,
    });
  }

  // The server offers instead, as WHEP lets it: what was prepared here gives way to that.
  async #answerOffer(sdp) {
    const pc = this.#pc;
    this.#described = false;
    this.#late = [];
    await pc.setLocalDescription({ type: "rollback" });
    pc.getTransceivers().forEach((transceiver) => transceiver.stop());
    await pc.setRemoteDescription({ type: "offer", sdp });
    await pc.setLocalDescription();
    const response = await this.#describe("PATCH", this.#url);
    if (!response.ok) {
      throw await Refusal.of(response);
    }
    // This end offers when it restarts ICE.
    this.#answer = asAnswer(sdp, pc.localDescription.sdp);
  }

  /**
   * Restarts ICE, for a network that has changed: media take the path that is found then, and the
   * old one until then.
   *
   * @throws {Refusal} if the server does not; the session is as it was
   */
  async restart() {
    if (!this.#answer || this.#closed) {
      return; // not begun, or over
    }
    const restarting = this.#patching.then(() => this.#restart());
    this.#patching = restarting.catch(() => {}); // told to who asked
    await restarting;
  }

  async #restart() {
    const pc = this.#pc;
    pc.restartIce();
    await pc.setLocalDescription();
    try {
      const response = await this.#sendFragment("*", []);
      if (!response.ok) {
        throw await Refusal.of(response);
      }
      const sdp = restarted(this.#answer, await response.text());
      this.#etag = response.headers.get("ETag");
      await pc.setRemoteDescription({ type: "answer", sdp });
    } catch (e) {
      if (pc.signalingState === "have-local-offer") {
        await pc.setLocalDescription({ type: "rollback" });
      }
      throw e;
    }
  }

  /**
   * Asks something of the session.
   *
   * @param {string} method of HTTP
   * @param {string} path behind the session's address, or empty
   * @param {object} [json] to send
   * @returns {Promise<Response>}
   * @throws {Refusal} if the server does not do it
   */
  async ask(method, path, json) {
    const response = await fetch(this.#url + path, {
      method,
      headers: authorized(json ? { "Content-Type": "application/json" } : {}),
      body: json && JSON.stringify(json),
    });
    if (!response.ok) {
      throw await Refusal.of(response);
    }
    return response;
  }

  /** Whether it was hung up; its connection is closed soon, if not yet. */
  get closed() {
    return this.#closed;
  }

  /**
   * Hangs up, and then closes the connection: that alone tells the server as well, so that nothing
   * would be left to hang up. The request outlives the page.
   */
  async close() {
    if (!this.#closed) {
      this.#closed = true;
      await this.#hangUp();
      this.#pc.close();
    }
  }

  async #hangUp() {
    if (this.#url) {
      const headers = authorized();
      const signal = AbortSignal.timeout(HANG_UP_MILLIS);
      await fetch(this.#url, { method: "DELETE", headers, keepalive: true, signal }).catch(() => {
        // The server is gone, or will notice by itself that nothing comes any more.
      });
    }
  }

  #onCandidate(candidate) {
    if (this.#described) {
      this.#late.push(candidate?.candidate ? candidate : null);
      this.#trickle();
    }
  }

  // One PATCH after the other, so that none overtakes.
  #trickle() {
    if (this.#answer && this.#late.length > 0 && !this.#closed) {
      const candidates = this.#late.splice(0);
      this.#patching = this.#patching.then(() => this.#patch(candidates));
    }
  }

  async #patch(candidates) {
    try {
      const response = await this.#sendFragment(this.#etag, candidates);
      if (!response.ok) {
        // Not fatal: the server sees this end's address in its connectivity checks.
        console.warn("A candidate was refused:", (await Refusal.of(response)).message);
      }
    } catch (e) {
      console.warn("A candidate could not be sent:", e.message);
    }
  }

  #sendFragment(etag, candidates) {
    const headers = authorized({ "Content-Type": "application/trickle-ice-sdpfrag" });
    if (etag) {
      headers["If-Match"] = etag;
    }
    const body = fragment(this.#pc.localDescription.sdp, candidates);
    return fetch(this.#url, { method: "PATCH", headers, body });
  }
}

/** Resolves when all candidates are there or it has taken long enough. */
function gathered(pc) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      pc.removeEventListener("icegatheringstatechange", onChange);
      resolve();
    };
    const onChange = () => pc.iceGatheringState === "complete" && done();
    const timer = setTimeout(done, GATHERING_MILLIS);
    pc.addEventListener("icegatheringstatechange", onChange);
    onChange();
  });
}
