// The page of recordings: hear what a gate plays, record, upload, give up a recording.
import { at } from "./dom.js";
import { Recorder } from "./recorder_dialog.js";
import { canRecord } from "./recorder_microphone.js";
import { Refused, renewRow, send } from "./recorder_sending.js";
import { opened, RATE, wave } from "./recorder_sound.js";

const { lang, mostBytes, mostSeconds } = document.body.dataset;
const AS_THEY_ARE = /\.(ogg|oga|opus|wav|mp3|flac)$/i; // the server opens these itself
const UNHEARD = "现在听不到，请再试一次。 It cannot be heard now; try again.";
const OLD_ROW = "这一行还是旧的，请重新打开这一页。 This row is still the old one: load the page again.";
const TOO_LARGE = "文件太大，或者打不开：请只留这一句话，存成 OGG、WAV、MP3 或 FLAC，不超过 2 MB。 Too large, or not to be opened: keep this one sentence, as OGG, WAV, MP3 or FLAC of 2 MB at most.";
const SAID = { kept: "换好了，闸机几秒后就用新的录音。 Done: the gates use the new recording in a few seconds.", removed: "不用录音了，闸机用回自带的声音。 The gates speak with our own voice again.", sending: "正在处理… Working…" };

// One sound at a time: the newest, also before one that is still on its way.
class Player {
  turn = 0;

  // Whether it sounds now; done is called at its end.
  async play(buffer, done = () => {}) {
    this.stop();
    const { turn } = this;
    this.context ??= new AudioContext();
    await this.context.resume();
    if (turn !== this.turn) return false;
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.context.destination);
    source.onended = () => turn === this.turn && this.stop();
    source.start();
    Object.assign(this, { source, done });
    return true;
  }

  async fetched(url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(url);
    this.context ??= new AudioContext();
    return this.context.decodeAudioData(await answer.arrayBuffer());
  }

  stop() {
    this.turn += 1;
    this.source?.stop();
    this.done?.();
    this.source = this.done = null;
  }
}

const player = new Player();
const recorder = new Recorder({ player, mostSeconds: Number(mostSeconds), kept: (place) => changed(place, SAID.kept, "play"), lost });
let chosen = null; // where the file that is being chosen goes

function say(text, problem = "") {
  at("told").textContent = text;
  at("failed").textContent = problem;
  at("failed").hidden = !problem;
}

function lost({ sentence }, why) {
  say("", `${sentence}: ${why}`);
}

async function changed(place, said, focus) {
  try {
    await renewRow(place.sentence);
  } catch {
    return say(said, OLD_ROW);
  }
  allow();
  say(said);
  cellOf(place)?.querySelector(`[data-do=${focus}]`)?.focus();
}

function cellOf({ sentence, slow }) {
  return document.querySelector(`[data-sentence="${sentence}"][data-slow="${slow}"]`);
}

const does = {
  async play(key) {
    if (key.hasAttribute("data-playing")) return player.stop();
    try {
      say("");
      player.stop();
      const { turn } = player;
      const buffer = await player.fetched(key.dataset.url);
      if (turn !== player.turn) return;
      if (await player.play(buffer, () => key.removeAttribute("data-playing"))) key.setAttribute("data-playing", "");
    } catch {
      say("", UNHEARD);
    }
  },
  record(key, place) {
    say("");
    recorder.open(place, key.dataset.aloud);
  },
  upload(key, place) {
    chosen = place;
    at("file").value = "";
    at("file").click();
  },
  async remove(key, place) {
    await tried(() => send("DELETE", place), place, SAID.removed, "record");
  },
};

async function tried(action, place, said, focus) {
  say(SAID.sending);
  try {
    await action();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return say("", error.message);
  }
  await changed(place, said, focus);
}

// What the server cannot open or is too large for it, this browser makes smaller.
async function fit(file) {
  if (AS_THEY_ARE.test(file.name) && file.size <= mostBytes) return file;
  try {
    const small = wave(await opened(file), RATE);
    if (small.size <= mostBytes) return small;
  } catch {
    // No browser opens everything.
  }
  throw new Refused(TOO_LARGE);
}

function allow() {
  at("insecure").hidden = isSecureContext;
  for (const key of document.querySelectorAll("[data-do=record]")) key.disabled = !canRecord();
}

at("main").addEventListener("click", ({ target }) => {
  const key = target.closest("[data-do]");
  if (!key) return;
  const { sentence, slow } = key.closest("[data-sentence]").dataset;
  does[key.dataset.do](key, { lang, sentence, slow });
});
at("file").addEventListener("change", () => {
  const [file] = at("file").files;
  const place = chosen;
  if (file) tried(async () => send("PUT", place, await fit(file)), place, SAID.kept, "play");
});
allow();
