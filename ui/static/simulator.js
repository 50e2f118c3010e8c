// The simulator: cards to lay, faults to throw, and the bytes that come of it.
import { at, el, en, place } from "./dom.js";
import { post } from "./live.js";

const ASK_MS = 400;
const KEPT_ROWS = 60;
const INPUTS = { passage: "有人走过", fire: "消防信号", help: "求助键" };
const FAULTS = {
  silent: "不回应", noise: "乱码", half_frame: "半帧", bad_checksum: "校验错", unplug: "拔掉",
  frozen: "画面不动", black: "镜头被挡",
  stuck_on: "吸住不放", no_ack: "不确认", wrong_echo: "答错", wrong_length: "长度错", late: "回得晚",
};
const POSES = { tilted: "斜", bent: "弯", glare: "反光", far: "太远", moving: "抖", dark: "暗" };
const ROLES = { reader: "读卡器", camera: "摄像头", gate: "闸机继电器", inputs: "感应输入" };
const ORDER = Object.keys(ROLES);
let after = 0;

const order = (twin, verb, body = {}) =>
  post("/api/v1/simulator/orders", { device: twin.device, verb, ...body }).catch(() => {}).finally(refresh);

function toggle(twin, text, pressed, act, className = "toggle") {
  return el("button", { type: "button", class: className, "aria-pressed": pressed === null ? null : String(pressed), on: act, "data-focus": `${twin.device}-${text}` }, text);
}

function cards(twin) {
  const laid = twin.body.lying ?? null;
  const keys = (twin.body.cards ?? []).map((card) => el("button", {
    type: "button", class: `lay ${card.kind}`, "aria-pressed": String(card.id === laid), "data-focus": `${twin.device}-${card.id}`,
    on: () => order(twin, "lay", { card: card.id }),
  }, el("strong", {}, card.label), el("span", { class: "quiet" }, "放上去 ", en("lay"))));
  if (!keys.length) return "";
  const lift = toggle(twin, "拿走证件", null, () => order(twin, "lift"), "toggle go");
  return el("div", {}, el("div", { class: "drawer" }, ...keys), el("p", {}, lift));
}

function sheets(twin) {
  const held = twin.body.held ?? null;
  const keys = (twin.body.sheets ?? []).map((sheet) => el("button", {
    type: "button", class: "lay paper", "aria-pressed": String(sheet.id === held), "data-focus": `${twin.device}-${sheet.id}`,
    on: () => order(twin, "show", { sheet: sheet.id }),
  }, el("strong", {}, sheet.label), el("span", { class: "quiet" }, "举到镜头前 ", en("show"))));
  if (!keys.length) return "";
  const away = toggle(twin, "拿开纸", null, () => order(twin, "take_away"), "toggle go");
  return el("div", {}, el("div", { class: "drawer" }, ...keys), el("p", {}, away));
}

function poses(twin) {
  const on = new Set(twin.body.poses_on ?? []);
  const keys = (twin.body.poses ?? []).map((word) =>
    toggle(twin, POSES[word] ?? word, on.has(word), () => order(twin, "hold", { word, on: !on.has(word) })));
  if (!keys.length) return [];
  const flat = toggle(twin, "平放", on.size === 0, () => Promise.all([...on].map((word) => order(twin, "hold", { word, on: false }))));
  return [el("h4", {}, "怎么拿 ", en("how it is held")), el("div", { class: "toggles" }, flat, ...keys)];
}

function plug(twin) {
  const plugged = twin.body.plugged ?? true;
  return toggle(twin, plugged ? "拔掉线" : "插回线", !plugged, () => order(twin, plugged ? "unplug" : "plug"));
}

function faults(twin) {
  const on = new Set(twin.body.faults_on ?? []);
  const keys = (twin.body.faults ?? []).filter((word) => word !== "unplug").map((word) =>
    toggle(twin, FAULTS[word] ?? word, on.has(word), () => order(twin, "fault", { word, on: !on.has(word) })));
  return [el("h4", {}, "故障 ", en("faults")), el("div", { class: "toggles" }, plug(twin), ...keys)];
}

