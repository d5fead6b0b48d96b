// Counts the test pictures that the page draws, and those that its connection takes.

(() => {
  const LINES_OF_TEXT = 2;
  const fillText = CanvasRenderingContext2D.prototype.fillText;
  let count = 0;

  CanvasRenderingContext2D.prototype.fillText = function (...text) {
    count++;
    fillText.apply(this, text);
  };

  window.drawn = async () => {
    const report = [...(await weir.pc.getStats()).values()];
    const source = report.find(({ type, kind }) => type === "media-source" && kind === "video");
    return JSON.stringify({ drawn: count / LINES_OF_TEXT, taken: source.frames });
  };
})();
