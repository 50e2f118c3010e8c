// Where the camera sees a sheet: its outline in a frame, as in a mirror. Amber and
// dashed asks for a movement, green and whole is good.

const LINGER_MS = 2000;
const SHOWN_WITH = /^(paper_|reading$)/;
const TO_BE_MOVED = new Set(["paper_nearer", "paper_turn", "paper_more", "paper_again"]);
const MARGIN = 0.03; // of the field; less would be cut off
const NEAR = 0.12; // of the field's area
const FLAT = 0.72; // of two opposite edges, the shorter one's share

const length = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);
const share = (a, b) => Math.min(a, b) / Math.max(a, b);

export function isWell(points) {
  const within = points.every((point) => point.every((x) => x >= MARGIN && x <= 1 - MARGIN));
  return points.length === 4 && within && areaOf(points) >= NEAR && isFlat(points);
}

function areaOf(points) {
  const parts = points.map(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length];
    return x * nextY - nextX * y;
  });
  return Math.abs(parts.reduce((sum, part) => sum + part, 0)) / 2;
}

function isFlat([a, b, c, d]) {
  return share(length(a, b), length(c, d)) >= FLAT && share(length(b, c), length(d, a)) >= FLAT;
}

export class Outline {
  // polygon: an element of the picture, or null where the lane has no camera.
  constructor(polygon) {
    Object.assign(this, { polygon, points: [], look: "", timer: 0 });
  }

  see({ points }) {
    this.points = points;
    if (!points.length) return this.draw();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.forget(), LINGER_MS);
    if (SHOWN_WITH.test(this.look)) document.body.dataset.seen = "";
    this.draw();
  }

  // The frame goes with its look at once; a verdict never waits for it.
  follow(look) {
    this.look = look;
    if (!SHOWN_WITH.test(look)) this.forget();
    else this.draw();
  }

  forget() {
    this.points = [];
    delete document.body.dataset.seen;
    this.draw();
  }

  draw() {
    if (!this.polygon) return;
    const { width, height } = this.polygon.ownerSVGElement.viewBox.baseVal;
    const corners = this.points.map(([x, y]) => `${((1 - x) * width).toFixed(1)},${(y * height).toFixed(1)}`);
    this.polygon.setAttribute("points", corners.join(" "));
    this.polygon.classList.toggle("good", isWell(this.points) && !TO_BE_MOVED.has(this.look));
  }
}
