// A page that nobody goes on with does not keep a gate from its visitors, nor leaves it
// in the hands of whoever signed in.

const { content, dataset } = document.querySelector("meta[name=gate]");
let timer = 0;

function wait() {
  clearTimeout(timer);
  timer = setTimeout(giveBack, Number(dataset.seconds) * 1000);
}

// The gate screen comes back also when nobody can be signed out.
async function giveBack() {
  const leave = document.getElementById("leave");
  const signal = AbortSignal.timeout(5000);
  const form = leave && { method: "POST", body: new URLSearchParams(new FormData(leave)), redirect: "manual", signal };
  if (form) await fetch(leave.action, form).catch(() => {});
  location.assign(content);
}

for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, wait);
wait();
