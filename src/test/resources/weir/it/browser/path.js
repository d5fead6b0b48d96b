// Sends the media of a page over an impaired path: in answers, the address of the path stands for
// all addresses of the server. `weirPath` was set by the test just before.

(() => {
  const { address, port } = window.weirPath;
  const candidate = `a=candidate:1 1 udp 2130706431 ${address} ${port} typ host`;
  const text = Response.prototype.text;

  /** Of each section, the first candidate is replaced and the others are left out. */
  function overPath(section) {
    let count = 0;
    return section
      .replace(/^a=candidate:[^\r\n]*/gm, () => (count++ === 0 ? candidate : ""))
      .replace(/(\r\n)+/g, "\r\n");
  }

  Response.prototype.text = async function () {
    const body = await text.call(this);
    return this.headers.get("Content-Type")?.startsWith("application/sdp")
      ? body.split(/(?<=\r\n)(?=m=)/).map(overPath).join("")
      : body;
  };
})();
