// The two keys of a gate screen, and nothing else that a hand could do to it.

const REPEAT_MS = 1000;
const DOWN_MS = 300;
const UNWANTED = ["contextmenu", "selectstart", "dragstart", "dragover", "drop", "auxclick"];
const ZOOM_KEYS = new Set(["+", "-", "=", "0"]);

// Only a finger or the key beside it presses: a scanner's Enter on a focused button
// must not.
export function listen(button, key, act) {
  let pressed = -REPEAT_MS;
  const press = (event) => {
    event.preventDefault();
    button.blur();
    if (event.repeat || performance.now() - pressed < REPEAT_MS) return;
    pressed = performance.now();
    button.classList.add("down");
    setTimeout(() => button.classList.remove("down"), DOWN_MS);
    act();
  };
  button.addEventListener("pointerdown", (event) => event.button === 0 && press(event));
  addEventListener("keydown", (event) => event.key === key && press(event));
}

// No menu, no selection, no dragging, no zoom, no wheel that scrolls by itself.
export function keepStill() {
  const never = (event) => event.preventDefault();
  for (const name of UNWANTED) addEventListener(name, never);
  addEventListener("wheel", never, { passive: false });
  addEventListener("mousedown", (event) => event.button === 1 && never(event));
  addEventListener("keydown", (event) => event.ctrlKey && ZOOM_KEYS.has(event.key) && never(event));
}
