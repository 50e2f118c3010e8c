// Openings of this shift that still lack their reason; always seen, with their count.
import { at, el, place } from "./dom.js";
import { said, stars, t } from "./say.js";

export class Openings {
  constructor(orders) {
    this.orders = orders;
    this.mine = null;
    this.told = { openings: [], unexplained: 0 };
    this.problems = new Map();
  }

  show(events) {
    this.told = { openings: events.openings, unexplained: events.unexplained };
    this.draw();
    this.count();
  }

  // How many one opened oneself; nobody else is told.
  async count() {
    if (!this.orders.mayWork) return;
    const answer = await fetch("/api/v1/board/shift").catch(() => null);
    if (!answer?.ok) return;
    this.mine = (await answer.json()).mine;
    this.draw();
  }

  draw() {
    const { openings, unexplained } = this.told;
    at("unexplained").classList.toggle("open", unexplained > 0);
    at("unexplained-count").textContent = unexplained
      ? t(`${unexplained} 次放行还没填原因`, `${unexplained} openings without a reason`)
      : t("放行的原因都填好了", "all openings have their reason");
    at("mine").textContent = this.mine === null ? "" : t(`本班您放行 ${this.mine} 次`, `you opened ${this.mine} times in this shift`);
    const says = JSON.stringify([openings, [...this.problems]]);
    place(at("openings"), says, () => openings.map((one) => this.row(one)));
  }

  row(one) {
    const who = [one.time, one.lane, stars(one.name), one.by].filter(Boolean).join(" · ");
    const keys = Object.entries(this.orders.reasons).map(([word, words]) => el("button", {
      type: "button", class: "key", on: () => this.explain(one, word), "data-focus": `${one.seq}-${word}`,
    }, said(words)));
    const problem = this.problems.get(one.seq);
    return el("li", {}, el("p", {}, who), this.orders.mayWork ? el("div", { class: "why" }, ...keys) : "",
      problem ? el("p", { class: "bad", role: "status" }, problem) : "");
  }

  async explain(one, word) {
    const came = await this.orders.tellReason(String(one.seq), word);
    if (came.ok) this.problems.delete(one.seq);
    else this.problems.set(one.seq, said(came));
    this.draw();
  }
}
