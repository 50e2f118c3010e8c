// Evacuation: all gates held open, and its end, each by two presses at two places.
import { at, el, mark, place } from "./dom.js";
import { said, t } from "./say.js";

const SURE_MS = 5000;
const HELD = new Set(["held", "fire"]);

export class Emergency {
  constructor(orders) {
    this.orders = orders;
    this.timer = null;
    this.lanes = [];
    if (!orders.mayWork) return;
    at("evacuate").addEventListener("click", () => this.ask(at("evacuate")));
    at("evacuate-now").addEventListener("click", () => this.begin());
    at("evacuate-over").addEventListener("click", () => this.end());
    at("evacuate-not").addEventListener("click", () => this.leave());
  }

  // The second key appears for five seconds, in the other half of the window: a second
  // press at the same place must not do it.
  ask(key, over = false) {
    const high = key.getBoundingClientRect().top < innerHeight / 2;
    this.key = key.dataset.focus ? `[data-focus=${key.dataset.focus}]` : `#${key.id}`;
    at("evacuate-sure").classList.toggle("below", high);
    at("evacuate-sure").classList.toggle("over", over);
    at("evacuate-sure").hidden = false;
    at("evacuate-not").focus({ preventScroll: true }); // Enter once more must not do it either
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.leave(), SURE_MS);
  }

  leave() {
    clearTimeout(this.timer);
    const focused = at("evacuate-sure").contains(document.activeElement);
    at("evacuate-sure").hidden = true;
    if (focused) document.querySelector(this.key)?.focus();
  }

  async begin() {
    this.leave();
    at("evacuate-failed").hidden = await this.orders.evacuate(true, this.lanes);
  }

  end() {
    this.leave();
    this.orders.evacuate(false);
  }

  get asking() {
    return this.orders.mayWork && !at("evacuate-sure").hidden;
  }

  draw(lanes) {
    this.lanes = lanes;
    const held = lanes.filter((lane) => HELD.has(lane.mode));
    at("held").hidden = held.length === 0;
    const fire = held.some((lane) => lane.mode === "fire");
    place(at("held"), JSON.stringify([held.map((lane) => lane.title), fire]), () => [
      mark("bell"), el("p", {}, fire ? t("消防信号：", "Fire signal: ") : t("疏散：", "Evacuation: "),
        held.map((lane) => lane.title).join(t("、", ", ")), t(" 的门一直开着。请引导大家往外走。", " held open. Lead people out.")),
      this.orders.mayWork ? el("button", { type: "button", class: "key", "data-focus": "resume-all", on: (event) => this.ask(event.currentTarget, true) },
        t("疏散结束，全部恢复", "over: resume all lanes")) : "",
    ]);
  }
}

// What did not work for somebody who has left meanwhile: their card is gone, the finger
// is still up there.
export function told(parent, calm, orders) {
  const bad = calm.filter((lane) => orders.results.get(lane.lane)?.tone === "bad" && !orders.opened.has(lane.lane));
  parent.hidden = bad.length === 0;
  place(parent, JSON.stringify(bad.map((lane) => [lane.lane, orders.results.get(lane.lane)])), () => bad.map((lane) =>
    el("p", {}, mark("bad"), `${lane.title}：${said(orders.results.get(lane.lane))}`)));
}

// Calls that nobody answered in time, on every board of the site.
export function escalated(parent, lanes, orders) {
  const late = lanes.filter((lane) => lane.waiting_since_ms && lane.escalated && !lane.acknowledged_by);
  parent.hidden = late.length === 0;
  place(parent, JSON.stringify(late.map((lane) => [lane.lane, lane.waiting_since_ms])), () => late.map((lane) => el("p", {},
    mark("bell"), t(`${lane.title} 没有人去！已经等了 `, `Nobody has answered ${lane.title} for `),
    el("span", { "data-since": lane.waiting_since_ms }),
    orders.mayWork ? el("button", { type: "button", class: "key", "data-focus": `${lane.lane}-late`,
      on: () => orders.send(lane.lane, { kind: "acknowledge" }) }, t("我来了", "I am coming")) : "")));
}
