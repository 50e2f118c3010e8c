// A sign-in that nobody goes on with does not keep a gate from its visitors.

const IDLE_MS = 120_000;
let timer = 0;

function wait() {
  clearTimeout(timer);
  timer = setTimeout(() => location.assign(document.getElementById("back").href), IDLE_MS);
}

for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, wait);
wait();
