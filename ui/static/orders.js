// What a guard asks of lanes, what became of it, and the reason of an opening afterwards.
import { post } from "./live.js";
import { isLocked, notSent, unlocked } from "./lock.js";

const PATIENCE_MS = 30_000;
const SHOWN_MS = 20_000;
const ASKED_MS = 60_000; // so long an opening asks for its reason on its card
const BY_HAND_MS = 300_000; // a gate that is opened with a key takes longer
const KEPT_MS = 6_000;
const TWICE_MS = 1_500; // a second press so soon is the same press
const POLL_MS = 250;
const GONE = 410;
const LOCKED = 423;
const SILENT = new Set(["gate_silent", "gate_fault"]);
const OPENED_NOTHING = new Set(["refused", "expired", "record_failed"]);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

export class Orders {
  constructor({ mayWork, reasons, changed, now }) {
    Object.assign(this, { mayWork, reasons, changed, now });
    this.typing = null; // the lane where a pass's code is being typed, and what of it
    this.results = new Map();
    this.opened = new Map(); // by lane: the opening that is asked for its reason
  }

  beginCode(lane) {
    this.typing = { lane: lane.lane, visit: lane.visit, text: "" };
    this.changed();
    document.querySelector(`[data-focus="${lane.lane}-code"]`)?.focus();
  }

  cancelCode() {
    const lane = this.typing?.lane;
    this.typing = null;
    this.changed();
    document.querySelector(`[data-focus="${lane}-type"]`)?.focus();
  }

  // As if the pass had been held before the camera; what was mistyped stays.
  async showCode() {
    const typing = this.typing;
    const code = typing.text.trim();
    if (!code) return;
    const came = await this.send(typing.lane, { kind: "show_code", code, visit: typing.visit });
    if (this.typing === typing && came?.result && came.result !== "code_mistyped") this.cancelCode();
  }

  // One press opens, at once; why is asked beside it and may wait.
  async open(lane) {
    if (this.isTwice(lane) || !(await this.free(lane.lane))) return;
    const opening = { lane, at: this.now(), command: "", reason: "", kept: "", recorded: false };
    this.opened.set(lane.lane, opening);
    setTimeout(() => opening.silent || this.forget(opening), ASKED_MS);
    const told = (came, command) => this.cameOf(opening, came, command);
    const came = await this.send(lane.lane, { kind: "open", visit: lane.visit }, told);
    if (!came) this.forget(opening);
  }

  isTwice({ lane, visit }) {
    const pressed = `${lane} ${visit}`;
    const twice = this.pressed?.key === pressed && performance.now() - this.pressed.at < TWICE_MS;
    if (!twice) this.pressed = { key: pressed, at: performance.now() };
    return twice;
  }

  // They were looked after without opening; only whoever was shown, not the next.
  dismiss(lane) {
    const opening = this.opened.get(lane.lane);
    if (opening?.silent) this.forget(opening);
    return this.send(lane.lane, { kind: "dismiss", visit: lane.visit });
  }

  cameOf(opening, came, command) {
    opening.command = command;
    if (came.result && came.result !== "opened") this.pressed = null; // it may be tried again
    if (OPENED_NOTHING.has(came.result)) this.forget(opening);
    else if (SILENT.has(came.result)) {
      Object.assign(opening, { silent: true, reason: "" });
      setTimeout(() => this.forget(opening), BY_HAND_MS);
      this.changed();
    }
    else if (came.result && !opening.recorded) {
      opening.recorded = true;
      if (opening.reason) this.keepReason(opening);
    }
  }

  // The newest opening of this page that is still asked why.
  get unexplained() {
    return [...this.opened.values()].filter((one) => !one.reason && !one.silent).at(-1);
  }

  explain(opening, reason) {
    opening.reason = reason;
    this.changed();
    if (opening.recorded) this.keepReason(opening);
  }

  // The gate did not answer, and the guard opened it: now it may be asked why.
  async openedByHand(opening) {
    const said = await this.tell(`/api/v1/overrides/${opening.command}/by-hand`);
    if (said.ok) Object.assign(opening, { silent: false, recorded: true });
    else this.show(opening.lane.lane, { ...said, tone: "bad" });
    this.changed();
  }

