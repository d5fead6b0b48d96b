// What tests ask of the pages of Weir, added to each of them. Times are milliseconds since 1970.

window.probe = (() => {
  const epoch = (now = performance.now()) => performance.timeOrigin + now;

  // --- Statistics ------------------------------------------------------------------------------

  async function find(pc, type, kind) {
    const report = [...(await pc.getStats()).values()];
    return {
      found: report.find((s) => s.type === type && s.kind === kind),
      codecOf: (s) => report.find((c) => c.id === s?.codecId)?.mimeType ?? "",
    };
  }

  async function received(pc = weir.pc) {
    const { found: video, codecOf } = await find(pc, "inbound-rtp", "video");
    const { found: audio } = await find(pc, "inbound-rtp", "audio");
    return JSON.stringify({
      atMillis: video?.timestamp ?? audio?.timestamp ?? 0,
      framesReceived: video?.framesReceived ?? 0,
      framesDecoded: video?.framesDecoded ?? 0,
      framesDropped: video?.framesDropped ?? 0,
      decodeMillis: (video?.totalDecodeTime ?? 0) * 1000,
      keyFramesDecoded: video?.keyFramesDecoded ?? 0,
      freezes: video?.freezeCount ?? 0,
      packetsLost: video?.packetsLost ?? 0,
      width: video?.frameWidth ?? 0,
      codec: codecOf(video),
      audioPackets: audio?.packetsReceived ?? 0,
      audioEnergy: audio?.totalAudioEnergy ?? 0,
      playoutGapMillis:
        video?.estimatedPlayoutTimestamp && audio?.estimatedPlayoutTimestamp
          ? video.estimatedPlayoutTimestamp - audio.estimatedPlayoutTimestamp
          : 0,
    });
  }

  async function beyond(frames, energy) {
    const now = JSON.parse(await received());
    return now.framesDecoded >= frames && now.audioEnergy > energy;
  }

  async function sent(pc = weir.pc) {
    const { found: video, codecOf } = await find(pc, "outbound-rtp", "video");
    return JSON.stringify({
      atMillis: video?.timestamp ?? 0,
      framesEncoded: video?.framesEncoded ?? 0,
      framesSent: video?.framesSent ?? 0,
      bytes: video?.bytesSent ?? 0,
      codec: codecOf(video),
    });
  }

  const firstFrames = new WeakMap();

  /** Resolves with the time at which the publisher of this page had sent its first frame. */
  async function firstFrameSent() {
    for (;;) {
      const pc = weir.pc;
      if (firstFrames.has(pc)) {
        return firstFrames.get(pc);
      }
      const { found } = pc ? await find(pc, "outbound-rtp", "video") : {};
      if (found?.framesSent > 0) {
        firstFrames.set(pc, epoch());
      }
      await pause(10);
    }
  }

  function pause(millis) {
    return new Promise((resolve) => setTimeout(resolve, millis));
  }

  let keyFrames = [];

  /** Notes from now on when key frames are decoded. */
  async function expectKeyFrame() {
    let count = JSON.parse(await received()).keyFramesDecoded;
    const mine = (keyFrames = []);
    (async () => {
      while (mine === keyFrames) {
        const now = JSON.parse(await received()).keyFramesDecoded;
        if (now > count) {
          count = now;
          mine.push(epoch());
        }
        await pause(20);
      }
    })();
  }

  /** When the first key frame was decoded that was sent at a time or later; 0 if there is none. */
  function keyFrameSentAt(since) {
    const imprecision = 100; // statistics are some time old
    return keyFrames.find((at) => at > since - imprecision) ?? 0;
  }

  // --- The picture ------------------------------------------------------------------------------

  /** The mean colour of what is shown, as three numbers of 0 to 255. */
  function colour() {
    const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    context.drawImage(document.getElementById("video"), 0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }

  /** Publishes a picture of one colour with a moving edge, and a tone. */
  async function paint(name, colour) {
    const { WhipPublisher } = await import("/whip.js");
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
    const context = canvas.getContext("2d", { alpha: false });
    let frame = 0;
    setInterval(() => {
      context.fillStyle = colour;
      context.fillRect(0, 0, 320, 180);
      context.fillStyle = "#ffffff";
      context.fillRect((frame++ * 2) % 320, 0, 4, 180);
    }, 1000 / 15);
    const audio = new AudioContext();
    const out = audio.createMediaStreamDestination();
    const oscillator = audio.createOscillator();
    oscillator.connect(out);
    oscillator.start();
    const [picture] = canvas.captureStream(15).getVideoTracks();
    const publisher = new WhipPublisher(new MediaStream([picture, ...out.stream.getTracks()]), {
      codec: "VP8",
      maxBitrate: 300000,
    });
    await publisher.open(name);
    return publisher;
  }

  /** Whether picture or sound goes on in the page's element. */
  function isPlaying() {
    return document.getElementById("video").currentTime > 0;
  }

  /** Publishes a microphone without a picture. */
  async function speak(name) {
    const { WhipPublisher } = await import("/whip.js");
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    await new WhipPublisher(stream).open(name);
  }

  // --- Several viewers in one page --------------------------------------------------------------

  const crowd = [];

  async function join(name, audioOnly) {
    const { WhepViewer } = await import("/whep.js");
    const viewer = new WhepViewer({ audioOnly });
    const video = Object.assign(document.createElement("video"), { width: 160 });
    video.srcObject = viewer.stream;
    video.autoplay = true;
    document.body.append(video);
    crowd.push(viewer);
    await viewer.open(name);
  }

  async function crowdReceived() {
    return Promise.all(crowd.map(({ pc }) => received(pc)));
  }

  // --- Whether picture and sound belong together -----------------------------------------------

  // The test picture flashes, and beeps, at the start of each second. Both are taken where the
  // tracks deliver them.
  const LOUD = 0.2;
  const BRIGHT = 180;

  async function flashes(track, until) {
    const canvas = new OffscreenCanvas(8, 8);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    let before = true;
    return edges(track, until, (frame, at) => {
      const w = frame.displayWidth;
      const h = frame.displayHeight;
      context.drawImage(frame, w * 0.04 + h * 0.08, h * 0.42, h * 0.16, h * 0.16, 0, 0, 8, 8);
      const bright = context.getImageData(4, 4, 1, 1).data[1] > BRIGHT;
      const rose = bright && !before;
      before = bright;
      return rose ? at : null;
    });
  }

  async function beeps(track, until) {
    let quietSince = epoch();
    return edges(track, until, (sound, at) => {
      const samples = new Float32Array(sound.numberOfFrames);
      sound.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
      const first = samples.findIndex((sample) => Math.abs(sample) > LOUD);
      if (first < 0) {
        return null;
      }
      const start = at - ((samples.length - first) * 1000) / sound.sampleRate;
      const rose = start - quietSince > 300;
      quietSince = at;
      return rose ? start : null;
    });
  }

  async function edges(track, until, detect) {
    const found = [];
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    while (epoch() < until) {
      const { value, done } = await reader.read();
      if (done) {
        break;
      }
      const edge = detect(value, epoch());
      value.close();
      if (edge !== null) {
        found.push(edge);
      }
    }
    await reader.cancel();
    return found;
  }

  /** Resolves with how much later the flash of each second comes than its beep. */
  async function flashAfterBeep(millis) {
    const until = epoch() + millis;
    const [video] = weir.stream.getVideoTracks();
    const [audio] = weir.stream.getAudioTracks();
    const [seen, heard] = await Promise.all([
      flashes(video.clone(), until),
      beeps(audio.clone(), until),
    ]);
    return heard
      .map((beep) => seen.map((flash) => flash - beep).find((gap) => Math.abs(gap) < 450))
      .filter((gap) => gap !== undefined);
  }

  /** Lets the page believe that the browser has found another address. */
  function addCandidate(address) {
    const candidate = new RTCIceCandidate({
      candidate: `candidate:1 1 udp 2122260223 ${address} 50000 typ host`,
      sdpMid: "0",
    });
    weir.pc.dispatchEvent(new RTCPeerConnectionIceEvent("icecandidate", { candidate }));
  }

  /** Of both ends of the path in use: they name its ICE session. */
  async function userFragments() {
    const stats = await weir.pc.getStats();
    const transport = [...stats.values()].find(({ type }) => type === "transport");
    const pair = stats.get(transport?.selectedCandidatePairId);
    const of = (id) => stats.get(id)?.usernameFragment ?? "";
    return `${of(pair?.localCandidateId)} ${of(pair?.remoteCandidateId)}`;
  }

  /** Lets the page believe that nothing comes any more, until it recovers. */
  function interrupt() {
    const value = "disconnected";
    Object.defineProperty(weir.pc, "connectionState", { value, configurable: true });
    weir.pc.dispatchEvent(new Event("connectionstatechange"));
  }

  function recover() {
    delete weir.pc.connectionState;
    weir.pc.dispatchEvent(new Event("connectionstatechange"));
  }

  return {
    addCandidate,
    beyond,
    colour,
    crowdReceived,
    expectKeyFrame,
    firstFrameSent,
    flashAfterBeep,
    interrupt,
    isPlaying,
    join,
    keyFrameSentAt,
    paint,
    received,
    recover,
    sent,
    speak,
    userFragments,
  };
})();
