// A generated picture with a moving clock, and a tone. Each second begins with a white flash and a
// higher beep at the same moment, so that one can see and hear whether they still belong together.

const BARS = ["#c0c0c0", "#c0c000", "#00c0c0", "#00c000", "#c000c0", "#c00000", "#0000c0"];
const FLASH_MILLIS = 100;
const TONE_HZ = 330;
const BEEP_HZ = 1000;

export class TestPicture {
  #canvas = document.createElement("canvas");
  #audio = new AudioContext();
  #ticks = new Worker("/tick.js"); // those of a page in the background are slowed down
  #start = performance.now();
  #beeped = -1;
  #gains = {};
  #frames = 0;

  constructor({ name, width, height, fps }) {
    this.name = name;
    this.#canvas.width = width;
    this.#canvas.height = height;
    const sound = this.#sound();
    this.#draw();
    // Each picture that is drawn: at a rate given here Firefox takes two of three.
    const video = this.#canvas.captureStream();
    this.stream = new MediaStream([...video.getVideoTracks(), ...sound.getAudioTracks()]);
    this.#ticks.onmessage = () => this.#tick();
    this.#ticks.postMessage(1000 / fps);
  }

  stop() {
    this.#ticks.terminate();
    this.#audio.close();
    this.stream.getTracks().forEach((track) => track.stop());
  }

  #sound() {
    const out = this.#audio.createMediaStreamDestination();
    for (const [name, hz, volume] of [
      ["tone", TONE_HZ, 0.03],
      ["beep", BEEP_HZ, 0],
    ]) {
      const oscillator = this.#audio.createOscillator();
      const gain = this.#audio.createGain();
      oscillator.frequency.value = hz;
      gain.gain.value = volume;
      oscillator.connect(gain).connect(out);
      oscillator.start();
      this.#gains[name] = gain.gain;
    }
    this.#audio.resume();
    return out.stream;
  }

  #tick() {
    const second = Math.floor((performance.now() - this.#start) / 1000);
    if (second !== this.#beeped) {
      this.#beeped = second;
      const now = this.#audio.currentTime;
      this.#gains.beep.setValueAtTime(0.4, now);
      this.#gains.beep.setValueAtTime(0, now + FLASH_MILLIS / 1000);
    }
    this.#draw();
  }

  #draw() {
    const { width, height } = this.#canvas;
    const context = this.#canvas.getContext("2d", { alpha: false });
    const millis = performance.now() - this.#start;
    BARS.forEach((colour, i) => {
      context.fillStyle = colour;
      const left = Math.floor((i * width) / BARS.length);
      context.fillRect(left, 0, Math.ceil(width / BARS.length), height);
    });
    this.#drawClock(context, width, height, millis);
    this.#frames++;
  }

  #drawClock(context, width, height, millis) {
    const now = new Date();
    const turn = ((now.getMilliseconds() / 1000) % 1) * 2 * Math.PI;
    context.fillStyle = "#101418";
    context.fillRect(0, height * 0.3, width, height * 0.4);
    context.fillStyle = millis % 1000 < FLASH_MILLIS ? "#ffffff" : "#404850";
    context.fillRect(width * 0.04, height * 0.34, height * 0.32, height * 0.32);

    const x = width - height * 0.2;
    const radius = height * 0.14;
    context.strokeStyle = "#ffffff";
    context.lineWidth = height / 90;
    context.beginPath();
    context.arc(x, height / 2, radius, 0, 2 * Math.PI);
    context.moveTo(x, height / 2);
    context.lineTo(x + radius * Math.sin(turn), height / 2 - radius * Math.cos(turn));
    context.stroke();

    context.fillStyle = "#ffffff";
    context.textAlign = "center";
    context.font = `${Math.round(height * 0.13)}px ui-monospace, monospace`;
    const time = now.toTimeString().slice(0, 8);
    const tenth = Math.floor(now.getMilliseconds() / 100);
    context.fillText(`${time}.${tenth}`, width / 2, height * 0.51);
    context.font = `${Math.round(height * 0.07)}px system-ui, sans-serif`;
    context.fillText(`${this.name} · ${this.#frames}`, width / 2, height * 0.63, width * 0.5);
  }
}
