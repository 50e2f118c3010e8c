// Live data for a page: a stream with a watchdog, and plain asking while it is down.
// An EventSource that once got an error status closes for ever, and one whose server
// froze says nothing: both are noticed here, shown, and healed.

const WATCHDOG_MS = 7000;
const CHECK_MS = 250;
const REOPEN_MS = 1000;
const ASK_TIMEOUT_MS = 3000;

export class Live {
  // events: url of the stream; on: event name -> function(data);
  // ask: function(signal) -> Promise<bool>, fetches the state once;
  // stale, fresh: called when the truth is lost and when it is back.
  constructor({ events, on, ask, stale, fresh }) {
    Object.assign(this, { events, on, ask, stale, fresh });
    this.heard = performance.now();
    this.lost = false;
    this.offset = 0;
    this.asking = false;
    this.reopenAt = 0;
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => event.persisted && this.open());
    setInterval(() => this.check(), CHECK_MS);
    this.open();
  }

  now() {
    return Date.now() + this.offset;
  }

  open() {
    this.close();
    this.reopenAt = performance.now() + WATCHDOG_MS;
    const source = new EventSource(this.events);
    this.source = source;
    const names = [...Object.keys(this.on), "hb"];
    for (const name of names) {
      source.addEventListener(name, (event) => this.receive(name, JSON.parse(event.data)));
    }
    source.addEventListener("bye", () => this.open());
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED && source === this.source) {
        this.reopenAt = performance.now() + REOPEN_MS;
        this.askOnce();
      }
    });
  }

  close() {
    this.source?.close();
    this.source = null;
  }

  receive(name, data) {
    if (data.now_ms) this.offset = data.now_ms - Date.now();
    this.on[name]?.(data);
    this.reopenAt = Infinity;
    this.alive();
  }

  alive() {
    this.heard = performance.now();
    if (this.lost) {
      this.lost = false;
      this.fresh?.();
    }
  }

  check() {
    const now = performance.now();
    if (now - this.heard > WATCHDOG_MS && !this.lost) {
      this.lost = true;
      this.reopenAt = now;
      this.stale();
    }
    const down = this.source?.readyState !== EventSource.OPEN;
    if (down || this.lost) this.askOnce();
    if ((this.lost || down) && now >= this.reopenAt) this.open();
  }

  async askOnce() {
    if (this.asking || !this.ask) return;
    this.asking = true;
    try {
      if (await this.ask(AbortSignal.timeout(ASK_TIMEOUT_MS))) this.alive();
    } catch {
      // The watchdog tells the visitor; there is nothing to add.
    }
    setTimeout(() => { this.asking = false; }, REOPEN_MS);
  }
}

let token = document.querySelector("meta[name=csrf]")?.content ?? "";

function send(url, body, keepalive) {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body ?? {}),
    keepalive,
    signal: AbortSignal.timeout(5000),
  });
}

// A POST; a page that outlived its token gets a new one and tries once more, which
// is safe because the first was refused before anything was done. With ``keepalive`` it
// is sent even though the page goes.
export async function post(url, body, keepalive = false) {
  let answer = await send(url, body, keepalive);
  if (answer.status === 400 && (await answer.clone().json()).error === "csrf") {
    token = (await (await fetch("/api/v1/token")).json()).csrf;
    answer = await send(url, body, keepalive);
  }
  return answer;
}
