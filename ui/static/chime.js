// The sounds of the board: three rising tones for a new wait, two pairs of lower ones for
// a call that nobody answers; all below 1 kHz. A browser may allow sound only after the
// first touch of the page: until then the page says so, large, and rings after it.
import { t } from "./say.js";

const CALL = [523, 659, 784];
const ALARM = [740, 494, 740, 494, 740, 494];
const FINGER_MS = 800; // nothing moves under the finger whose touch allowed sound
const TOUCHES = ["pointerdown", "pointerup", "click", "keydown"]; // not each allows sound

export class Chime {
  // woken: called once sound is allowed that was not so at first; changed: called when
  // the page is to say anew whether it can sound.
  constructor(button, state, { woken, changed }) {
    Object.assign(this, { on: true, button, state, woken, redraw: changed, mute: false });
    this.context = new AudioContext();
    this.context.addEventListener("statechange", () => this.changed());
    for (const name of TOUCHES) addEventListener(name, () => this.wake(), { capture: true });
    button.addEventListener("click", () => this.turn());
    setTimeout(() => this.changed(), 300); // a browser that allows it starts by then
  }

  wake() {
    if (this.context.state !== "running") this.context.resume().catch(() => {});
  }

  turn() {
    this.on = !this.on;
    this.button.setAttribute("aria-pressed", String(this.on));
    this.changed();
    if (this.on) this.call();
  }

  changed() {
    const mute = this.context.state !== "running";
    this.state.textContent = !this.on ? t("关", "off") : mute ? t("还不能响", "blocked") : t("开", "on");
    if (this.mute && !mute && this.on) this.woken();
    setTimeout(this.redraw, this.mute && !mute ? FINGER_MS : 0);
    this.mute = mute;
  }

  get blocked() {
    return this.on && this.mute;
  }

  call() {
    this.play(CALL, 0.2);
  }

  alarm() {
    this.play(ALARM, 0.4);
  }

  play(tones, volume) {
    if (!this.on || this.context.state !== "running") return;
    tones.forEach((tone, index) => this.beep(tone, this.context.currentTime + index * 0.2, volume));
  }

  beep(tone, start, loudness) {
    const [source, volume] = [this.context.createOscillator(), this.context.createGain()];
    source.frequency.value = tone;
    volume.gain.setValueAtTime(loudness, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.18);
    source.connect(volume).connect(this.context.destination);
    source.start(start);
    source.stop(start + 0.2);
  }
}
