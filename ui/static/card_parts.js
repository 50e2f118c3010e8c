// What the cards of lanes are made of.
import { el, mark, place } from "./dom.js";
import { isLocked } from "./lock.js";
import { ago, said, stars, t } from "./say.js";

const TONES = { well: "well", wait: "waitfor", bad: "bad" };

export function tickTimes(now) {
  for (const node of document.querySelectorAll("[data-since]")) {
    const text = ago(now - Number(node.dataset.since));
    if (node.textContent !== text) node.textContent = text;
  }
}

export const since = (ms) => el("span", { "data-since": ms });

export function fact(name, value) {
  return value ? [el("dt", {}, name), el("dd", {}, ...[value].flat())] : [];
}

// ``name`` keeps the focus on a key when its card is drawn anew.
export function key(lane, name, className, on, ...children) {
  return el("button", { type: "button", class: className, on, "data-focus": `${lane.lane}-${name}` }, ...children);
}

export function whereAndWho(lane) {
  return lane.name ? `${lane.title} · ${stars(lane.name)}` : lane.title;
}

export function byHand(lane) {
  return lane.by_hand ? el("p", { class: "bad" }, t("请现在用手开门", "open by hand now")) : "";
}

// What is not well line by line; what is, in one.
export function devices(lane) {
  const well = lane.devices.filter((one) => one.well);
  const names = well.map((one) => t(one.role.zh, one.role.en)).join(t("、", ", "));
  return el("ul", { class: "devices-of" }, ...lane.devices.filter((one) => !one.well).map(device),
    well.length ? el("li", {}, el("span", { class: "well" }, t(`正常：${names}`, `well: ${names}`))) : "");
}

function device(one) {
  const name = el("span", { class: "quiet" }, one.device);
  const words = t(`${one.role.zh}${one.condition.zh}`, `${one.role.en}: ${one.condition.en}`);
  if (one.well) return el("li", {}, el("span", { class: "well" }, words), " ", name);
  const remedy = one.remedy ? [" · ", said(one.remedy)] : [];
  return el("li", {}, el("span", { class: "bad" }, words), " ", name, el("br"),
    el("span", { class: "quiet" }, t("已 ", "for "), since(one.since_ms), ...remedy));
}

export function result(lane, orders) {
  const came = orders.results.get(lane.lane);
  if (!came || (isLocked() && came.tone === "wait")) return ""; // it waits for the PIN
  return el("p", { class: `result ${TONES[came.tone]}`, role: "status" }, mark(came.tone), el("span", {}, said(came)));
}

export function typeKey(lane, orders) {
  if (orders.typing?.lane === lane.lane) return "";
  return key(lane, "type", "key type", () => orders.beginCode(lane), t("输入通行证编号", "Type a code"));
}

// The short code under a pass that no camera can read.
export function codeForm(lane, orders) {
  if (!orders.mayWork || orders.typing?.lane !== lane.lane) return "";
  const id = `code-${lane.lane}`;
  const input = el("input", { id, type: "text", maxlength: "40", autocomplete: "off", autocapitalize: "characters",
    spellcheck: "false", placeholder: t("例 7K3M-Q2TX-9", "as 7K3M-Q2TX-9"), "data-focus": `${lane.lane}-code` });
  input.value = orders.typing.text;
  input.addEventListener("input", () => { orders.typing.text = input.value; });
  const form = el("form", { class: "code" },
    el("label", { for: id }, t("通行证上印的编号", "Code on the pass")), input,
    el("button", { class: "key", "data-focus": `${lane.lane}-look` }, t("查一下", "Look it up")),
    key(lane, "untype", "key cancel", () => orders.cancelCode(), t("不查了", "Never mind"), el("kbd", {}, "Esc")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    orders.showCode();
  });
  return form;
}

// Why the gate was opened: asked beside the opening, never before it.
export function reasonKeys(lane, orders, named = true) {
  const opening = orders.opened.get(lane.lane);
  if (!opening || isLocked()) return "";
  if (opening.silent) {
    return el("p", { class: "row" }, key(lane, "by-hand", "key strong", () => orders.openedByHand(opening),
      t("我用手开了", "I opened it by hand")));
  }
  const newest = orders.unexplained === opening;
  const keys = Object.entries(orders.reasons).map(([word, words], index) => el("button", {
    type: "button", class: "key", on: () => orders.explain(opening, word), "data-focus": `${lane.lane}-${word}`,
    "aria-pressed": String(opening.reason === word),
  }, newest ? el("kbd", {}, String(index + 1)) : "", said(words)));
  const kept = opening.kept === opening.reason && opening.kept;
  const head = kept ? t("原因记好了，点错了可以再点", "the reason is kept; press another to correct it")
    : t("为什么开门？现在点，下班前补也行", "Why? Now, or later in this shift");
  return el("section", { class: "reasons", "aria-label": t("开门原因", "Reason") },
    el("h3", {}, named ? `${whereAndWho(opening.lane)}：${head}` : head), el("div", {}, ...keys));
}

// What ends a pause, an evacuation or a fire; also while somebody waits.
export function resumeKey(lane, orders) {
  if (!orders.mayWork || !["paused", "held", "fire"].includes(lane.mode)) return "";
  return key(lane, "resume", "key", () => orders.send(lane.lane, { kind: "resume" }), t("恢复", "Resume"));
}

// One element a lane, rebuilt only when what it says has changed.
export function sync(parent, lanes, className, says, build) {
  const old = new Map([...parent.children].map((node) => [node.dataset.lane, node]));
  lanes.forEach((lane, index) => {
    const node = old.get(lane.lane) ?? el("article", { class: className, "data-lane": lane.lane });
    old.delete(lane.lane);
    place(node, JSON.stringify([lane, index, lanes.length, says(lane)]), () => build(lane, index));
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  for (const node of old.values()) node.remove();
}
