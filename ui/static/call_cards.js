// The amber cards: who waits, since when, why, and what a guard can do about it.
import { el, mark } from "./dom.js";
import { admitForm, admitKeys } from "./admitting.js";
import {
  byHand, codeForm, devices, fact, key, reasonKeys, result, resumeKey, since, sync, typeKey, whereAndWho,
} from "./card_parts.js";
import { isLocked } from "./lock.js";
import { said, t } from "./say.js";

export function callCards(parent, lanes, orders, desk) {
  const says = (lane) => [orders.results.get(lane.lane), orders.opened.get(lane.lane), orders.unexplained?.lane.lane,
    orders.typing?.lane === lane.lane, desk.says(lane), Boolean(lane.waiting_since_ms), isLocked()];
  sync(parent, lanes, "call", says, (lane, index) => card(lane, index, lanes, orders, desk));
  for (const node of parent.children) {
    const lane = lanes.find((one) => one.lane === node.dataset.lane);
    node.dataset.visit = lane.waiting_since_ms ? lane.visit : "";
    node.classList.toggle("escalated", Boolean(lane.waiting_since_ms && lane.escalated && !lane.acknowledged_by));
    node.classList.toggle("done", !lane.waiting_since_ms);
  }
}

function card(lane, index, lanes, orders, desk) {
  if (!lane.waiting_since_ms) return opened(lane, orders);
  const others = index === 0 ? lanes.filter((one) => one.waiting_since_ms).length - 1 : 0;
  const lead = lane.called ? t("有人按了呼叫键", "Somebody pressed the help key") : t("有人在等您", "Somebody is waiting");
  return [
    el("p", { class: "lead" }, mark("bell"), lead, others ? el("span", { class: "others" }, t(`还有 ${others} 人在等`, `${others} more waiting`)) : ""),
    el("h2", {}, whereAndWho(lane)),
    steps(lane, desk.time), ...(desk.says(lane) === null
      ? [facts(lane), byHand(lane), answers(lane, index === 0, orders, desk)] : [admitForm(lane, desk)]),
    codeForm(lane, orders), reasonKeys(lane, orders), result(lane, orders),
    desk.says(lane) === null ? devices(lane) : "",
  ];
}

// The card of somebody for whom this board has just opened, until it was said why.
function opened(lane, orders) {
  const opening = orders.opened.get(lane.lane);
  return [el("h2", {}, whereAndWho(opening.lane)), result(lane, orders), byHand(lane), reasonKeys(lane, orders, false)];
}

// Called, acknowledged, arrived: each with its time, as the visitor's screen says it.
function steps(lane, time) {
  const come = lane.acknowledged_by;
  const list = [[t("呼叫", "Called"), lane.waiting_since_ms]];
  if (come) list.push([t(`${come} 马上到`, `${come} is coming`), lane.acknowledged_ms]);
  else if (lane.escalated) list.push([t("还没有人去！", "nobody is coming yet!"), null]);
  if (lane.arrived_ms) list.push([arrived(lane.arrived_by), lane.arrived_ms]);
  return el("ol", { class: "answered" }, ...list.map(([words, ms]) =>
    el("li", {}, words, ms ? el("span", { class: "quiet" }, ` ${time(ms)}`) : "")));
}

// Maybe another than who said to be coming.
const arrived = (name) => (name ? t(`${name} 到了`, `${name} is there`) : t("到了", "arrived"));

// Somebody who pressed for help and showed nothing: there is nobody to be let in.
const wantsHelp = (lane) => lane.called && !lane.document && !lane.why;

function facts(lane) {
  const why = lane.why;
  return el("dl", { class: "facts" },
    ...fact(t("等了", "waiting"), since(lane.waiting_since_ms)),
    ...fact(t("出示", "shown"), lane.document && said(lane.document)),
    ...fact(t("号码", "number"), lane.number),
    ...fact(t("原因", "why"), why && said(why)),
    ...fact(t("通道", "lane"), lane.mode !== "normal" && said(lane.mode_words)),
    ...fact(t("注意", "note"), lane.note && said(lane.note)),
    ...fact(t("怎么办", "what to do"), why && t(why.remedy_zh, why.remedy_en)));
}

function answers(lane, first, orders, desk) {
  if (!orders.mayWork) return "";
  const open = key(lane, "open", "key open", () => orders.open(lane), mark("tick"), t("放行", "Open"), first ? el("kbd", {}, "F2") : "");
  const no = key(lane, "dismiss", "key no", () => orders.dismiss(lane), wantsHelp(lane) ? t("处理好了", "Dealt with") : t("不放行", "Don’t open"), first ? el("kbd", {}, "F4") : "");
  const come = lane.acknowledged_by ? ""
    : key(lane, "acknowledge", "key", () => orders.send(lane.lane, { kind: "acknowledge" }), t("我来了", "I am coming"));
  const there = lane.arrived_ms ? ""
    : key(lane, "arrived", "key", () => orders.send(lane.lane, { kind: "arrived" }), t("我到了", "I am there"));
  return el("div", {},
    el("div", { class: "keys" }, open, no),
    el("p", { class: "quiet hint" }, t("按一下就开门，不再追问。时间和您的名字会记下来，原因可以稍后补。",
      "One press opens. Time and your name are kept; the reason can follow.")),
    el("p", { class: "row" }, come, there, ...admitKeys(lane, desk), typeKey(lane, orders), resumeKey(lane, orders)));
}
