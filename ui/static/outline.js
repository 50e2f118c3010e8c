// Where the camera sees a sheet: its outline in a frame, as in a mirror. Amber and
// dashed asks for a movement, green and whole is good.

const LINGER_MS = 2000;
const SHOWN_WITH = /^(paper_|reading$)/;
const TO_BE_MOVED = new Set(["paper_nearer", "paper_turn", "paper_more", "paper_again"]);

export class Outline {
  // polygon: an element of the picture, or null where the lane has no camera.
  constructor(polygon) {
    Object.assign(this, { polygon, points: [], good: false, look: "", timer: 0 });
  }

  // points: corners in parts of the camera's frame; good: whether it can be read so.
  see({ points, good }) {
    Object.assign(this, { points, good });
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
    this.polygon.classList.toggle("good", Boolean(this.good) && !TO_BE_MOVED.has(this.look));
  }
}
