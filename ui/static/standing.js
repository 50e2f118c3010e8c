// Says on every page of the staff that gates are held open, as long as they are.
import { at } from "./dom.js";

const ASK_MS = 5000;

async function ask() {
  const answer = await fetch("/api/v1/standing").catch(() => null);
  if (!answer?.ok) return;
  const { lanes } = await answer.json();
  const place = at("standing-lanes");
  const text = lanes.join(place.dataset.and);
  if (lanes.length && place.textContent !== text) place.textContent = text;
  at("standing").hidden = lanes.length === 0;
}

setInterval(ask, ASK_MS);
