// The guard's board: who waits, what is wrong, what happened; two taps open a gate.
import { at } from "./dom.js";
import { Live } from "./live.js";
import { laneCards, waitingCards, tickTimes } from "./lane_cards.js";
import { Orders } from "./orders.js";
import { eventRows } from "./event_rows.js";
import { Chime } from "./chime.js";

const TITLE = document.title;
const chime = new Chime(at("sound"), at("sound-state"));
let state = { lanes: { lanes: [], gate_ok: true }, events: null };
let known = new Set();

const mayWork = document.body.dataset.mayWork === "yes";
const reasons = JSON.parse(document.body.dataset.reasons);
const orders = new Orders({ mayWork, reasons, changed: draw });

function waitingLanes() {
  return state.lanes.lanes
    .filter((lane) => lane.waiting_since_ms)
    .sort((a, b) => a.waiting_since_ms - b.waiting_since_ms);
}

function draw() {
  const waiting = waitingLanes();
  const calm = state.lanes.lanes.filter((lane) => !lane.waiting_since_ms);
  at("gate-alarm").hidden = state.lanes.gate_ok;
  waitingCards(at("waiting"), waiting, orders);
  laneCards(at("lanes"), calm, orders);
  document.title = waiting.length ? `(${waiting.length}) ${TITLE}` : TITLE;
  announce(waiting);
  tick();
}

// A sound for every call, also one that is made anew, not for every change of an old one.
function announce(waiting) {
  const now = new Set(waiting.map((lane) => `${lane.lane} ${lane.rung_ms ?? lane.waiting_since_ms}`));
  if ([...now].some((key) => !known.has(key))) chime.call();
  known = now;
}

function drawEvents(events) {
  state.events = events;
  for (const [name, count] of Object.entries(events.counters)) at(name).textContent = count;
  at("no-events").hidden = events.events.length > 0;
  at("events").replaceChildren(...eventRows(events.events));
}

function receiveLanes(lanes) {
  state.lanes = lanes;
  draw();
}

async function ask(signal) {
  const answer = await fetch("/api/v1/board", { signal });
  if (answer.status === 401) location.assign("/sign-in");
  if (!answer.ok) return false;
  const parts = await answer.json();
  if (parts.lanes) receiveLanes(parts.lanes);
  if (parts.events) drawEvents(parts.events);
  return true;
}

function show(on) {
  at("live").classList.toggle("on", on);
  at("live").classList.toggle("off", !on);
  at("live-text").textContent = on ? "实时连接正常" : "连接断开，下面是断开前的情况";
}

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: document.body.dataset.zone, timeStyle: "medium", hourCycle: "h23" });

function tick() {
  at("clock").textContent = clock.format(new Date());
  tickTimes(live.now());
}

// F2 opens the reasons of whoever waits longest, F4 says that they were looked
// after; then 1 to 4 choose and Escape leaves.
addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || !mayWork) return;
  const oldest = waitingLanes()[0];
  if (event.key === "F2" && oldest) orders.begin(oldest);
  else if (event.key === "F4" && oldest) orders.send(oldest, { kind: "dismiss" });
  else if (!orders.key(event.key)) return;
  event.preventDefault();
});

const live = new Live({
  events: "/api/v1/board/events",
  on: {
    hb: () => show(true),
    lanes: receiveLanes,
    events: drawEvents,
    signed_out: () => location.assign("/sign-in"),
  },
  ask,
  stale: () => show(false),
  fresh: () => show(true),
});
setInterval(tick, 1000);
