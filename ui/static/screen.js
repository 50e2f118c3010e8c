// The gate screen: shows what the gate process says, and says so when it is silent.
import { Live, post } from "./live.js";
import { voiceOf } from "./voice.js";

const { lane, zone } = document.body.dataset;
const words = JSON.parse(document.body.dataset.words);
const api = `/api/v1/screen/${lane}`;
const AGAIN_MS = 60_000;
const REPEAT_MS = 1000;
const NOT_CALLED_MS = 10_000;
const FAULT = { tag: "", state: "fault", look: "fault", line: "", name: null, hint: "", until_ms: null };
const voice = voiceOf(document.body.dataset.speech);
const at = (id) => document.getElementById(id);

let shown = null;
let told = JSON.parse(document.body.dataset.first);
let timer = 0;

function phrases(text) {
  return text.split("|").map((phrase) => {
    const span = document.createElement("span");
    span.textContent = phrase;
    return span;
  });
}

// The two lines under the big word; a hint about the card comes before a reason.
function linesOf(view) {
  const look = words.looks[view.look] ?? words.looks.fault;
  let first = look.first;
  if (view.look === "wait") first = view.line;
  if (["called", "fault"].includes(view.look) && view.line) first = view.line.replace("，", "，|");
  if (view.look === "pass") first = view.name ? first.replace("{name}", view.name) : "";
  let second = look.second;
  if (view.hint === "take_card" && view.look === "wait") first = words.take_card;
  if (view.hint === "take_card" && view.look === "pass") second = words.take_card;
  return [look.word, first, second];
}

function show(view) {
  if (shown?.tag === view.tag && shown?.look === view.look && shown.name === view.name) return;
  shown = view;
  const body = document.body.dataset;
  const [word, first, second] = linesOf(view);
  at("word").textContent = word;
  at("first").replaceChildren(...phrases(first));
  at("second").replaceChildren(...(second ? phrases(second) : []));
  [body.state, body.look, body.hint] = [view.state, view.look, view.hint];
  delete body.again;
  voice?.follow(view);
  clearTimeout(timer);
  if (view.look === "called") timer = setTimeout(callAgain, AGAIN_MS);
  if (view.until_ms && view.name) timer = setTimeout(forgetName, view.until_ms - live.now());
}

// Nobody came within a minute: say what to do, and let the key breathe.
function callAgain() {
  document.body.dataset.again = "";
  at("first").replaceChildren(...phrases(words.call_again));
  voice?.say("called_again");
}

// A name stands no longer on a public screen than the gate process allowed.
function forgetName() {
  show({ ...shown, name: null });
}

function receive(view) {
  told = view;
  show(view);
}

async function ask(signal) {
  const answer = await fetch(`${api}?since=${encodeURIComponent(told.tag)}`, { signal });
  if (answer.status === 200) receive(await answer.json());
  return answer.status === 200 || answer.status === 304;
}

async function call() {
  try {
    const answer = await post(`${api}/call`);
    if (!answer.ok) notCalled();
  } catch {
    notCalled();
  }
}

// Nobody was called: send the visitor to a person instead of letting them wait.
function notCalled() {
  show(FAULT);
  timer = setTimeout(() => live.lost || show(told), NOT_CALLED_MS);
}

// Only a finger or the key beside it presses: a scanner's Enter on a focused button
// must not.
function listen(button, key, act) {
  let pressed = -REPEAT_MS;
  const press = (event) => {
    event.preventDefault();
    button.blur();
    if (event.repeat || performance.now() - pressed < REPEAT_MS) return;
    pressed = performance.now();
    button.classList.add("down");
    setTimeout(() => button.classList.remove("down"), 300);
    act();
  };
  button.addEventListener("pointerdown", press);
  addEventListener("keydown", (event) => event.key === key && press(event));
}

listen(at("call"), "F9", call);
if (at("louder")) listen(at("louder"), "F10", () => voice?.again());
addEventListener("contextmenu", (event) => event.preventDefault());

// What an installer has changed needs the page anew. Ctrl+F8 leads to the set-up.
function renew({ at_ms }) {
  if (at_ms > Number(document.body.dataset.loaded)) location.reload();
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "F8") location.assign(`/screen/${lane}/setup`);
});

const date = new Intl.DateTimeFormat("zh-CN", { timeZone: zone, month: "long", day: "numeric" });
const week = new Intl.DateTimeFormat("zh-CN", { timeZone: zone, weekday: "long" });
const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function tell() {
  const now = new Date();
  const texts = [["date", `${date.format(now)} ${week.format(now)}`], ["clock", clock.format(now)]];
  for (const [id, text] of texts) {
    const place = at(id); // a drill has its mark in the place of the date
    if (place && place.textContent !== text) place.textContent = text;
  }
}

tell();
setInterval(tell, 1000);
const live = new Live({
  events: `${api}/events`,
  on: { screen: receive, setup: renew, hb: ({ voice: stamp }) => voice?.heed(stamp) },
  ask,
  stale: () => show(FAULT),
  fresh: () => show(told),
});
show(told);
