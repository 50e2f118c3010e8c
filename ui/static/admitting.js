// Register and admit at the gate: whose card lies there, what the policy wants, one form.
import { el } from "./dom.js";
import { fact, key } from "./card_parts.js";
import { said, stars, t } from "./say.js";

const DAY_MS = 86_400_000;
const DAYS = [0, 7, 14]; // the shortest first: what counts longer is chosen on purpose
const HOW = [["sms", "看过短信", "SMS seen"], ["paper", "看过纸质", "paper seen"], ["phone", "看过手机", "phone seen"]];

// The form of one visitor at a time; it outlives redrawing and goes with the visitor.
export class Admitting {
  constructor({ orders, mayRegister, changed, time }) {
    Object.assign(this, { orders, mayRegister, changed, time });
    this.open = null;
    this.version = 0; // of what the form shows, beside what is typed into it
  }

  says(lane) {
    return this.open?.lane === lane.lane ? this.version : null;
  }

  // A form whose visitor has left is of no use to whoever comes next.
  follow(lanes) {
    if (!this.open) return;
    const lane = lanes.find((one) => one.lane === this.open.lane);
    if (lane?.visit !== this.open.visit || !lane.waiting_since_ms) this.open = null;
  }

  async begin(lane) {
    const asked = await this.ask(lane);
    if (!asked) return;
    const open = { lane: lane.lane, visit: lane.visit, form: asked, status: asked.statuses[0] ?? "", name: "", phone: "", shown: {} };
    for (const one of asked.attestations) open.shown[one.kind] = { how: "", until: asked.today, degrees: "" };
    this.open = open;
    this.redraw();
    const now = document.querySelector(`[data-focus="${lane.lane}-admit-now"]`);
    now?.focus({ preventScroll: true });
    now?.form.scrollIntoView({ block: "nearest" });
  }

  async ask(lane) {
    try {
      const answer = await this.orders.ask(`/api/v1/lanes/${lane.lane}/card`, { visit: lane.visit });
      const told = await answer.json();
      if (answer.ok) return told;
      this.orders.show(lane.lane, { ...told, tone: "bad" });
    } catch {
      this.orders.show(lane.lane, { zh: "没有送出，请再试一次", en: "not sent: try again", tone: "bad" });
    }
    return null;
  }

  cancel() {
    const lane = this.open?.lane;
    this.open = null;
    this.changed();
    document.querySelector(`[data-focus="${lane}-admit"]`)?.focus();
  }

  redraw() {
    this.version += 1;
    this.changed();
  }

  async send() {
    const { lane, visit, status, name, phone, shown } = this.open;
    const body = { visit, card: this.open.form.card, status, name, phone, shown: Object.entries(shown).map(whatWasShown).filter(Boolean) };
    const open = this.open;
    const close = () => this.open === open && this.cancel();
    const came = await this.orders.sendTo(`/api/v1/lanes/${lane}/admission`, lane, body, undefined, close);
    if (came) close();
  }
}

// The site's own word for a status; its three usual ones have names.
const STATUSES = { green: t("绿", "green"), yellow: t("黄", "yellow"), red: t("红", "red") };
const status = (word) => STATUSES[word.toLowerCase()] ?? word;

function whatWasShown([kind, { how, until, degrees }]) {
  if (degrees) return { kind, degrees: Number(degrees.replace(",", ".")) };
  return how ? { kind, how, valid_until: until || null } : null;
}

export function admitKeys(lane, desk) {
  if (!lane.can_register || !desk.mayRegister || desk.says(lane) !== null) return [];
  const words = lane.lacks_attestation ? t("补证明并放行", "Attest and admit") : t("登记并放行", "Register and admit");
  return [key(lane, "admit", "key admit", () => desk.begin(lane), words)];
}

