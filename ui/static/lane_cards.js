// The white cards: lanes where nobody waits, with their devices and modes.
import { el } from "./dom.js";
import {
  byHand, codeForm, devices, fact, key, result, resumeKey, sync, typeKey,
} from "./card_parts.js";
import { checkKey, checkup, lastCheck } from "./checkup.js";
import { said, stars, t } from "./say.js";

const ATTENTION = new Set(["starting", "paused", "evacuation", "waiting_for_staff"]);

export function laneCards(parent, lanes, orders, checks) {
  const says = (lane) => [orders.results.get(lane.lane), orders.opened.has(lane.lane), orders.typing?.lane === lane.lane, checks[lane.lane]];
  sync(parent, lanes, "card", says, (lane) => [
    el("h2", {}, lane.title),
    el("p", { class: `phase ${tone(lane)}` }, words(lane)),
    lane.note ? el("p", { class: "bad" }, said(lane.note)) : "",
    clockPage(lane),
    wanted(lane), byHand(lane), devices(lane), hours(lane), lastCheck(checks[lane.lane]),
    keys(lane, orders), checkup(lane, orders), codeForm(lane, orders), orders.opened.has(lane.lane) ? "" : result(lane, orders),
  ]);
}

function words(lane) {
  if (lane.mode === "normal" || lane.phase === "out_of_service") return said(lane.phase_words);
  return said(lane.mode_words);
}

function tone(lane) {
  if (lane.phase === "out_of_service" || lane.mode === "fire" || lane.mode === "held") return "bad";
  return ATTENTION.has(lane.phase) ? "waitfor" : "well";
}

// Whose ID card the lane waits for, beside a paper.
function wanted(lane) {
  if (lane.phase !== "second_document") return "";
  return el("dl", { class: "facts" },
    ...fact(t("出示", "shown"), lane.document && said(lane.document)),
    ...fact(t("姓名", "name"), stars(lane.name)),
    ...fact(t("号码", "number"), lane.number));
}

// For whoever can say whether date and time are right.
function clockPage(lane) {
  const { clock } = document.body.dataset;
  if (!clock || !lane.wants_clock) return "";
  return el("p", {}, el("a", { class: "key", href: clock }, t("去核对日期和时间", "Look at date and time")));
}

function hours(lane) {
  if (!lane.hours) return "";
  return el("p", { class: "quiet" }, t("开放时段 ", "open by schedule "), lane.hours);
}

function keys(lane, orders) {
  if (!orders.mayWork || lane.checkup) return "";
  if (["held", "fire"].includes(lane.mode)) return el("div", { class: "keys" }, resumeKey(lane, orders));
  const pause = ["normal", "schedule"].includes(lane.mode)
    ? key(lane, "pause", "key", () => orders.send(lane.lane, { kind: "pause" }), t("暂停", "Pause")) : "";
  return el("div", { class: "keys" },
    key(lane, "open", "key", () => orders.open(lane), t("开门一次", "Open once")),
    resumeKey(lane, orders) || pause, checkKey(lane, orders), typeKey(lane, orders));
}
