// A table whose rows follow a list. Elements stay while their row does, so that a refresh takes
// neither the focus nor a selection away.

export class Table {
  #table;
  #body;
  #labels;
  #rows = new Map();

  /** @param {HTMLTableElement} table hidden while it has no rows */
  constructor(table) {
    this.#table = table;
    this.#body = table.tBodies[0];
    this.#labels = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  }

  /**
   * @param {{id: string, cells: (string | {key: string, node: () => Node})[]}[]} rows a cell is
   *     a text, or is made again when its key changes; the first one heads the row
   */
  show(rows) {
    const gone = new Set(this.#rows.keys());
    rows.forEach(({ id, cells }, i) => {
      gone.delete(id);
      const row = this.#row(id, cells.length);
      cells.forEach((cell, k) => fill(row.cells[k], cell));
      if (this.#body.rows[i] !== row) {
        this.#body.insertBefore(row, this.#body.rows[i] ?? null);
      }
    });
    for (const id of gone) {
      this.#rows.get(id).remove();
      this.#rows.delete(id);
    }
    this.#table.hidden = rows.length === 0;
  }

  #row(id, length) {
    if (!this.#rows.has(id)) {
      const row = document.createElement("tr");
      for (let k = 0; k < length; k++) {
        const cell = document.createElement(k === 0 ? "th" : "td");
        if (k === 0) {
          cell.scope = "row";
        }
        cell.dataset.label = this.#labels[k];
        row.append(cell);
      }
      this.#rows.set(id, row);
    }
    return this.#rows.get(id);
  }
}

function fill(cell, content) {
  const key = typeof content === "string" ? content : content.key;
  if (cell.dataset.key !== key) {
    cell.dataset.key = key;
    cell.replaceChildren(typeof content === "string" ? content : content.node());
  }
}

export function link(href, text, label) {
  const a = document.createElement("a");
  a.href = href;
  a.textContent = text;
  if (label) {
    a.setAttribute("aria-label", label);
  }
  return { key: href + text, node: () => a };
}

/** @param {[string, string][]} badges texts with their kinds: good, warn, bad or none */
export function badges(...badges) {
  return {
    key: JSON.stringify(badges),
    node: () => {
      const all = document.createElement("span");
      for (const [text, kind] of badges) {
        const badge = document.createElement("span");
        badge.className = `badge ${kind}`;
        badge.textContent = text;
        all.append(badge);
      }
      return all;
    },
  };
}
