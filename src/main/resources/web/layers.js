// The layers of a picture that a viewer may choose from, as a list to choose in.

export class LayerChoice {
  #field;
  #select;
  #viewer = null;

  /**
   * @param {HTMLElement} field shown while there is more than one layer
   * @param {HTMLSelectElement} select in it, with the option to leave the choice to the server
   */
  constructor(field, select) {
    this.#field = field;
    this.#select = select;
    select.addEventListener("change", () => this.#choose());
  }

  /** @param {import("./whep.js").WhepViewer} viewer its choice is the server's at first */
  start(viewer) {
    this.stop();
    this.#viewer = viewer;
  }

  /** @param {import("./whep.js").WhepViewer} viewer in the place of another: what was chosen stays */
  move(viewer) {
    this.#viewer = viewer;
    if (this.#select.value) {
      this.#choose();
    }
  }

  stop() {
    this.#viewer = null;
    this.#field.hidden = true;
    this.#select.value = "";
  }

  /** @param {object[]} layers the best first, as the server tells them */
  show(layers) {
    // Options that are there stay, so that an open list is not disturbed. The one that is chosen
    // stays too while nothing comes of it: the server then chooses another, and comes back to it.
    const sizes = bySize(layers);
    const known = new Map([...this.#select.options].map((option) => [option.value, option]));
    for (const { value, text } of sizes) {
      const option = known.get(value) ?? this.#select.appendChild(document.createElement("option"));
      option.value = value;
      setText(option, text);
      known.delete(value);
    }
    for (const [value, option] of known) {
      if (value && value !== this.#select.value) {
        option.remove();
      }
    }
    const now = this.#select.value ? null : sizes.find(({ selected }) => selected);
    setText(this.#select.options[0], now ? `Automatic, now ${now.text}` : "Automatic");
    this.#field.hidden = this.#select.options.length < 3;
  }

  async #choose() {
    const viewer = this.#viewer;
    await viewer?.choose(JSON.parse(this.#select.value || "{}")).catch((e) => {
      console.warn("The layer was not chosen:", e.message);
      if (viewer === this.#viewer) {
        this.#select.value = "";
      }
    });
  }
}

// Of each encoding and spatial layer the whole: how many of its frames are sent is the server's
// choice.
function bySize(layers) {
  const sizes = new Map();
  for (const { active, selected, rid, spatialLayerId, width, height } of layers) {
    if (active) {
      const value = JSON.stringify({ rid, spatialLayerId });
      const text = width ? `${width} × ${height}` : (rid ?? `Layer ${spatialLayerId}`);
      const size = sizes.get(value) ?? { value, text, rid, selected: false };
      size.selected ||= selected;
      sizes.set(value, size);
    }
  }
  const all = [...sizes.values()];
  const isAlone = ({ text }) => all.filter((other) => other.text === text).length === 1;
  return all.map((size) =>
    isAlone(size) || !size.rid ? size : { ...size, text: `${size.text}, ${size.rid}` },
  );
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
