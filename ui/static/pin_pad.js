// A pad of large keys beside a field for a PIN: by touch or by keyboard, whichever comes.
const DIGITS = 6;

// complete: called when the sixth digit is there.
export function pad(form, input, complete) {
  const keys = form.querySelector(".pad");
  keys.hidden = false;
  input.inputMode = "none"; // a tablet's own keyboard would lie over the pad
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("button");
    if (!key) return;
    if (key.dataset.digit && input.value.length < DIGITS) input.value += key.dataset.digit;
    if ("back" in key.dataset) input.value = input.value.slice(0, -1);
    if ("clear" in key.dataset) input.value = "";
    if (key.dataset.digit) check();
  });
  input.addEventListener("input", () => {
    input.value = input.value.replace(/\D/g, "").slice(0, DIGITS);
    check();
  });
  function check() {
    if (input.value.length === DIGITS) complete();
  }
}
