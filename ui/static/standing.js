// Says on every page of the staff that gates are held open, as long as they are, and
// leaves nobody's data on a page whose session has ended.
import { at, el, en } from "./dom.js";

const ASK_MS = 5000;
const ENDED = 401;

async function ask() {
  const answer = await fetch("/api/v1/standing").catch(() => null);
  if (answer?.status === ENDED) cover();
  if (!answer?.ok) return;
  const { lanes } = await answer.json();
  const place = at("standing-lanes");
  const text = lanes.join(place.dataset.and);
  if (lanes.length && place.textContent !== text) place.textContent = text;
  at("standing").hidden = lanes.length === 0;
}

// What was on the page is taken out of it, not only hidden; so are open dialogues.
function cover() {
  clearInterval(asking);
  const says = el("h1", { role: "alert", lang: "zh-CN" }, "已退出，请重新登录 ", en("Signed out: sign in again"));
  const way = el("a", { class: "key strong", href: "/sign-in" }, "登录 ", en("Sign in"));
  const sheet = el("section", { class: "sheet", lang: "zh-CN" }, says, el("p", {}, way));
  document.title = "已退出 Signed out";
  document.body.className = "calm";
  document.body.replaceChildren(el("main", { id: "main", tabindex: "-1" }, sheet));
  way.focus();
}

const asking = setInterval(ask, ASK_MS);
