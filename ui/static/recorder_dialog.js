// The recorder: read the words aloud, listen, keep the recording or make another.
import { at, en } from "./dom.js";
import { Microphone, RELEASE_SECONDS } from "./recorder_microphone.js";
import { Refused, send } from "./recorder_sending.js";
import { bufferOf, evened, RATE, trimmed, wave } from "./recorder_sound.js";

const COUNT_MS = 800;
const KEYS = { ready: ["start"], counting: [], recording: ["stop"], taken: ["keep", "listen", "again"], sending: [] };
const SAID = {
  ready: ["按「开始」，数到 1 以后再念。", "Press Start; read after the count."],
  recording: ["请念！", "Read now!"],
  taken: ["听一遍，满意就用这段。", "Listen to it; keep it if you like it."],
  sending: ["正在保存…", "Saving…"],
  counting: ["…", ""],
};
const NO_MICROPHONE = {
  NotAllowedError: "浏览器没有准许用麦克风：请点网址旁边的图标，准许麦克风，再按一次。 The browser was not allowed the microphone: allow it beside the address and press again.",
  NotFoundError: "没有找到麦克风：请插好，再按一次。 No microphone was found: plug one in and press again.",
  NotReadableError: "麦克风正被别的程序使用：请关掉那个程序，再按一次。 Another program uses the microphone: close it and press again.",
};
const OTHER = "麦克风打不开：请换一个麦克风，或者上传文件。 The microphone does not open: try another, or upload a file.";
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

export class Recorder {
  // player: plays buffers; kept: called with the place after a recording was kept; lost:
  // with the place and the reason when one was not, and its dialog is closed by then.
  constructor({ player, mostSeconds, kept, lost }) {
    Object.assign(this, { player, mostSeconds, kept, lost, turn: 0 });
    const does = { start: this.start, again: this.start, stop: this.stop, listen: this.listen, keep: this.keep };
    for (const [id, action] of Object.entries(does)) at(`do-${id}`).addEventListener("click", () => action.call(this));
    at("do-cancel").addEventListener("click", () => at("recorder").close());
    at("recorder").addEventListener("close", () => this.leave());
  }

  open(place, aloud) {
    Object.assign(this, { place, sound: null });
    at("reading").textContent = aloud;
    at("slowly").hidden = !place.slow;
    at("recorder").showModal();
    this.step("ready");
    this.meter(0, 0);
  }

  step(name, [said, english] = SAID[name]) {
    this.now = at("recorder").dataset.step = name;
    at("step").replaceChildren(said, " ", en(english));
    for (const id of Object.values(KEYS).flat()) at(`do-${id}`).hidden = !KEYS[name].includes(id);
    at(KEYS[name].length ? `do-${KEYS[name][0]}` : "reading").focus();
  }

  refuse(text) {
    at("refused").hidden = !text;
    at("refused").textContent = text;
  }

  async start() {
    this.player.stop();
    this.refuse("");
    const turn = ++this.turn;
    this.step("counting");
    try {
      this.microphone ??= await Microphone.open((level, seconds) => this.heard(level, seconds));
    } catch (error) {
      this.refuse(NO_MICROPHONE[error.name] ?? OTHER);
      return this.step(this.sound ? "taken" : "ready");
    }
    if (turn !== this.turn) return this.release(); // it was closed meanwhile
    for (const number of [3, 2, 1]) {
      this.step("counting", [String(number), ""]);
      await wait(COUNT_MS);
      if (turn !== this.turn) return;
    }
    this.microphone.begin();
    this.step("recording");
  }

  // What the microphone still says after the end is not shown.
  heard(level, seconds) {
    if (this.now === "counting" || this.now === "recording") this.meter(level, seconds);
    if (this.now === "recording" && seconds >= this.mostSeconds - RELEASE_SECONDS) this.stop();
  }

  meter(level, seconds) {
    at("level").value = level;
    at("seconds").textContent = `${seconds.toFixed(1)} / ${this.mostSeconds} s`;
  }

  async stop() {
    if (this.now !== "recording") return;
    const { rate } = this.microphone;
    const samples = trimmed(this.microphone.end(), rate);
    this.now = "stopped";
    this.release();
    this.sound = await evened(bufferOf(samples, rate));
    this.step("taken");
    this.meter(0, this.sound.length / RATE);
  }

  listen() {
    this.player.play(bufferOf(this.sound, RATE));
  }

  async keep() {
    const { place, sound } = this;
    this.player.stop();
    this.refuse("");
    this.step("sending");
    try {
      await send("PUT", place, wave(sound, RATE));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (this.place !== place || this.now !== "sending") return this.lost(place, error.message);
      this.step("taken");
      return this.refuse(error.message);
    }
    // It may have been left meanwhile, and another sentence be open now.
    if (this.place === place) at("recorder").close();
    this.kept(place);
  }

  // Nobody is listened to after the page has what it wanted.
  release() {
    this.microphone?.close();
    this.microphone = null;
  }

  leave() {
    this.turn += 1;
    this.now = "closed";
    this.player.stop();
    this.refuse("");
    this.release();
  }
}
