// Rows of the table of events: icon shape, words and colour say the same.
import { el, mark } from "./dom.js";
import { said, stars, t } from "./say.js";

export function eventRows(events) {
  return events.map((event) => el("tr", {},
    el("td", {}, event.time, el("span", { class: "quiet" }, event.lane)),
    el("td", { class: "name nowrap" }, stars(event.name)),
    el("td", { class: "nowrap" }, ...what(event)),
    el("td", { class: "nowrap" }, event.number),
    el("td", {}, outcome(event.result))));
}

function what(event) {
  if (event.device) return [said(event.device), el("span", { class: "quiet" }, event.device.id)];
  return event.document ? [said(event.document)] : [];
}

function outcome(result) {
  return el("span", { class: `outcome ${result.icon}` }, mark(result.icon), el("span", {}, t(result.zh, result.en)));
}
