// A page that nobody goes on with does not keep a gate from its visitors, nor leaves it
// in the hands of whoever signed in.
import { giveBack } from "./leaving.js";

const { content, dataset } = document.querySelector("meta[name=gate]");
let timer = 0;

function wait() {
  clearTimeout(timer);
  timer = setTimeout(leave, Number(dataset.seconds) * 1000);
}

// The gate screen comes back also when nobody can be signed out.
async function leave() {
  giveBack();
  const form = document.getElementById("leave");
  const signal = AbortSignal.timeout(5000);
  const sent = form && { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", signal };
  if (sent) await fetch(form.action, sent).catch(() => {});
  location.assign(content);
}

for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, wait);
wait();
