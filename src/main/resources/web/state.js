// The line that says how the connection is, and the box that says what went wrong.

import { Restarter } from "./restart.js";

export class StateLine {
  #line;
  #problem;

  /** @param {Document} page has the elements `state` and `problem` */
  constructor(page) {
    this.#line = page.getElementById("state");
    this.#problem = page.getElementById("problem");
  }

  idle(text) {
    this.#show("idle", text);
  }

  busy(text) {
    this.#show("busy", text);
  }

  good(text) {
    this.#show("good", text);
  }

  bad(text) {
    this.#show("bad", text);
  }

  /** Says more than fits the line, until the next call; empty says nothing. */
  explain(text) {
    this.#problem.textContent = text;
    this.#problem.hidden = !text;
  }

  #show(kind, text) {
    // Said once by those who read the page aloud.
    if (this.#line.textContent !== text) {
      this.#line.textContent = text;
    }
    this.#line.dataset.kind = kind;
  }
}

/** Leaves one button for the other; who works by keyboard is led there. */
export function turnOver(from, to) {
  const hadFocus = document.activeElement === from;
  from.disabled = true;
  to.disabled = false;
  if (hadFocus) {
    to.focus();
  }
}

/**
 * Calls back when the connection is there, was interrupted, or has ended for good. What is
 * interrupted is restarted, by `restart`.
 */
export function observe(pc, { restart, onConnected, onInterrupted, onEnded }) {
  let ended = false;
  const end = (because) => {
    if (!ended) {
      ended = true;
      onEnded(because);
    }
  };
  const restarter = new Restarter(pc, restart, () => end("failed"));
  let watched = false;
  pc.addEventListener("connectionstatechange", () => {
    switch (pc.connectionState) {
      case "connected":
        onConnected();
        if (!watched) {
          watched = true;
          watchTransport(pc, () => end("closed"));
        }
        break;
      case "disconnected":
      case "failed":
        onInterrupted();
        restarter.run();
        break;
    }
  });
}

// A server that hangs up closes DTLS, which the connection's own state does not tell.
function watchTransport(pc, onClosed) {
  const transport = pc.getTransceivers()[0]?.receiver.transport;
  transport?.addEventListener("statechange", () => {
    if (transport.state === "closed" && pc.signalingState !== "closed") {
      onClosed();
    }
  });
}
