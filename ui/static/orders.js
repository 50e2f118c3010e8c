// What a guard asks of a lane: reasons, the command, and what became of it.
import { post } from "./live.js";

const PATIENCE_MS = 30_000;
const SHOWN_MS = 20_000;
const POLL_MS = 250;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

export class Orders {
  constructor({ mayWork, reasons, changed }) {
    Object.assign(this, { mayWork, reasons, changed });
    this.asking = null; // the lane whose reasons are shown, with the visit that was seen
    this.typing = null; // the lane where a pass's code is being typed, and what of it
    this.results = new Map();
  }

  begin(lane) {
    this.asking = { lane: lane.lane, visit: lane.visit };
    this.changed();
    document.querySelector(`[data-focus="${lane.lane}-emergency"]`)?.focus();
  }

  cancel() {
    const lane = this.asking?.lane;
    this.asking = null;
    this.changed();
    document.querySelector(`[data-focus="${lane}-open"]`)?.focus();
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
    const said = await this.send(typing, { kind: "show_code", code, visit: typing.visit });
    if (this.typing === typing && said?.result && said.result !== "code_mistyped") this.cancelCode();
  }

  // A key of the reasons; false when it is none of ours.
  key(name) {
    if (this.typing && name === "Escape") {
      this.cancelCode();
      return true;
    }
    if (!this.asking) return false;
    if (name === "Escape") this.cancel();
    const reason = Object.keys(this.reasons)[Number(name) - 1];
    if (reason) this.open(reason);
    return name === "Escape" || Boolean(reason);
  }

  open(reason) {
    const { lane, visit } = this.asking;
    this.asking = null;
    this.send({ lane, visit }, { kind: "open", reason, visit });
  }

  async send(lane, body) {
    this.show(lane.lane, { zh: "正在送出", en: "sending", tone: "wait" });
    try {
      const answer = await post(`/api/v1/lanes/${lane.lane}/commands`, body);
      const said = await answer.json();
      if (answer.status === 202) return await this.follow(lane.lane, said.command);
      this.show(lane.lane, { ...said, tone: "bad" });
    } catch {
      this.show(lane.lane, { zh: "没有送出，请再试一次", en: "not sent", tone: "bad" });
    }
    return null;
  }

  // Ask until something has come of it; an opened gate may still say who passed.
  async follow(lane, command) {
    const end = performance.now() + PATIENCE_MS;
    let told = null;
    while (performance.now() < end) {
      const answer = await fetch(`/api/v1/commands/${command}`);
      if (!answer.ok) break;
      const said = await answer.json();
      if (said.result !== told) this.show(lane, said);
      told = said.result;
      if (told && told !== "opened") return said;
      await wait(told ? 4 * POLL_MS : POLL_MS);
    }
    if (!told) this.show(lane, { zh: "没有回音，请到门口看一下", en: "no answer", tone: "bad" });
    return { result: told };
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
