// The sounds of the board: three rising tones for a new wait, two pairs of lower ones for
// a call that nobody answers; all below 1 kHz. A browser allows sound only after the first
// touch of the page; until then the page stays silent.
import { t } from "./say.js";

const CALL = [523, 659, 784];
const ALARM = [740, 494, 740, 494, 740, 494];

export class Chime {
  constructor(button, state) {
    this.on = true;
    this.context = null;
    const wake = () => { this.context ??= new AudioContext(); };
    addEventListener("pointerdown", wake, { once: true });
    addEventListener("keydown", wake, { once: true });
    button.addEventListener("click", () => {
      this.on = !this.on;
      button.setAttribute("aria-pressed", String(this.on));
      state.textContent = this.on ? t("开", "on") : t("关", "off");
      if (this.on) this.call();
    });
  }

  call() {
    this.play(CALL, 0.2);
  }

  alarm() {
    this.play(ALARM, 0.4);
  }

  play(tones, volume) {
    if (!this.on || this.context?.state !== "running") return;
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
