// Follows an import while one runs; says at once when a file is too large to send.
const bar = document.getElementById("bar");
const form = document.getElementById("hand-in");

function show({ says, done, total }) {
  const title = document.getElementById("running");
  if (title.textContent !== says) title.textContent = says;
  document.getElementById("far").textContent = done ? `${done}${total ? ` / ${total}` : ""}` : "";
  if (!total) return bar.removeAttribute("value");
  [bar.max, bar.value] = [total, done];
}

async function look() {
  const answer = await fetch("/admin/import/state").catch(() => null);
  if (answer?.redirected) return location.replace(answer.url); // signed out meanwhile
  const state = answer?.ok ? await answer.json() : null;
  if (state && !state.running) return location.replace("/admin/import");
  if (state) show(state);
  setTimeout(look, 700);
}

form?.addEventListener("submit", (event) => {
  const [file] = form.elements.file.files;
  const large = file.size > Number(form.dataset.most);
  document.getElementById("too-large").textContent = large ? form.dataset.large : "";
  if (large) event.preventDefault();
});

if (bar) look();
