// What WebRTC's statistics say about one connection, once a second, as terms with their values.

const EVERY_MILLIS = 1000;

export class Figures {
  #before = new Map();
  #timer = 0;

  /**
   * @param {HTMLElement} list the `dl` to fill
   * @param {(report: Report) => [string, string][]} describe terms with their values
   */
  constructor(list, describe) {
    this.list = list;
    this.describe = describe;
  }

  start(pc) {
    this.stop();
    this.#timer = setInterval(() => this.#refresh(pc), EVERY_MILLIS);
  }

  stop() {
    clearInterval(this.#timer);
    this.#before = new Map();
    this.list.replaceChildren();
  }

  async #refresh(pc) {
    const timer = this.#timer;
    const now = await pc.getStats();
    if (timer === this.#timer) {
      this.#show(this.describe(new Report(now, this.#before)));
      this.#before = now;
    }
  }

  // Keeps the elements that are there, for those who select or read them.
  #show(rows) {
    while (this.list.children.length > rows.length) {
      this.list.lastChild.remove();
    }
    rows.forEach(([term, value], i) => {
      const row = this.list.children[i] ?? this.list.appendChild(emptyRow());
      if (row.children[0].textContent !== term) {
        row.children[0].textContent = term;
      }
      row.children[1].textContent = value;
    });
  }
}

function emptyRow() {
  const row = document.createElement("div");
  row.append(document.createElement("dt"), document.createElement("dd"));
  return row;
}

/** One round of statistics beside the one before it. */
export class Report {
  constructor(now, before) {
    this.now = now;
    this.before = before;
  }

  find(type, kind) {
    return [...this.now.values()].find((s) => s.type === type && (!kind || s.kind === kind));
  }

  /** How fast a counter rises, a second; NaN until it is known. */
  rate(stats, counter) {
    const before = this.before.get(stats?.id);
    return before
      ? (1000 * (stats[counter] - before[counter])) / (stats.timestamp - before.timestamp)
      : NaN;
  }

  codec(stats) {
    const codec = this.now.get(stats?.codecId);
    return codec ? codec.mimeType.replace(/^\w+\//, "") : "–";
  }

  /** The candidate pair in use. */
  pair() {
    return this.now.get(this.find("transport")?.selectedCandidatePairId);
  }
}
