// The voice of a gate screen: one gain, one speech at a time.
// Where there is no sound, or none is allowed, the page stays as it is.
import { Sounds } from "./sounds.js";

export const SAMPLE_RATE = 24_000;
const FORGET_LOUDER_MS = 30_000;

export function voiceOf(speech) {
  if (!speech) return null;
  try {
    return new Voice(JSON.parse(speech));
  } catch {
    return null;
  }
}

class Voice {
  // louder_db: above the volume, by each press of the key. times: by the id of a sentence
  // milliseconds from the message to its words (first), to the first repeat (again), to
  // every further one (every); so many times to one visitor, or in a row of what is
  // repeated (most); least between two invitations, for what is said only to whoever
  // comes or touches.
  constructor({ language, volume, speed, louder_db: louder, chimes, looks, times }) {
    Object.assign(this, { volume, looks, times, speed, louder });
    Object.assign(this, { message: "", id: "", turn: 0, presses: 0, quiet: true, timer: 0 });
    Object.assign(this, { owed: null, said: {}, invitedAt: -Infinity });
    this.playing = [];
    this.context = new AudioContext({ sampleRate: SAMPLE_RATE });
    this.gain = this.context.createGain();
    this.gain.connect(limiter(this.context));
    this.setLevel();
    this.sounds = new Sounds(this.context, chimes, language);
    this.listen();
    requestIdleCallback(() => this.sounds.prepare());
  }

  // A browser may allow no sound before the first touch, which for a finger is the
  // moment when it is lifted.
  listen() {
    this.context.addEventListener("statechange", () => this.payWhatIsOwed());
    for (const touch of ["pointerdown", "pointerup", "keydown"]) {
      addEventListener(touch, () => this.context.state === "running" || this.context.resume());
    }
    addEventListener("pointerdown", (event) => this.touched(event.target));
  }

  // Say what the page shows now; the same message is not begun anew.
  follow({ look, clip, until_ms }) {
    const id = clip || this.looks[look] || "";
    const message = `${look} ${id} ${until_ms ?? ""}`;
    const rests = !id || this.times[id]?.least;
    if (this.message !== message) {
      this.message = message;
      if (until_ms && until_ms !== this.until) this.said = {}; // another visitor
      this.until = until_ms ?? this.until;
      if (rests) this.rest(id);
      else this.say(id);
    }
    if (clip && rests) this.invite(); // somebody has come
  }

  // New speech stops the old at once; what was said often enough lets it end.
  say(id) {
    Object.assign(this, { id, quiet: false });
    const { first = 0, again, every, most = Infinity } = this.times[id] ?? {};
    this.said[id] = every ? 1 : (this.said[id] ?? 0) + 1;
    if (this.said[id] > most) return this.finish();
    this.plan(again ?? every);
    this.speak(false, first / 1000);
  }

  // The key 大声再说: the present message slowly and louder, at the second press more.
  again() {
    if (!this.id) return;
    this.presses = Math.min(this.presses + 1, this.louder.length - 1);
    this.setLevel();
    this.plan(this.times[this.id]?.every);
    if (this.quiet) this.timer = setTimeout(() => this.rest(this.id), FORGET_LOUDER_MS);
    this.speak(true);
  }

  // Nothing to say of itself; what has begun is said to its end, at the usual level.
  rest(id) {
    Object.assign(this, { id, quiet: true, presses: 0, said: {} });
    this.finish();
    this.setLevel();
  }

  finish() {
    this.owed = null;
    this.turn += 1;
    clearTimeout(this.timer);
    for (const { source, at } of this.playing) if (at > this.context.currentTime) source.stop();
  }

  // Every beat of the server says which recordings there are.
  heed(stamp) {
    if (this.stamp !== undefined && this.stamp !== stamp) this.sounds.renew();
    this.stamp = stamp;
  }

  // Somebody stands there while nothing is said: tell them how to begin.
  touched(place) {
    if (this.quiet && !place.closest?.("button")) this.invite();
  }

  invite() {
    const now = performance.now();
    const { least, every } = this.times[this.id] ?? {};
    if (!this.id || this.playing.length || now - this.invitedAt < (least ?? every)) return;
    this.invitedAt = now;
    this.speak(false);
  }

  plan(delay) {
    clearTimeout(this.timer);
    if (!delay || this.quiet) return;
    this.timer = setTimeout(() => this.repeat(), delay);
  }

  // What was repeated often enough, perhaps in an empty hall, is left to whoever touches.
  repeat() {
    const { every, most = Infinity } = this.times[this.id];
    if (this.said[this.id] >= most) return this.rest(this.id);
    this.said[this.id] += 1;
    this.plan(every);
    this.speak(false);
  }

  setLevel() {
    const level = Math.min(0, this.volume + this.louder[this.presses]);
    this.gain.gain.value = 10 ** (level / 20);
  }

  payWhatIsOwed() {
    if (this.context.state === "running") this.owed?.();
  }

  // The chime does not wait for a sentence that is still on its way.
  async speak(slow, wait = 0) {
    const turn = ++this.turn;
    this.playing.splice(0).forEach(({ source }) => source.stop());
    this.owed = null;
    if (this.context.state !== "running") {
      this.owed = () => this.speak(slow, wait);
      return;
    }
    const sentence = this.sounds.sentence(this.id, slow);
    const chime = await this.sounds.chime(this.id);
    if (turn !== this.turn) return;
    const begun = this.context.currentTime;
    if (chime) this.start(chime, begun, 1);
    const clip = await sentence;
    if (turn !== this.turn || !clip) return;
    const earliest = begun + Math.max(wait, chime?.duration ?? 0);
    this.start(clip, Math.max(earliest, this.context.currentTime), this.speed);
  }

  start(buffer, at, speed) {
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.playbackRate.value = speed;
    source.connect(this.gain);
    source.onended = () => { this.playing = this.playing.filter((one) => one.source !== source); };
    this.playing.push({ source, at });
    source.start(at);
  }
}

export function limiter(context) {
  const node = context.createDynamicsCompressor();
  [node.threshold.value, node.knee.value, node.ratio.value] = [-3, 0, 20];
  node.connect(context.destination);
  return node;
}
