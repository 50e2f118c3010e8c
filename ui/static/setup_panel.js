// A line on the screen whose length in pixels is known; the installer measures it.
import { at } from "./dom.js";

const CARD_MM = "85.6"; // an ID card, ISO/IEC 7810 ID-1
const USUAL_SHARE = 0.46; // some 100 mm on the smallest panels
const length = at("length");

function draw() {
  at("ruler").style.width = `${length.value}px`;
  at("line_px").value = length.value;
  at("width_px").value = innerWidth;
  at("height_px").value = innerHeight;
}

const kept = Number(length.getAttribute("value"));
length.max = Math.floor(at("ruler").parentElement.clientWidth * 0.94);
length.value = kept || Math.round(innerWidth * USUAL_SHARE);
length.addEventListener("input", draw);
addEventListener("resize", draw);
at("card").addEventListener("click", () => { at("line_mm").value = CARD_MM; });
draw();
