// Waits until the first person's card has opened a gate.
const part = (id) => document.getElementById(id);

async function look() {
  const answer = await fetch("/first-run/state").catch(() => null);
  const seen = answer?.ok ? await answer.json() : null;
  if (seen) show(seen);
  if (!seen?.done) setTimeout(look, 500);
}

function show(seen) {
  part("gate").hidden = seen.gate;
  const says = part("says");
  const text = seen.says?.[says.dataset.language] ?? "";
  if (says.textContent !== text) says.textContent = text;
  for (const id of ["wait", "later"]) part(id).hidden = seen.done;
  for (const id of ["done", "finish"]) part(id).hidden = !seen.done;
}

if (!part("wait").hidden) look();
