// Pink noise and the test sentence at the three levels of a gate screen.
import { at, en } from "./dom.js";
import { pinkNoise } from "./setup_noise.js";
import { Sounds } from "./sounds.js";
import { SAMPLE_RATE, limiter } from "./voice.js";

const NOISE_SECONDS = 4;
const NOISE_RMS_DB = -15; // as the sentences have it
const LONGEST_MS = 30_000;
const LEVELS = ["平时", "大声", "最大"];
const { language, louderDb } = document.getElementById("sounds").dataset;
const LOUDER_DB = JSON.parse(louderDb);

let context = null;
let gain, sounds, noise, source;
let timer = 0;
let turn = 0;

// The context begins with the first touch, as browsers want it.
function begin() {
  if (context) return;
  context = new AudioContext({ sampleRate: SAMPLE_RATE });
  gain = context.createGain();
  gain.connect(limiter(context));
  sounds = new Sounds(context, {}, language);
  noise = noiseOf(context);
}

function noiseOf(audio) {
  const buffer = audio.createBuffer(1, NOISE_SECONDS * audio.sampleRate, audio.sampleRate);
  buffer.copyToChannel(pinkNoise(buffer.length, buffer.sampleRate, NOISE_RMS_DB), 0);
  return buffer;
}

function levelOf(louder) {
  const volume = Number(at("volume_db").value);
  return Math.min(0, volume + LOUDER_DB[louder]);
}

function stop() {
  turn += 1;
  source?.stop();
  source = null;
  clearTimeout(timer);
  at("playing").textContent = "\u00a0"; // keeps its line
  for (const key of document.querySelectorAll("[aria-pressed]")) key.setAttribute("aria-pressed", "false");
}

async function play(key, louder, isNoise) {
  begin();
  stop();
  const mine = turn;
  const [buffer] = await Promise.all([isNoise ? noise : sounds.sentence("test", louder > 0), context.resume()]);
  if (mine !== turn) return;
  if (!buffer) return at("playing").replaceChildren("放不出声音 ", en("no sound"));
  const level = levelOf(louder);
  gain.gain.value = 10 ** (level / 20);
  source = new AudioBufferSourceNode(context, { buffer, loop: isNoise });
  source.onended = () => mine === turn && stop();
  source.connect(gain);
  source.start();
  key.setAttribute("aria-pressed", "true");
  document.body.dataset.level = level;
  at("playing").textContent = `${LEVELS[louder]} ${level} dB`;
  timer = setTimeout(stop, LONGEST_MS);
}

// A change of the usual volume is heard at once.
function follow() {
  const key = document.querySelector("[data-noise][aria-pressed=true]");
  if (key) play(key, Number(key.dataset.noise), true);
}

for (const key of document.querySelectorAll("[data-noise], [data-clip]")) {
  const isNoise = "noise" in key.dataset;
  const louder = Number(key.dataset.noise ?? key.dataset.clip);
  key.addEventListener("click", () => (key.getAttribute("aria-pressed") === "true" ? stop() : play(key, louder, isNoise)));
}
at("stop").addEventListener("click", stop);
at("volume_db").addEventListener("input", follow);