export function admitForm(lane, desk) {
  if (desk.says(lane) === null) return "";
  const { form } = desk.open;
  const wanted = form.attestations.filter((one) => one.required && !one.holds);
  const others = form.attestations.filter((one) => !wanted.includes(one));
  const node = el("form", { class: "admit", "aria-label": t("登记", "Register") },
    el("h3", {}, heading(form)),
    el("dl", { class: "facts" }, ...fact(t("姓名", "name"), stars(form.name)),
      ...fact(said(form.document), form.number), ...fact(t("状态", "status"), form.statuses.length === 1 && status(form.statuses[0])),
      ...fact(t("有效到", "valid until"), form.until)),
    form.needs_name ? field(lane, desk, "name", t("姓名", "Name"), { required: true, maxlength: "60" }) : "",
    form.statuses.length > 1 ? statuses(lane, desk) : "",
    ...wanted.map((one) => attestation(lane, desk, one)),
    form.registered ? "" : field(lane, desk, "phone", t("电话（可以不填）", "Telephone (optional)"), { inputmode: "tel", maxlength: "40" }),
    form.registered && !form.renews && !wanted.length ? el("div", {}, ...others.map((one) => attestation(lane, desk, one))) : more(lane, desk, others),
    el("p", { class: "row" },
      el("button", { class: "key strong", "data-focus": `${lane.lane}-admit-now` },
        form.registered ? t("记下来，再查一次", "Record, and check again") : t("登记并放行", "Register and admit")),
      key(lane, "admit-not", "key cancel", () => desk.cancel(), t("不登记", "Do not"), el("kbd", {}, "Esc"))));
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    desk.send();
  });
  return node;
}

function heading({ registered, renews }) {
  if (renews) return t("状态过期了：重新设定", "The status ran out: set it anew");
  return registered ? t("记录看过的证明", "Record what was shown") : t("凭有效证件登记", "Register by a valid document");
}

function field(lane, desk, name, words, attributes) {
  const id = `${name}-${lane.lane}`;
  const input = el("input", { id, type: "text", autocomplete: "off", "data-focus": id, ...attributes });
  input.value = desk.open[name];
  input.addEventListener("input", () => { desk.open[name] = input.value; });
  return el("p", { class: "field" }, el("label", { for: id }, words), input);
}

function choice(lane, desk, group, value, words, checked, take) {
  const id = `${group}-${value}-${lane.lane}`;
  const input = el("input", { type: "radio", name: `${group}-${lane.lane}`, id, checked, "data-focus": id });
  input.addEventListener("change", () => {
    take();
    desk.redraw();
  });
  return el("label", { class: "choice", for: id }, input, words);
}

function statuses(lane, desk) {
  const all = desk.open.form.statuses.map((word) => choice(lane, desk, "status", word, status(word),
    desk.open.status === word, () => { desk.open.status = word; }));
  return el("fieldset", {}, el("legend", {}, t("状态", "Status")), ...all);
}

function attestation(lane, desk, one) {
  const shown = desk.open.shown[one.kind];
  const wanted = one.required && !one.holds ? t("（必须）", " (required)") : one.holds ? t("（有，还有效）", " (known and valid)") : "";
  const legend = el("legend", {}, said(one.words), wanted);
  if (one.degrees) return el("fieldset", {}, legend, degrees(lane, shown, one, wanted));
  const all = HOW.map(([word, zh, en]) => choice(lane, desk, one.kind, word, t(zh, en), shown.how === word, () => { shown.how = word; }));
  return el("fieldset", {}, legend, ...all, shown.how ? until(lane, desk, one, shown) : "");
}

function degrees(lane, shown, one, wanted) {
  const id = `${one.kind}-${lane.lane}`;
  const input = el("input", { id, type: "text", inputmode: "decimal", maxlength: "5", autocomplete: "off", required: Boolean(wanted),
    pattern: "[0-9]{2}([.,][0-9])?", placeholder: "36.5", "data-focus": id });
  input.value = shown.degrees;
  input.addEventListener("input", () => { shown.degrees = input.value; });
  return el("p", { class: "field" }, el("label", { for: id }, t("体温（℃）", "Temperature (°C)")), input);
}

function until(lane, desk, one, shown) {
  const id = `until-${one.kind}-${lane.lane}`;
  const input = el("input", { id, type: "date", min: desk.open.form.today, "data-focus": id });
  input.value = shown.until;
  input.addEventListener("change", () => { shown.until = input.value; });
  const today = Date.parse(desk.open.form.today);
  const quick = DAYS.map((days) => key(lane, `${id}-${days}`, "key small", () => {
    shown.until = new Date(today + days * DAY_MS).toISOString().slice(0, 10);
    desk.redraw();
  }, days ? t(`${days} 天`, `${days} days`) : t("今天", "today")));
  return el("p", { class: "field until" }, el("label", { for: id }, t("有效到（空着就是不限）", "Valid until (empty: no end)")), input, ...quick);
}

function more(lane, desk, others) {
  if (!others.length) return "";
  const touched = others.some((one) => desk.open.shown[one.kind].how || desk.open.shown[one.kind].degrees);
  return el("details", { open: touched }, el("summary", { "data-focus": `${lane.lane}-more` }, t("还看过别的证明", "something else was shown")),
    ...others.map((one) => attestation(lane, desk, one)));
}
