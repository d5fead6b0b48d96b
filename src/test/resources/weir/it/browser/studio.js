// Publishes a made-up picture in several layers, from a page of Weir. Times are milliseconds since
// 1970.

window.studio = (() => {
  const LOOP_FRAMES = 32;
  const GREY = 128;

  let pc = null;
  let session = null;
  let stop = () => {};

  // --- The picture ------------------------------------------------------------------------------

  /** Noise that is the same each time. */
  function* noise(seed) {
    for (let x = seed; ; ) {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      yield x & 63;
    }
  }

  /**
   * Frames in I420 with a gradient that moves on after the last, and noise in the upper part:
   * made once, as that costs more than to encode them.
   */
  function frames(width, height, share) {
    const random = noise(4711);
    const area = width * height;
    const noisy = Math.round(height * share) * width;
    return Array.from({ length: LOOP_FRAMES }, (_, k) => {
      const frame = new Uint8Array((area * 3) / 2).fill(GREY, area);
      for (let i = 0; i < noisy; i++) {
        frame[i] = 96 + random.next().value;
      }
      for (let i = noisy; i < area; i++) {
        frame[i] = 64 + ((((i % width) >> 3) + ((i / width) >> 3) + k * 4) & 127);
      }
      return frame;
    });
  }

  function picture({ width, height, fps, noise: share }) {
    const loop = frames(width, height, share);
    const { track, show } =
      "MediaStreamTrackGenerator" in window ? generated() : drawn(width, height);
    const start = performance.now();
    let count = 0;
    let timer = 0;
    const next = () => {
      const frame = new VideoFrame(loop[count % LOOP_FRAMES], {
        format: "I420",
        codedWidth: width,
        codedHeight: height,
        timestamp: Math.round(performance.now() * 1000),
      });
      show(frame);
      // A page that was held up does not catch up.
      count = Math.max(count + 1, Math.floor(((performance.now() - start) * fps) / 1000));
      timer = setTimeout(next, start + (count * 1000) / fps - performance.now());
    };
    next();
    return { track, stop: () => clearTimeout(timer) };
  }

  function generated() {
    const track = new MediaStreamTrackGenerator({ kind: "video" });
    const writer = track.writable.getWriter();
    return { track, show: (frame) => writer.write(frame).catch(() => frame.close()) };
  }

  /** For browsers that have no such generator; it costs more. */
  function drawn(width, height) {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d", { alpha: false });
    const show = (frame) => {
      context.drawImage(frame, 0, 0);
      frame.close();
    };
    return { track: canvas.captureStream().getVideoTracks()[0], show };
  }

  function tone() {
    const audio = new AudioContext();
    const out = audio.createMediaStreamDestination();
    const oscillator = audio.createOscillator();
    oscillator.connect(out);
    oscillator.start();
    return out.stream.getAudioTracks()[0];
  }

  // --- Publishing -------------------------------------------------------------------------------

  async function publish(name, broadcast) {
    const { Session } = await import("/session.js");
    const { track, stop: stopPicture } = picture(broadcast);
    const stream = new MediaStream([track]);
    stop = stopPicture;
    pc = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    session = new Session(pc);
    const video = pc.addTransceiver(track, {
      direction: "sendonly",
      streams: [stream],
      sendEncodings: broadcast.encodings,
    });
    const { codecs } = RTCRtpSender.getCapabilities("video");
    const wanted = [`video/${broadcast.codec}`, "video/rtx"];
    video.setCodecPreferences(codecs.filter(({ mimeType }) => wanted.includes(mimeType)));
    pc.addTransceiver(tone(), { direction: "sendonly", streams: [stream] });
    await keepSize(video.sender);
    await session.open(`/whip/${encodeURIComponent(name)}`);
  }

  // Browsers begin with a small picture, and one that demands bit rate would stay so.
  async function keepSize(sender) {
    const parameters = sender.getParameters();
    parameters.degradationPreference = "maintain-resolution";
    await sender.setParameters(parameters);
  }

  function close() {
    stop();
    session?.close();
    pc?.close();
  }

  // --- Statistics -------------------------------------------------------------------------------

  async function sent() {
    const report = [...(await pc.getStats()).values()];
    const layers = report.filter((s) => s.type === "outbound-rtp" && s.kind === "video");
    const { selectedCandidatePairId } = report.find((s) => s.type === "transport") ?? {};
    const pair = report.find((s) => s.id === selectedCandidatePairId);
    return JSON.stringify({
      atMillis: layers[0]?.timestamp ?? 0,
      availableBps: pair?.availableOutgoingBitrate ?? 0,
      roundTripMillis: (pair?.currentRoundTripTime ?? 0) * 1000,
      layers: layers.map((s) => ({
        rid: s.rid ?? "",
        width: s.frameWidth ?? 0,
        framesEncoded: s.framesEncoded ?? 0,
        framesSent: s.framesSent ?? 0,
        keyFrames: s.keyFramesEncoded ?? 0,
        bytes: s.bytesSent ?? 0,
        packets: s.packetsSent ?? 0,
        repeated: s.retransmittedPacketsSent ?? 0,
        plis: s.pliCount ?? 0,
        nacks: s.nackCount ?? 0,
        limitedBy: s.qualityLimitationReason ?? "",
        mode: s.scalabilityMode ?? "",
      })),
    });
  }

  return { close, publish, sent };
})();
