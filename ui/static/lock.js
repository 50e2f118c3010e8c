// The tablet locks when nobody has touched it for a while. It goes on showing who waits;
// whatever is to be done then asks for the PIN first. The server decides: what stands
// here only says so in time, and sends touches on, now and then.
import { at } from "./dom.js";
import { go } from "./leaving.js";
import { post } from "./live.js";
import { pad } from "./pin_pad.js";
import { t } from "./say.js";

const TOUCH_MS = 10_000;
const FRESH_MS = 10_000; // as long as an order is good for once it was sent
const PIN_PAGE = "/sign-in/pin";
const dialog = at("lock");
const seconds = Number(dialog?.dataset.seconds ?? 0);
const input = at("lock-pin");
const state = { locked: false, last: performance.now(), sent: performance.now(), touched: false, answers: [], busy: false };

function show(locked) {
  state.locked = locked;
  at("lock-bar").hidden = !locked;
  at("lock-now").hidden = locked;
}

function touch() {
  if (state.locked) return;
  state.last = performance.now();
  state.touched = true;
}

// A touch is told at once, the next after ten seconds.
async function tell() {
  const now = performance.now();
  if (!state.touched || now - state.sent < TOUCH_MS) return;
  Object.assign(state, { touched: false, sent: now });
  const answer = await post("/api/v1/touch").catch(() => null);
  if (answer?.status === 401) go(PIN_PAGE);
  if (answer?.status === 423) show(true);
}

function tick() {
  if (state.locked) return;
  if (seconds && performance.now() - state.last >= seconds * 1000) show(true);
  else tell();
}

function finish(right) {
  input.value = "";
  dialog.close();
  const oldest = performance.now() - FRESH_MS;
  for (const one of state.answers.splice(0)) one.answer(right && one.at > oldest);
}

async function send() {
  if (state.busy || !input.value) return;
  state.busy = true;
  const answer = await post("/api/v1/unlock", { pin: input.value }).catch(() => null);
  state.busy = false;
  const said = answer?.ok ? await answer.json() : null;
  if (answer?.status === 401 || (said && !said.right && said.left === 0)) go(PIN_PAGE);
  if (said?.right) {
    show(false);
    Object.assign(state, { last: performance.now(), sent: performance.now(), touched: false });
    finish(true);
    return;
  }
  at("lock-problem").hidden = false;
  at("lock-problem").textContent = said
    ? t(`不对，还可以试 ${said.left} 次。`, `Wrong; ${said.left} more tries.`)
    : t("没有送出，请再试一次。", "Not sent: try again.");
  input.value = "";
  input.focus();
}

// Whether this page knows already that it is locked.
export const isLocked = () => state.locked;

// What becomes of an order that was not sent, as the server would say it.
export const notSent = () => new Response(JSON.stringify(state.locked
  ? { zh: "平板已锁定，没有送出", en: "locked: not sent" }
  : { zh: "等太久，没有送出，请再按一次", en: "too late, not sent: press again" }), { status: 423 });

// Ask for the PIN, if need be: true when it was right and came in time for the order,
// false when somebody thought better of it.
export async function unlocked() {
  if (!dialog) return false;
  show(true);
  if (!dialog.open) {
    at("lock-problem").hidden = true;
    dialog.showModal();
    input.focus();
  }
  return new Promise((answer) => state.answers.push({ answer, at: performance.now() }));
}

if (dialog) {
  if (dialog.dataset.by === "pin") pad(dialog, input, send);
  for (const name of ["pointerdown", "keydown"]) addEventListener(name, touch, { capture: true, passive: true });
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    finish(false);
  });
  at("lock-form").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  at("lock-not").addEventListener("click", () => finish(false));
  at("lock-open").addEventListener("click", () => unlocked());
  at("lock-now").addEventListener("click", async () => {
    const answer = await post("/api/v1/lock").catch(() => null);
    if (answer?.ok) show(true);
  });
  show(dialog.dataset.locked === "yes");
  setInterval(tick, 1000);
}
