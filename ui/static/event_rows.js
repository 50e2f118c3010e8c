// Rows of the table of events: icon shape, words and colour say the same.
import { el, en, mark } from "./dom.js";

const stars = (text) => text.replaceAll("*", "＊");

export function eventRows(events) {
  return events.map((event) => el("tr", {},
    el("td", {}, event.time, el("span", { class: "quiet" }, event.lane)),
    el("td", { class: "name nowrap" }, stars(event.name)),
    el("td", { class: "nowrap" }, event.document.zh),
    el("td", { class: "nowrap" }, event.number),
    el("td", {}, outcome(event.result))));
}

function outcome(result) {
  return el("span", { class: `outcome ${result.icon}` }, mark(result.icon),
    el("span", {}, result.zh, " ", en(result.en)));
}
