// The guard's board: who waits, what is wrong, what happened; one press opens a gate.
import { Admitting } from "./admitting.js";
import { callCards } from "./call_cards.js";
import { tickTimes } from "./card_parts.js";
import { Chime } from "./chime.js";
import { at } from "./dom.js";
import { Emergency, escalated, told } from "./emergency.js";
import { eventRows } from "./event_rows.js";
import { laneCards } from "./lane_cards.js";
import { go } from "./leaving.js";
import { Live } from "./live.js";
import { Openings } from "./openings.js";
import { Orders } from "./orders.js";
import { t } from "./say.js";
import { Settling } from "./settling.js";

const TITLE = document.title;
const AGAIN_MS = 15_000; // a call that nobody answers is sounded anew
const { zone, mayWork, mayRegister, reasons } = document.body.dataset;
const chime = new Chime(at("sound"), at("sound-state"),
  { changed: draw, woken: () => waitingLanes().length && chime.call() });
const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: zone, timeStyle: "medium", hourCycle: "h23" });
const time = (ms) => clock.format(new Date(ms));
const state = { lanes: { lanes: [], gate_ok: true }, checks: {}, known: new Set(), alarmed: -AGAIN_MS };

const orders = new Orders({ mayWork: mayWork === "yes", reasons: JSON.parse(reasons), changed: draw, now: () => live.now() });
const desk = new Admitting({ orders, mayRegister: mayRegister === "yes", changed: draw, time });
const emergency = new Emergency(orders);
const openings = new Openings(orders);
const settling = new Settling(at("waiting"), at("lanes"));

function waitingLanes() {
  return state.lanes.lanes
    .filter((lane) => lane.waiting_since_ms)
    .sort((a, b) => a.waiting_since_ms - b.waiting_since_ms);
}

// Who waits comes first, the oldest at the top; then who was just let in, until it is
// said why; then lanes where nobody waits.
function draw() {
  settling.follow(waitingLanes()[0]);
  settling.around(drawAll);
  tick();
}

function drawAll() {
  const { lanes } = state.lanes;
  const waiting = waitingLanes();
  const done = lanes.filter((lane) => !lane.waiting_since_ms && orders.opened.has(lane.lane));
  const calm = lanes.filter((lane) => !lane.waiting_since_ms);
  desk.follow(lanes);
  at("gate-alarm").hidden = state.lanes.gate_ok;
  callCards(at("waiting"), [...waiting, ...done], orders, desk);
  laneCards(at("lanes"), calm, orders, state.checks);
  at("mute").hidden = !chime.blocked;
  told(at("told"), calm, orders);
  escalated(at("late"), waiting, orders);
  emergency.draw(lanes);
  document.title = waiting.length ? `(${waiting.length}) ${TITLE}` : TITLE;
  announce(waiting);
}

// A sound for every call, also one that is made anew, not for every change of an old one.
function announce(waiting) {
  const now = new Set(waiting.map((lane) => `${lane.lane} ${lane.rung_ms ?? lane.waiting_since_ms}`));
  if ([...now].some((key) => !state.known.has(key))) chime.call();
  state.known = now;
}

// Nobody answers: another sound, again and again.
function alarm() {
  if (at("late").hidden) state.alarmed = -AGAIN_MS;
  else if (performance.now() - state.alarmed >= AGAIN_MS) {
    state.alarmed = performance.now();
    chime.alarm();
  }
}

function drawEvents(events) {
  for (const [name, count] of Object.entries(events.counters)) at(name).textContent = count;
  at("no-events").hidden = events.events.length > 0;
  at("events").replaceChildren(...eventRows(events.events));
  state.checks = events.checks;
  openings.show(events);
  draw();
}

// What came of an order to somebody is not told beside whoever comes next.
function receiveLanes(lanes) {
  const before = new Map(state.lanes.lanes.map((lane) => [lane.lane, lane.visit]));
  for (const lane of lanes.lanes) {
    if (lane.waiting_since_ms && before.get(lane.lane) !== lane.visit) orders.results.delete(lane.lane);
  }
  state.lanes = lanes;
  draw();
}

async function ask(signal) {
  const answer = await fetch("/api/v1/board", { signal });
  if (answer.status === 401) go("/sign-in");
  if (!answer.ok) return false;
  const parts = await answer.json();
  if (parts.lanes) receiveLanes(parts.lanes);
  if (parts.events) drawEvents(parts.events);
  return true;
}

function show(on) {
  const wasOn = !at("live").classList.contains("off");
  at("live").classList.toggle("on", on);
  at("live").classList.toggle("off", !on);
  document.body.classList.toggle("stale", !on);
  if (on) at("live-text").textContent = t("实时连接正常", "live");
  else if (wasOn) {
    const heard = clock.format(new Date());
    at("live-text").textContent = t(`${heard} 连接断开，下面是那时的情况；现在`, `connection lost at ${heard}: below is how it was then; now`);
  }
}

function tick() {
  at("clock").textContent = clock.format(new Date());
  tickTimes(live.now());
  alarm();
}

// F2 opens for whoever waits longest, F4 says that they were looked after; 1 to 4 say
// why it was opened, and Escape leaves a form.
function pressed(name, typing) {
  const oldest = waitingLanes()[0];
  if (name === "F2" || name === "F4") {
    if (!oldest || settling.quick) return true;
    if (name === "F2") orders.open(oldest);
    else orders.dismiss(oldest);
    return true; // whatever else the browser would do with it
  }
  if (name === "Escape") return leave();
  const reason = typing ? undefined : Object.keys(orders.reasons)[Number(name) - 1];
  const opening = orders.unexplained;
  if (reason && opening) orders.explain(opening, reason);
  return Boolean(reason && opening);
}

function leave() {
  if (emergency.asking) emergency.leave();
  else if (desk.open) desk.cancel();
  else if (orders.typing) orders.cancelCode();
  else return false;
  return true;
}

addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || !orders.mayWork) return;
  if (pressed(event.key, event.target.matches?.("input, select, textarea"))) event.preventDefault();
});

const live = new Live({
  events: "/api/v1/board/events",
  on: {
    hb: () => show(true),
    lanes: receiveLanes,
    events: drawEvents,
    signed_out: () => go("/sign-in"),
  },
  ask,
  stale: () => show(false),
  fresh: () => show(true),
});
setInterval(tick, 1000);
