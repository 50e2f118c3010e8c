// What all set-up pages need: keys beside the numbers, for a screen without a keyboard;
// printing; and the way back to the gate screen when the installer has gone.

import { post } from "./live.js";

const AWAY_MS = 5 * 60_000;
const AGAIN_MS = 5000; // it was not taken in: whoever watches waits for 12 s
const IDLE_MS = 9 * 60_000;
const LEAVE_MS = 60_000;

for (const key of document.querySelectorAll("[data-for]")) {
  key.addEventListener("click", () => stepBy(document.getElementById(key.dataset.for), Number(key.dataset.by)));
}
for (const key of document.querySelectorAll("[data-print]")) key.addEventListener("click", () => print());

function stepBy(input, by) {
  const from = input.value === "" ? Number(input.min) - by : Number(input.value);
  const value = Math.min(Number(input.max), Math.max(Number(input.min), from + by));
  input.value = String(Math.round(value * 100) / 100);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

// A screen in a public place is not left in an administrator's hands.
if ("here" in document.body.dataset) {
  const dialog = document.getElementById("leaving");
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    if (dialog.open) dialog.close();
    timer = setTimeout(warn, IDLE_MS);
  };
  const warn = () => {
    dialog.showModal();
    timer = setTimeout(() => document.getElementById("finish").submit(), LEAVE_MS);
  };
  // The gate screen is away on purpose: whoever watches it must not start it anew.
  const leave = { tag: "setup", closed: true };
  const away = async () => {
    const answer = await post(`/api/v1/screen/${document.body.dataset.lane}/alive`, leave).catch(() => null);
    setTimeout(away, answer?.ok ? AWAY_MS : AGAIN_MS);
  };
  away();
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, wait);
  document.getElementById("stay").addEventListener("click", wait);
  wait();
}
