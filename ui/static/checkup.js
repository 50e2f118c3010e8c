// The check of a lane at the start of a shift: card, sheet, relay, voice, ticked live.
import { el, mark } from "./dom.js";
import { key } from "./card_parts.js";
import { said, t } from "./say.js";

const ICONS = { "": "wait", untried: "wait", said: "wait", ok: "well", by_hand: "well" };

export function checkKey(lane, orders) {
  if (lane.checkup || ["held", "fire"].includes(lane.mode)) return "";
  return key(lane, "check", "key", () => orders.send(lane.lane, { kind: "checkup", on: true }), t("开班检查", "Shift check"));
}

// When a lane was last checked, by whom, and what was not well.
export function lastCheck(check) {
  if (!check) return el("p", { class: "quiet" }, t("还没有做过开班检查", "not checked yet"));
  const bad = check.parts.filter((part) => !["ok", "by_hand"].includes(part.word));
  const words = bad.map((part) => `${said(part.words)}：${said(part.seen)}`).join(t("；", "; "));
  return el("p", { class: "quiet" }, `${t("上次检查", "checked")} ${check.time} ${check.by} · `,
    el("span", { class: bad.length ? "bad" : "well" }, words || t("都好", "all well")));
}

export function checkup(lane, orders) {
  if (!lane.checkup) return "";
  const voice = lane.checkup.some((part) => part.part === "voice");
  const items = lane.checkup.map((part) => el("li", {}, mark(ICONS[part.word] ?? "bad"),
    el("span", {}, el("b", {}, said(part.words)), " ", said(part.seen)), action(lane, part, orders)));
  return el("section", { class: "checkup", "aria-label": t("开班检查", "Shift check") },
    el("p", { class: "quiet" }, t("刷任意一张证件，再放一张带码的纸；什么都不会记下来。", "Lay any card, then hold up any sheet with a code; nothing of them is kept.")),
    el("ul", { "aria-live": "polite" }, ...items),
    el("p", { class: "row" }, ...(voice ? endings(lane, orders) : [end(lane, orders, undefined, t("检查完了", "Done"))])));
}

function action(lane, part, orders) {
  if (!orders.mayWork) return "";
  if (part.part === "relay") return key(lane, "relay", "key", () => orders.send(lane.lane, { kind: "checkup_relay" }), t("响一下", "Click"));
  if (part.part === "voice") return key(lane, "voice", "key", () => orders.send(lane.lane, { kind: "checkup_voice" }), t("说一句", "Speak"));
  return "";
}

function endings(lane, orders) {
  return [end(lane, orders, true, t("听到了，检查完了", "Heard it: done")), end(lane, orders, false, t("没听到，检查完了", "Not heard: done"))];
}

function end(lane, orders, heard, words) {
  if (!orders.mayWork) return "";
  return key(lane, `end-${heard}`, "key", () => orders.send(lane.lane, { kind: "checkup", on: false, heard }), words);
}
