// As in a network without UDP: of the server's candidates the page learns of none but those of TCP.

(() => {
  const text = Response.prototype.text;

  Response.prototype.text = async function () {
    const body = await text.call(this);
    return this.headers.get("Content-Type")?.startsWith("application/sdp")
      ? body.replace(/^a=candidate:\S+ \d+ udp [^\r\n]*\r\n/gim, "")
      : body;
  };
})();
