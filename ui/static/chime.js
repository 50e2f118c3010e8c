// The sound of a new wait: three rising tones, all below 1 kHz. A browser allows sound
// only after the first touch of the page; until then the page stays silent.

const TONES = [523, 659, 784];

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
      state.textContent = this.on ? "开" : "关";
      if (this.on) this.call();
    });
  }

  call() {
    if (!this.on || this.context?.state !== "running") return;
    TONES.forEach((tone, index) => this.beep(tone, this.context.currentTime + index * 0.2));
  }

  beep(tone, start) {
    const [source, volume] = [this.context.createOscillator(), this.context.createGain()];
    source.frequency.value = tone;
    volume.gain.setValueAtTime(0.2, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.18);
    source.connect(volume).connect(this.context.destination);
    source.start(start);
    source.stop(start + 0.2);
  }
}
