// A key that has just come or moved under a finger does nothing for a moment, and looks
// so: the second tap of a hasty hand was meant for what stood there before.
const DEAD_MS = 1500;
const NEAR_PX = 40; // less than half a key: the finger is still on the same one
const dead = (key) => key.getAttribute("aria-disabled") === "true";

export class Settling {
  constructor(...parents) {
    this.parents = parents;
    this.until = null; // by name of a key; nothing was there before the first drawing
    this.oldest = { key: "", until: 0 };
    for (const parent of parents) parent.addEventListener("click", refuse, { capture: true });
  }

  // Draw, and see which keys that moved.
  around(draw) {
    const before = this.places();
    draw();
    const after = this.places();
    const now = performance.now();
    const known = this.until ?? new Map([...after.keys()].map((name) => [name, 0]));
    this.until = new Map([...after].map(([name, place]) =>
      [name, known.has(name) && !moved(before.get(name), place) ? known.get(name) : now + DEAD_MS]));
    this.mark();
    if ([...this.until.values()].some((until) => until > now)) setTimeout(() => this.mark(), DEAD_MS + 20);
  }

  // F2 and F4 are for whoever waits longest: for another one than a moment ago they are
  // as dead as a key that moved.
  follow(oldest) {
    const key = oldest ? `${oldest.lane} ${oldest.visit}` : "";
    if (key === this.oldest.key) return;
    this.oldest = { key, until: this.until ? performance.now() + DEAD_MS : 0 };
    if (key) setTimeout(() => this.mark(), DEAD_MS + 20);
  }

  get quick() {
    return performance.now() < this.oldest.until;
  }

  keys() {
    return this.parents.flatMap((parent) => [...parent.querySelectorAll("button[data-focus]:not(.small, form.code *)")]);
  }

  places() {
    return new Map(this.keys().map((key) => {
      const { left, top } = key.getBoundingClientRect();
      return [nameOf(key), { left, top, own: Boolean(key.form) }];
    }));
  }

  mark() {
    const now = performance.now();
    for (const key of this.keys()) {
      if (this.until.get(nameOf(key)) > now) key.setAttribute("aria-disabled", "true");
      else key.removeAttribute("aria-disabled");
    }
  }
}

function refuse(event) {
  const key = event.target.closest("button");
  if (!key || !dead(key)) return;
  event.preventDefault();
  event.stopPropagation();
}

// The same key for another visitor is another key.
const nameOf = (key) => `${key.closest("[data-visit]")?.dataset.visit ?? ""} ${key.dataset.focus}`;

// What is filled in moves its own keys about as it grows.
function moved(before, { left, top, own }) {
  if (!before) return true;
  return !own && Math.hypot(before.left - left, before.top - top) > NEAR_PX;
}
