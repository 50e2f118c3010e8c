// 「读卡」: what lies on the reader of the desk goes into a form, masked. The form carries
// a token; the server, which alone knows the number, puts it in.
const ASK_MS = 500;
const PATIENCE_MS = 30000;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

class Part {
  constructor(node) {
    this.node = node;
    this.token = node.querySelector("[name=laid]");
    this.said = node.querySelector("[data-said]");
    this.other = node.querySelector("[data-typed]");
    this.number = document.getElementById(node.dataset.number);
    this.kind = document.getElementById(node.dataset.kind);
    this.name = document.getElementById(node.dataset.name);
    this.turn = 0; // of the newest press: an older one stops asking
    for (const key of node.querySelectorAll("[data-reader]")) {
      key.hidden = false;
      key.addEventListener("click", () => this.read(key.dataset.reader));
    }
    this.other.addEventListener("click", () => this.type());
    if (this.token.value) this.lock();
  }

  say(word, more = "") {
    this.said.textContent = (this.node.dataset[word] ?? word) + more;
  }

  async read(reader) {
    const turn = ++this.turn;
    const end = Date.now() + PATIENCE_MS;
    this.say("wait");
    while (turn === this.turn && Date.now() < end) {
      const found = await this.ask(reader);
      if (turn !== this.turn) return;
      if (found.state === "laid") return this.fill(found);
      if (found.state !== "none") return this.say(found.state);
      await pause(ASK_MS);
    }
    if (turn === this.turn) this.say("none");
  }

  async ask(reader) {
    try {
      const answer = await fetch(`/admin/people/laid/${encodeURIComponent(reader)}`);
      return answer.ok ? await answer.json() : { state: "silent" };
    } catch {
      return { state: "silent" };
    }
  }

  fill(found) {
    const fits = [...this.kind.options].some((option) => option.value === found.kind);
    if (!fits) return this.say("unfit", `${found.kind_words} ${found.number}`);
    this.token.value = found.token;
    this.number.value = found.number;
    this.kind.value = found.kind;
    this.lock();
    this.say("found", `${found.kind_words} ${found.number} ${found.name}`);
  }

  lock() {
    this.number.readOnly = true;
    this.useName(true);
    this.other.hidden = false;
  }

  useName(fromCard) {
    if (!this.name) return;
    this.name.required = !fromCard;
    this.node.querySelector("[data-names]").hidden = !fromCard;
  }

  type() {
    this.turn += 1;
    this.token.value = "";
    this.number.value = "";
    this.number.readOnly = false;
    this.useName(false);
    this.other.hidden = true;
    this.said.textContent = "";
    this.number.focus();
  }
}

for (const node of document.querySelectorAll("[data-laid]")) new Part(node);
