// The voice of a gate screen: every clip decoded once, one gain, one speech at a time.
// Where there is no sound, or none is allowed, the page stays as it is.

const LANG = "zh";
const SAMPLE_RATE = 24_000;
const RECORDED_RATE = 0.8;
const LOUDER_DB = [0, 12, 20];
const FORGET_LOUDER_MS = 30_000;
const QUIET = new Set(["idle", "idle_card_only", "paused"]);
// Milliseconds from the message to its words, to the first repeat, to every further one.
const TIMES = {
  reading: { first: 1500 },
  deny: { again: 8000, every: 20_000 },
  called: { every: 20_000 },
  called_again: { every: 20_000 },
  fault: { every: 20_000 },
  evacuation: { every: 10_000 },
};

export function voiceOf(speech) {
  if (!speech) return null;
  try {
    return new Voice(JSON.parse(speech));
  } catch {
    return null;
  }
}

class Voice {
  constructor({ volume, rate, chimes, looks }) {
    Object.assign(this, { volume, chimes, looks, speed: rate / RECORDED_RATE });
    Object.assign(this, { message: "", id: "", turn: 0, presses: 0, quiet: true, timer: 0 });
    this.sounds = new Map();
    this.playing = [];
    this.context = new AudioContext({ sampleRate: SAMPLE_RATE });
    this.gain = this.context.createGain();
    this.gain.connect(limiter(this.context));
    this.setLevel();
    for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => this.context.resume());
    requestIdleCallback(() => this.prepare());
  }

  // Say what the page shows now; the same message is not begun anew.
  follow({ state, look, clip }) {
    const id = clip || this.looks[look] || "";
    if (this.message === `${state} ${id}`) return;
    this.message = `${state} ${id}`;
    if (id && (clip || !QUIET.has(look))) this.say(id);
    else this.rest(id);
  }

  // New speech stops the old at once.
  say(id) {
    Object.assign(this, { id, quiet: false });
    const { first = 0, again, every } = TIMES[id] ?? {};
    this.plan(again ?? every);
    this.speak(false, first / 1000);
  }

  // The key 大声再说: the present message slowly and louder, at the second press more.
  again() {
    if (!this.id) return;
    this.presses = Math.min(this.presses + 1, LOUDER_DB.length - 1);
    this.setLevel();
    this.plan(TIMES[this.id]?.every);
    if (this.quiet) this.timer = setTimeout(() => this.rest(this.id), FORGET_LOUDER_MS);
    this.speak(true);
  }

  // Nothing to say of itself; what has begun is said to its end, at the usual level.
  rest(id) {
    Object.assign(this, { id, quiet: true, presses: 0 });
    this.turn += 1;
    clearTimeout(this.timer);
    for (const { source, at } of this.playing) if (at > this.context.currentTime) source.stop();
    this.setLevel();
  }

  plan(delay) {
    clearTimeout(this.timer);
    if (!delay || this.quiet) return;
    this.timer = setTimeout(() => {
      this.plan(TIMES[this.id].every);
      this.speak(false);
    }, delay);
  }

  setLevel() {
    const level = Math.min(0, this.volume + LOUDER_DB[this.presses]);
    this.gain.gain.value = 10 ** (level / 20);
  }

  async speak(slow, wait = 0) {
    const turn = ++this.turn;
    this.playing.splice(0).forEach(({ source }) => source.stop());
    const [chime, clip] = await Promise.all([
      this.sound(chimeUrl(this.chimes[this.id])),
      this.sound(clipUrl(this.id, slow)),
      this.context.resume(), // pends where no sound is allowed yet
    ]);
    if (turn !== this.turn) return;
    const now = this.context.currentTime;
    if (chime) this.start(chime, now, 1);
    if (clip) this.start(clip, now + Math.max(wait, chime?.duration ?? 0), this.speed);
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

  // A decoded sound, or null; what could not be had is asked for again the next time.
  sound(url) {
    if (!url) return null;
    if (!this.sounds.has(url)) {
      const found = this.fetched(url).catch(() => this.sounds.delete(url) && null);
      this.sounds.set(url, found);
    }
    return this.sounds.get(url);
  }

  async fetched(url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(url);
    return this.context.decodeAudioData(await answer.arrayBuffer());
  }

  // One after the other, so that the page itself is never kept waiting.
  async prepare() {
    const ids = ["fault", ...Object.keys(this.chimes)];
    const clips = [false, true].flatMap((slow) => ids.map((id) => clipUrl(id, slow)));
    const chimes = Object.values(this.chimes).map(chimeUrl);
    for (const url of [...chimes, ...clips]) await this.sound(url);
  }
}

function clipUrl(id, slow) {
  return `/voice/${LANG}/${id}${slow ? "?slow=1" : ""}`;
}

function chimeUrl(name) {
  return name && `/voice/chimes/${name}`;
}

function limiter(context) {
  const node = context.createDynamicsCompressor();
  [node.threshold.value, node.knee.value, node.ratio.value] = [-3, 0, 20];
  node.connect(context.destination);
  return node;
}
