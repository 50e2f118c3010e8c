// Cards of lanes: amber for who waits, white for the rest.
import { ago, el, en, mark, place } from "./dom.js";

const both = (said) => [said.zh, " ", en(said.en)];
const MARKS = { well: "well", wait: "wait", bad: "bad" };

export function tickTimes(now) {
  for (const node of document.querySelectorAll("[data-since]")) {
    const text = ago(now - Number(node.dataset.since));
    if (node.textContent !== text) node.textContent = text;
  }
}

export function waitingCards(parent, lanes, orders) {
  sync(parent, lanes, orders, "call", (lane, index) => waitingCard(lane, index, lanes.length, orders));
}

export function laneCards(parent, lanes, orders) {
  sync(parent, lanes, orders, "card", (lane) => calmCard(lane, orders));
}

// One element a lane, rebuilt only when what it says has changed.
function sync(parent, lanes, orders, className, build) {
  const old = new Map([...parent.children].map((node) => [node.dataset.lane, node]));
  lanes.forEach((lane, index) => {
    const node = old.get(lane.lane) ?? el("article", { class: className, "data-lane": lane.lane });
    old.delete(lane.lane);
    const asking = orders.asking?.lane === lane.lane;
    const typing = orders.typing?.lane === lane.lane;
    const key = JSON.stringify([lane, index, lanes.length, asking, typing, orders.results.get(lane.lane)]);
    place(node, key, () => build(lane, index));
    node.classList.toggle("asking", asking || typing);
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  for (const node of old.values()) node.remove();
}

function since(ms) {
  return el("span", { "data-since": ms });
}

function fact(name, value) {
  return value ? [el("dt", {}, name), el("dd", {}, ...[value].flat())] : [];
}

function waitingCard(lane, index, count, orders) {
  const lead = lane.called ? "有人按了呼叫键" : "有人在等您";
  const facts = el("dl", { class: "facts" },
    ...fact("等了", since(lane.waiting_since_ms)),
    ...fact("出示", lane.document && both(lane.document)),
    ...fact("号码", lane.number),
    ...fact("原因", lane.why && both(lane.why)),
    ...fact("注意", lane.note && both(lane.note)),
    ...fact("怎么办", lane.why && [lane.why.remedy_zh, " ", en(lane.why.remedy_en)]));
  return [
    el("p", { class: "lead" }, `${lead} · ${index + 1}/${count}`),
    el("h2", {}, lane.name ? `${lane.title} · ${lane.name.replaceAll("*", "＊")}` : lane.title),
    facts, byHand(lane), answers(lane, index === 0, orders), codeForm(lane, orders), result(lane, orders), devices(lane),
  ];
}

function calmCard(lane, orders) {
  return [
    el("h2", {}, lane.title),
    el("p", { class: `phase ${tone(lane.phase)}` }, ...both(lane.phase_words)),
    lane.note ? el("p", { class: "bad" }, ...both(lane.note)) : "",
    wanted(lane), byHand(lane), devices(lane), calmKeys(lane, orders), codeForm(lane, orders), result(lane, orders),
  ];
}

// Whose ID card the lane waits for, beside a paper.
function wanted(lane) {
  if (lane.phase !== "second_document") return "";
  return el("dl", { class: "facts" },
    ...fact("出示", lane.document && both(lane.document)),
    ...fact("姓名", lane.name?.replaceAll("*", "＊")),
    ...fact("号码", lane.number));
}

function tone(phase) {
  if (phase === "out_of_service") return "bad";
  return ["starting", "paused", "evacuation", "waiting_for_staff"].includes(phase) ? "waitfor" : "well";
}

function byHand(lane) {
  return lane.by_hand ? el("p", { class: "bad" }, "请现在用手开门 ", en("open by hand now")) : "";
}

function devices(lane) {
  return el("ul", { class: "devices-of" }, ...lane.devices.map(device));
}

function device(one) {
  if (one.well) return el("li", {}, el("span", { class: "well" }, `${one.role.zh}${one.condition.zh}`), " ", el("span", { class: "quiet" }, one.device));
  const remedy = one.remedy ? el("span", { class: "quiet" }, "已 ", since(one.since_ms), `，${one.remedy.zh} `, en(one.remedy.en)) : "";
  return el("li", {}, el("span", { class: "bad" }, `${one.role.zh}${one.condition.zh}`), " ", el("span", { class: "quiet" }, one.device), el("br"), remedy);
}

function answers(lane, first, orders) {
  if (!orders.mayWork) return "";
  if (orders.asking?.lane === lane.lane) return reasonKeys(lane, orders);
  const open = key(lane, "open", "key open", () => orders.begin(lane), mark("tick"), "开门一次", first ? el("kbd", {}, "F2") : "");
  const no = key(lane, "dismiss", "key no", () => orders.send(lane, { kind: "dismiss" }), "不开门", first ? el("kbd", {}, "F4") : "");
  const come = key(lane, "acknowledge", "key", () => orders.send(lane, { kind: "acknowledge" }), "我来了 ", en("I am coming"));
  return el("div", {}, el("div", { class: "keys" }, open, no), el("p", { class: "row" }, come, typeKey(lane, orders)));
}

function calmKeys(lane, orders) {
  if (!orders.mayWork) return "";
  if (orders.asking?.lane === lane.lane) return reasonKeys(lane, orders);
  const stands = ["paused", "evacuation"].includes(lane.phase);
  const [kind, zh] = stands ? ["resume", "恢复"] : ["pause", "暂停"];
  return el("div", { class: "keys" },
    key(lane, "open", "key", () => orders.begin(lane), "开门一次"),
    key(lane, kind, "key", () => orders.send(lane, { kind }), zh), typeKey(lane, orders));
}

function typeKey(lane, orders) {
  if (orders.typing?.lane === lane.lane) return "";
  return key(lane, "type", "key type", () => orders.beginCode(lane), "输入通行证编号 ", en("type a code"));
}

// The short code under a pass that no camera can read.
function codeForm(lane, orders) {
  if (!orders.mayWork || orders.typing?.lane !== lane.lane) return "";
  const id = `code-${lane.lane}`;
  const input = el("input", { id, type: "text", maxlength: "40", autocomplete: "off", autocapitalize: "characters",
    spellcheck: "false", placeholder: "例 7K3M-Q2TX-9", "data-focus": `${lane.lane}-code` });
  input.value = orders.typing.text;
  input.addEventListener("input", () => { orders.typing.text = input.value; });
  const form = el("form", { class: "code" },
    el("label", { for: id }, "通行证上印的编号 ", en("code on the pass")), input,
    el("button", { class: "key", "data-focus": `${lane.lane}-look` }, "查一下 ", en("look it up")),
    key(lane, "untype", "key cancel", () => orders.cancelCode(), "不查了 ", el("kbd", {}, "Esc")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    orders.showCode();
  });
  return form;
}

function reasonKeys(lane, orders) {
  const keys = Object.entries(orders.reasons).map(([word, said], index) =>
    key(lane, word, "key", () => orders.open(word), el("kbd", {}, String(index + 1)), said.zh, en(said.en)));
  const cancel = key(lane, "cancel", "key cancel", () => orders.cancel(), "不开了 ", el("kbd", {}, "Esc"));
  return el("section", { class: "reasons", "aria-label": "开门原因 Reason" },
    el("h3", {}, "为什么开门？ ", en("Why open?")), el("div", {}, ...keys, cancel));
}

function key(lane, name, className, on, ...children) {
  return el("button", { type: "button", class: className, on, "data-focus": `${lane.lane}-${name}` }, ...children);
}

function result(lane, orders) {
  const said = orders.results.get(lane.lane);
  if (!said) return "";
  const tones = { well: "well", wait: "waitfor", bad: "bad" };
  return el("p", { class: `result ${tones[said.tone]}`, role: "status" }, mark(MARKS[said.tone]), el("span", {}, ...both(said)));
}
