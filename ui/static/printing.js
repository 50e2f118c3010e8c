// Follows passes that are printed; fetches the file by itself, once, when it is ready.
const bar = document.getElementById("bar");
const fetched = "changxing.fetched";

function show({ says, done, total }) {
  const title = document.getElementById("says");
  if (title.textContent !== says) title.textContent = says;
  document.getElementById("far").textContent = total ? `${done} / ${total}` : "";
  if (!total || !done) return bar.removeAttribute("value");
  [bar.max, bar.value] = [total, done];
}

async function look() {
  const answer = await fetch("/admin/passes/print/state").catch(() => null);
  if (answer?.redirected) return location.replace(answer.url); // signed out meanwhile
  const state = answer?.ok ? await answer.json() : null;
  if (state && state.step !== "working") return location.replace("/admin/passes/print");
  if (state) show(state);
  setTimeout(look, 500);
}

if (bar) {
  sessionStorage.removeItem(fetched);
  look();
} else if (document.getElementById("take") && !sessionStorage.getItem(fetched)) {
  sessionStorage.setItem(fetched, "1");
  // A download that begins earlier would break off what else the page still loads.
  const take = () => setTimeout(() => document.getElementById("take").submit());
  addEventListener("load", take);
}
