// The gate screen: shows what the gate process says, and says so when it is silent.
import { beat } from "./alive.js";
import { Hours } from "./hours.js";
import { keepStill, listen } from "./keys.js";
import { Live, post } from "./live.js";
import { Outline } from "./outline.js";
import { paint } from "./painting.js";
import { voiceOf } from "./voice.js";

const { lane, zone, hours, loaded, setUp, speech } = document.body.dataset;
const words = JSON.parse(document.body.dataset.words);
const api = `/api/v1/screen/${lane}`;
const NOT_CALLED_MS = 10_000;
const ANSWERED = new Set(["called", "coming", "evacuation"]);
const FAULT = { tag: "", state: "fault", look: "fault", line: "", name: null, hint: "", until_ms: null };
const at = (id) => document.getElementById(id);
const voice = voiceOf(speech);
const outline = new Outline(at("outline"));

let shown = null;
let told = JSON.parse(document.body.dataset.first);
let timer = 0;
delete document.body.dataset.first; // a name may be in it

function show(view) {
  if (view.name && view.until_ms && live.now() >= view.until_ms) view = { ...view, name: null };
  if (shown?.tag === view.tag && shown?.look === view.look && shown.name === view.name) return;
  shown = view;
  paint(view, words);
  voice?.follow(view);
  for (const one of [outline, clock]) one.follow(view.look);
  clearTimeout(timer);
  if (view.until_ms && view.name) timer = setTimeout(forgetName, view.until_ms - live.now());
}

// A name stands no longer on a public screen than the gate process allowed.
function forgetName() {
  told = { ...told, name: null };
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

// Who presses while somebody is on the way hears so once more.
async function call() {
  const before = shown;
  try {
    const answer = await post(`${api}/call`);
    if (!answer.ok) notCalled();
    else if (ANSWERED.has(before.look) && shown === before && before.clip) voice?.say(before.clip);
  } catch {
    notCalled();
  }
}

// Nobody was called: send the visitor to a person instead of letting them wait.
function notCalled() {
  show({ ...FAULT, tag: told.tag });
  timer = setTimeout(() => live.lost || show(told), NOT_CALLED_MS);
}

// What an installer has changed needs the page anew. Ctrl+F8 leads to the set-up; on
// the gate's own keyboard Ctrl is but a Shift.
function renew({ id }) {
  if (id !== setUp) location.reload();
}

addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.shiftKey) && event.key === "F8") location.assign(`/screen/${lane}/setup`);
});

keepStill();
listen(at("call"), "F9", call);
if (at("louder")) listen(at("louder"), "F10", () => voice?.again());
const live = new Live({
  events: `${api}/events`,
  on: { screen: receive, setup: renew, outline: (seen) => outline.see(seen), hb: ({ voice: stamp }) => voice?.heed(stamp) },
  ask,
  stale: () => show(FAULT),
  fresh: () => show(told),
});
live.offset = Number(loaded) - Date.now(); // until the server's first beat
const clock = new Hours({ now: () => live.now(), zone, hours });
show(told);
beat(`${api}/alive`, () => shown);
