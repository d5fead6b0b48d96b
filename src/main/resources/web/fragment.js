// What trickle ICE and ICE restarts send instead of whole descriptions (RFC 8840 §9).

/** A description's fragment with the candidates of its bundle; null ends them. */
export function fragment(sdp, candidates) {
  const lines = [
    `a=ice-ufrag:${value(sdp, "a=ice-ufrag:")}`,
    `a=ice-pwd:${value(sdp, "a=ice-pwd:")}`,
    `m=${value(sdp, "m=").split(" ")[0]} 9 UDP/TLS/RTP/SAVPF 0`,
    `a=mid:${value(sdp, "a=mid:")}`,
  ];
  for (const candidate of candidates) {
    lines.push(candidate ? `a=${candidate.candidate}` : "a=end-of-candidates");
  }
  return lines.join("\r\n") + "\r\n";
}

/** The server's answer with what its fragment, the answer to an ICE restart, says instead. */
export function restarted(answer, fragment) {
  const isCandidate = (line) => /^a=(candidate:|end-of-candidates)/.test(line);
  const candidates = fragment.split(/\r?\n/).filter(isCandidate);
  const lines = answer.split(/\r?\n/).filter((line) => !isCandidate(line));
  const changed = lines.map((line) => {
    const name = line.match(/^a=ice-(ufrag|pwd):/)?.[0];
    return name ? name + value(fragment, name) : line;
  });
  const first = changed.findIndex((line) => line.startsWith("a=ice-pwd:"));
  changed.splice(first + 1, 0, ...candidates);
  return changed.join("\r\n");
}

/**
 * What the server would have answered, had this end offered what both agreed to: answers may name no
 * format and no header extension that their offer does not, which Firefox insists on.
 *
 * @param {string} offer of the server
 * @param {string} answer of this end to it
 */
export function asAnswer(offer, answer) {
  const agreed = answer.split(/^(?=m=)/m);
  return offer
    .replaceAll("a=setup:actpass", "a=setup:passive")
    .split(/^(?=m=)/m)
    .map((section, i) => (section.startsWith("m=") ? reduced(section, agreed[i]) : section))
    .join("");
}

function reduced(section, agreed) {
  const formats = formatsOf(agreed);
  const extensions = [...agreed.matchAll(/^a=extmap:\S+ (\S+)/gm)].map(([, uri]) => uri);
  const isAgreed = (line) => {
    const [, format] = line.match(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /) ?? [];
    const [, uri] = line.match(/^a=extmap:\S+ (\S+)/) ?? [];
    return (!format || formats.includes(format)) && (!uri || extensions.includes(uri));
  };
  const own = formatsOf(section).filter((format) => formats.includes(format));
  const [first, ...lines] = section.split("\r\n");
  const media = [...first.split(" ").slice(0, 3), ...own].join(" ");
  return [media, ...lines.filter(isAgreed)].join("\r\n");
}

function formatsOf(section) {
  return section.match(/^m=\S+ \S+ \S+ (.*?)\r?$/m)[1].split(" ");
}

// What stands behind the first line that begins so.
function value(text, beginning) {
  const line = text.split(/\r?\n/).find((each) => each.startsWith(beginning));
  return line.slice(beginning.length);
}