  async keepReason(opening) {
    const { reason } = opening;
    const said = await this.tellReason(opening.command, reason);
    if (opening.reason !== reason) return; // corrected meanwhile
    opening.kept = said.ok ? reason : "";
    if (!said.ok) opening.reason = "";
    if (said.status === 409) this.forget(opening);
    if (said.ok) setTimeout(() => opening.kept === opening.reason && this.forget(opening), KEPT_MS);
    this.changed();
  }

  // Why a gate was opened, by its command or the number of its event.
  tellReason(key, reason) {
    return this.tell(`/api/v1/overrides/${key}/reason`, { reason });
  }

  async tell(url, body) {
    try {
      const answer = await this.ask(url, body);
      return { ok: answer.ok, status: answer.status, ...(await answer.json()) };
    } catch {
      return { ok: false, status: 0, zh: "没有送出，请再试一次", en: "not sent: try again" };
    }
  }

  forget(opening) {
    if (this.opened.get(opening.lane.lane) !== opening) return;
    this.opened.delete(opening.lane.lane);
    this.changed();
  }

  // What is asked at a locked tablet is not on its way before the PIN was right.
  async free(lane) {
    if (!isLocked() || await unlocked()) return true;
    this.show(lane, { ...(await notSent().json()), tone: "bad" });
    return false;
  }

  // A POST; a tablet that is locked asks for the PIN and then does what was asked, unless
  // that took so long that somebody else may stand there by now.
  async ask(url, body) {
    if (!isLocked()) {
      const answer = await post(url, body);
      if (answer.status !== LOCKED) return answer;
    }
    const right = unlocked();
    this.changed(); // nothing is on its way now
    return (await right) ? post(url, body) : notSent();
  }

  // Send an order to a lane and follow it; null when it did not even get there.
  send(lane, body, told = () => {}) {
    return this.sendTo(`/api/v1/lanes/${lane}/commands`, lane, body, told);
  }

  async sendTo(url, lane, body, told = () => {}, gone = () => {}) {
    if (!(await this.free(lane))) return null;
    this.show(lane, { zh: "正在送出", en: "sending", tone: "wait" });
    try {
      const answer = await this.ask(url, body);
      const said = await answer.json();
      if (answer.status === 202) return await this.follow(lane, said.command, told);
      this.show(lane, { ...said, tone: "bad" });
      if (answer.status === GONE) gone();
    } catch {
      this.show(lane, { zh: "没有送出，请再试一次", en: "not sent: try again", tone: "bad" });
    }
    return null;
  }

  // Hold all lanes open, for which a locked tablet asks nothing, or end it for all. A
  // server of another version than this page may not know that order: then lane by lane.
  async evacuate(on, lanes = []) {
    try {
      const answer = on ? await post("/api/v1/evacuation") : await this.ask("/api/v1/evacuation/end");
      if (answer.status !== 202) return on && this.holdEach(lanes);
      const { commands } = await answer.json();
      for (const [lane, command] of Object.entries(commands)) this.follow(lane, command, () => {});
      return true;
    } catch {
      return false;
    }
  }

  async holdEach(lanes) {
    const all = await Promise.all(lanes.map(({ lane }) =>
      this.ask(`/api/v1/lanes/${lane}/commands`, { kind: "hold_open" }).catch(() => null)));
    return all.length > 0 && all.every((answer) => answer?.status === 202);
  }

  // Ask until something has come of it; an opened gate may still say who passed.
  async follow(lane, command, told) {
    const end = performance.now() + PATIENCE_MS;
    let result = null;
    while (performance.now() < end) {
      const answer = await fetch(`/api/v1/commands/${command}`).catch(() => null);
      if (!answer) {
        await wait(4 * POLL_MS);
        continue;
      }
      if (!answer.ok) break;
      const came = await answer.json();
      if (came.result !== result) {
        this.show(lane, came);
        told(came, command);
      }
      result = came.result;
      if (result && result !== "opened") return came;
      await wait(result ? 4 * POLL_MS : POLL_MS);
    }
    if (!result) this.show(lane, { zh: "没有回音，请到门口看一下", en: "no answer: look at the gate", tone: "bad" });
    return { result };
  }

  show(lane, said) {
    this.results.set(lane, said);
    this.changed();
    setTimeout(() => {
      if (this.results.get(lane) !== said) return;
      this.results.delete(lane);
      this.changed();
    }, SHOWN_MS);
  }
}
