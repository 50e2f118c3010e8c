// Small helpers to build pages from data; text is always set as text, never as HTML.

export const at = (id) => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") node.addEventListener("click", value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export const en = (text) => el("span", { lang: "en" }, text);

export function mark(name, className = "mark") {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#${name}`);
  svg.append(use);
  return svg;
}

// Put a rebuilt part in place, but only when it says something else, and keep the
// focus on the key that had it.
export function place(parent, key, build) {
  if (parent.dataset.key === key) return;
  const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  parent.dataset.key = key;
  parent.replaceChildren(...build());
  if (focused) parent.querySelector(`[data-focus="${focused}"]`)?.focus();
}
