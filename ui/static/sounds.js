// The sounds of a gate screen: each fetched and decoded once, before it is needed.

const FETCH_TIMEOUT_MS = 5000;
const FIRST = ["fault", "deny", "pass", "called"];

export class Sounds {
  // chimes: by the id of each sentence.
  constructor(context, chimes, lang) {
    Object.assign(this, { context, chimes, lang });
    this.found = new Map();
    this.asked = new Map(); // the urls of what was found, by the first of them
  }

  chime(id) {
    const name = this.chimes[id];
    return name ? this.once([`/voice/chimes/${name}`]) : Promise.resolve(null);
  }

  // What a browser cannot decode, a plainer voice says.
  sentence(id, slow) {
    const url = `/voice/${this.lang}/${id}`;
    return this.once(slow ? [`${url}?slow=1`, `${url}?slow=1&spare=1`] : [url, `${url}?spare=1`]);
  }

  // A decoded sound, or null; what could not be had is asked for again the next time.
  once(urls) {
    const [name] = urls;
    if (!this.found.has(name)) {
      this.asked.set(name, urls);
      const sound = this.firstOf(urls);
      this.found.set(name, sound);
      sound.then((buffer) => buffer ?? this.found.delete(name));
    }
    return this.found.get(name);
  }

  // Ask for all anew; the old sound is played until the new one is there.
  async renew() {
    for (const [name, urls] of this.asked) {
      const buffer = await this.firstOf(urls);
      if (buffer) this.found.set(name, Promise.resolve(buffer));
    }
  }

  async firstOf(urls) {
    for (const url of urls) {
      try {
        return await this.fetched(url);
      } catch {
        // The next one; at the end the words on the screen must do.
      }
    }
    return null;
  }

  async fetched(url) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (!answer.ok) throw new Error(url);
    return this.context.decodeAudioData(await answer.arrayBuffer());
  }

  // One after the other, so that the page itself is never kept waiting.
  async prepare() {
    const ids = [...new Set([...FIRST, ...Object.keys(this.chimes)])];
    for (const id of ids) await this.chime(id);
    for (const slow of [false, true]) {
      for (const id of ids) await this.sentence(id, slow);
    }
  }
}
