// What the camera sees, as an outline and figures; a picture never gets here.
import { at, en } from "./dom.js";
import { Live } from "./live.js";

const GONE_MS = 3000;
const KEPT = 9; // figures of which the middle one counts
const { lane, width, height, least } = document.body.dataset;
const api = `/api/v1/screen/${lane}`;
let figures = [];
let timer = 0;

function seen({ points, good, module_px: module }) {
  clearTimeout(timer);
  if (!points.length) return gone();
  timer = setTimeout(gone, GONE_MS);
  const placed = points.map(([x, y]) => [(1 - x) * width, y * height]); // as in a mirror
  at("outline").setAttribute("points", placed.map((point) => point.join()).join(" "));
  at("outline").classList.toggle("good", good);
  at("seen").textContent = sizeOf(placed);
  if (module) take(module);
  else if (!at("px_per_module").value) at("module").replaceChildren("码还没读到，请近一点 ", en("code not read: nearer"));
}

function sizeOf(points) {
  const [across, down] = [0, 1].map((axis) => {
    const values = points.map((point) => point[axis]);
    return Math.round(Math.max(...values) - Math.min(...values));
  });
  return `${across} × ${down} px`;
}

function take(module) {
  figures = [...figures, module].slice(-KEPT);
  const middle = figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)];
  at("px_per_module").value = middle.toFixed(2);
  const enough = middle >= Number(least);
  at("module").replaceChildren(`${middle.toFixed(1)} px ${enough ? "够了" : "不够"} `, en(enough ? "enough" : "too few"));
}

// The last figure stays: who holds the paper cannot press a key at the same time.
function gone() {
  figures = [];
  at("outline").setAttribute("points", "");
  at("seen").replaceChildren("没有纸了 ", en("none now"));
}

new Live({ events: `${api}/events`, on: { outline: seen }, ask: null, stale: gone });
