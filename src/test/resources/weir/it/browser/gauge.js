// Measures what a page of Weir shows that watches. Times are milliseconds since 1970.

window.gauge = (() => {
  let shown = [];

  /** Notes each picture from now on, as [when, width, height]. */
  function start() {
    const video = document.getElementById("video");
    const note = (now, { width, height }) => {
      shown.push([performance.timeOrigin + now, width, height]);
      video.requestVideoFrameCallback(note);
    };
    video.requestVideoFrameCallback(note);
  }

  /** What was noted since the last call. */
  function take() {
    const taken = shown;
    shown = [];
    return JSON.stringify(taken);
  }

  async function received() {
    const report = [...(await weir.pc.getStats()).values()];
    const video = report.find((s) => s.type === "inbound-rtp" && s.kind === "video") ?? {};
    const { selectedCandidatePairId } = report.find((s) => s.type === "transport") ?? {};
    const pair = report.find((s) => s.id === selectedCandidatePairId);
    return JSON.stringify({
      atMillis: video.timestamp ?? 0,
      framesReceived: video.framesReceived ?? 0,
      framesDecoded: video.framesDecoded ?? 0,
      framesDropped: video.framesDropped ?? 0,
      keyFramesDecoded: video.keyFramesDecoded ?? 0,
      freezes: video.freezeCount ?? 0,
      freezeMillis: (video.totalFreezesDuration ?? 0) * 1000,
      packets: video.packetsReceived ?? 0,
      packetsLost: video.packetsLost ?? 0,
      repeated: video.retransmittedPacketsReceived ?? 0,
      bytes: video.bytesReceived ?? 0,
      plis: video.pliCount ?? 0,
      nacks: video.nackCount ?? 0,
      width: video.frameWidth ?? 0,
      roundTripMillis: (pair?.currentRoundTripTime ?? 0) * 1000,
    });
  }

  return { received, start, take };
})();