function inputs(twin) {
  const states = Object.entries(twin.body.inputs ?? {});
  if (!states.length) return [];
  const keys = states.map(([name, on]) => name === "fire"
    ? toggle(twin, INPUTS[name], on, () => order(twin, "set_input", { input: name, on: !on }))
    : toggle(twin, INPUTS[name] ?? name, null, () => order(twin, "pulse_input", { input: name }), "toggle go"));
  return [el("h4", {}, "输入 ", en("inputs")), el("div", { class: "toggles" }, ...keys)];
}

function relays(twin) {
  const states = Object.entries(twin.body.states ?? {});
  if (!states.length) return "";
  const text = states.map(([channel, on]) => `${channel} 路${on ? "吸合" : "断开"}`).join("，");
  return el("p", {}, "继电器：", el("strong", {}, text));
}

function device(twin) {
  return [el("h3", {}, `${ROLES[twin.role] ?? twin.role} `, el("span", { class: "quiet" }, `${twin.device} · ${twin.driver}`)),
    cards(twin), sheets(twin), ...poses(twin), relays(twin), ...inputs(twin), ...faults(twin)];
}

function gate(lane, twins) {
  const node = lane.querySelector("[data-gate]");
  if (!node) return; // the office has no gate
  const relay = twins.find((twin) => "open" in twin.body);
  node.classList.toggle("open", relay?.body.open === true);
  node.classList.toggle("unknown", !relay);
  const words = relay ? (relay.body.open ? "闸门开着" : "闸门关着") : "没有闸机";
  const text = lane.querySelector("[data-gate-words]");
  if (text.textContent !== words) text.textContent = words;
}

function drawLane(lane, twins) {
  const parent = lane.querySelector("[data-devices]");
  const old = new Map([...parent.children].map((node) => [node.dataset.device, node]));
  for (const twin of twins) {
    const node = old.get(twin.device) ?? parent.appendChild(el("section", { class: "device", "data-device": twin.device }));
    old.delete(twin.device);
    place(node, JSON.stringify(twin), () => device(twin).filter(Boolean));
  }
  for (const node of old.values()) node.remove();
  gate(lane, twins);
}

function drawTraffic(lane, twins, traffic) {
  const ours = new Set(twins.map((twin) => twin.device));
  const rows = lane.querySelector("[data-traffic]");
  for (const piece of traffic.filter((one) => ours.has(one.device))) {
    const time = new Date(piece.at_ms).toLocaleTimeString("zh-CN", { hourCycle: "h23" });
    rows.prepend(el("tr", { class: piece.received ? "in" : "out" },
      el("td", {}, `${time}.${String(piece.at_ms % 1000).padStart(3, "0")}`), el("td", {}, piece.device),
      el("td", { class: "nowrap" }, piece.received ? "→ 收到" : "← 发出"), el("td", { class: "hex" }, piece.hex), el("td", {}, piece.note)));
  }
  while (rows.children.length > KEPT_ROWS) rows.lastElementChild.remove();
}

async function refresh() {
  const answer = await fetch(`/api/v1/simulator?after=${after}`);
  if (!answer.ok) return;
  const { twins, traffic } = await answer.json();
  at("silent").hidden = twins.length > 0;
  const fresh = traffic.filter((piece) => piece.id > after);
  after = Math.max(after, ...traffic.map((piece) => piece.id));
  for (const lane of document.querySelectorAll("[data-lane]")) {
    const ours = twins.filter((twin) => twin.lane === lane.dataset.lane)
      .sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role));
    drawLane(lane, ours);
    drawTraffic(lane, ours, fresh);
  }
}

async function keepAsking() {
  await refresh().catch(() => {});
  setTimeout(keepAsking, ASK_MS);
}

// A screen that paints no more: its page gets no frame until it is loaded anew.
function freeze(key, frame) {
  const frozen = key.getAttribute("aria-pressed") === "true";
  if (frozen) frame.contentWindow.location.reload();
  else frame.contentWindow.requestAnimationFrame = () => 0;
  key.setAttribute("aria-pressed", String(!frozen));
}

for (const lane of document.querySelectorAll("[data-lane]")) {
  const key = lane.querySelector("[data-freeze]");
  key?.addEventListener("click", () => freeze(key, lane.querySelector("iframe")));
}

keepAsking();
