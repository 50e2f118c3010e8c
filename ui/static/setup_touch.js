// The touch test: five circles, the keys of the gate screen, then the keys beside it.
import { at } from "./dom.js";
import { Live } from "./live.js";

const TRIES = 3;
const RADIUS_PX = 60; // where nobody knows how large a pixel is
const { lane, mmPerPx, radiusMm, wired } = document.body.dataset;
const mm = Number(mmPerPx) || null;
const radius = mm ? Number(radiusMm) / mm : RADIUS_PX;
const SPOTS = [["top_left", 0, 0], ["top_right", 1, 0], ["middle", 0.5, 0.5], ["bottom_left", 0, 1], ["bottom_right", 1, 1]];
const SAYS = {
  spot: ["请点圆圈的正中间", "Touch the middle of the circle"],
  call: ["请点黄键", "Touch the yellow key"],
  louder: ["请点白键", "Touch the white key"],
  F9: ["请按外接的呼叫键", "Press the call key that is plugged in (F9)"],
  F10: ["请按外接的第二个键", "Press the second key that is plugged in (F10)"],
  wired: ["请按墙上的呼叫键", "Press the wired call key; the board will ring"],
};
const results = { missed: [], keys: [], largest: 0 };
const steps = [
  ...SPOTS.map(([name, x, y]) => ({ kind: "spot", name, x, y })),
  { kind: "call", name: "call" },
  ...(at("louder") ? [{ kind: "louder", name: "louder" }] : []),
  { kind: "F9", name: "F9" },
  ...(at("louder") ? [{ kind: "F10", name: "F10" }] : []),
  ...(wired === undefined ? [] : [{ kind: "wired", name: "wired" }]),
];
let now = -1;
let tries = [];
let finished = false;

const inset = (share, size) => radius + 4 + share * (size - 2 * (radius + 4));

function next() {
  now += 1;
  tries = [];
  const step = steps[now];
  for (const key of document.querySelectorAll(".wanted")) key.classList.remove("wanted");
  if (!step) return finish();
  [at("word").textContent, at("english").textContent] = SAYS[step.kind];
  at("count").textContent = `${now + 1} / ${steps.length}`;
  at("spot").hidden = step.kind !== "spot";
  at("ways").hidden = step.name === "middle"; // it would lie where the finger goes
  at("skip").hidden = !["F9", "F10", "wired"].includes(step.kind);
  if (step.kind === "spot") place(step);
  at(step.name)?.classList.add("wanted");
  if (step.kind === "wired") watch();
}

function place(step) {
  step.at = [inset(step.x, innerWidth), inset(step.y, innerHeight)];
  const { style, classList } = at("spot");
  classList.remove("missed");
  [style.left, style.top] = step.at.map((value) => `${value}px`);
  style.width = style.height = `${2 * radius}px`;
}

function touched(event) {
  const step = steps[now];
  if (!step || event.target.closest("#exit, #skip")) return;
  event.preventDefault();
  if (step.kind === "spot") touchedSpot(step, event);
  else if (at(step.name)) touchedKey(step, event);
}

function touchedSpot(step, event) {
  const off = Math.hypot(event.clientX - step.at[0], event.clientY - step.at[1]);
  tries.push(off);
  const hit = off <= radius;
  at("spot").classList.toggle("missed", !hit);
  if (!hit && tries.length < TRIES) return;
  if (!hit) results.missed.push(step.name);
  results.largest = Math.max(results.largest, hit ? off : Math.min(...tries));
  next();
}

function touchedKey(step, event) {
  const hit = at(step.name).contains(event.target);
  tries.push(hit);
  if (hit) results.keys.push(step.name);
  if (hit || tries.length >= TRIES) next();
}

function pressed(event) {
  if (event.key === "Escape") location.assign(at("exit").href);
  const step = steps[now];
  if (event.key !== "F9" && event.key !== "F10") return;
  event.preventDefault();
  if (event.repeat || step?.kind !== event.key) return;
  results.keys.push(step.name);
  next();
}

// A wired key reaches the gate process; its call comes back on the screen's stream.
function watch() {
  const api = `/api/v1/screen/${lane}`;
  let quiet = false;
  const on = {
    screen: ({ look }) => {
      if (look !== "called") quiet = true;
      else if (quiet && steps[now]?.kind === "wired") {
        results.keys.push("wired");
        next();
      }
    },
  };
  new Live({ events: `${api}/events`, on, ask: null, stale: () => {} });
}

function finish() {
  if (finished) return;
  finished = true;
  const form = at("results");
  form.elements.missed.value = results.missed.join(",");
  form.elements.keys.value = results.keys.join(",");
  form.elements.largest_mm.value = mm ? (results.largest * mm).toFixed(1) : "";
  form.submit();
}

addEventListener("pointerdown", touched);
addEventListener("keydown", pressed);
addEventListener("contextmenu", (event) => event.preventDefault());
addEventListener("resize", () => steps[now]?.kind === "spot" && place(steps[now]));
at("skip").addEventListener("click", next);
next();
