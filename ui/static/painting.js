// What a gate screen paints: a big word, at most two lines, and one picture.

const at = (id) => document.getElementById(id);
// Which line gives way to what must be said about a card that was left lying.
const CARD_LINE = { pass: 1, wait: 0, refuse: 0 };

// A line breaks between its phrases only.
function phrases(text) {
  return text.split("|").filter(Boolean).map((phrase) => {
    const span = document.createElement("span");
    span.textContent = phrase;
    return span;
  });
}

// A place in a line that nothing is known for leaves no line behind.
function filled(text, view) {
  if (text.includes("{name}")) return view.name ? text.replace("{name}", () => view.name) : "";
  return text.replace("{line}", () => view.line);
}

function linesOf(view, words) {
  const { word, first, second } = words.looks[view.look] ?? words.looks.fault;
  const lines = [filled(first, view), filled(second, view)];
  if (view.hint === "take_card" && view.look in CARD_LINE) lines[CARD_LINE[view.look]] = words.take_card;
  return [word, ...lines];
}

function paintLine(id, text) {
  at(id).replaceChildren(...phrases(text));
}

// Whoever shows a paper is shown a paper, not a card on the reader.
const pictured = ({ look, hint }) => (look === "reading" && hint === "sheet" ? "reading_sheet" : look);

function paintPictures(name) {
  for (const picture of document.querySelectorAll("[data-for]")) {
    picture.classList.toggle("shown", picture.dataset.for.split(" ").includes(name));
  }
}

export function paint(view, words) {
  const { dataset } = document.body;
  const [word, first, second] = linesOf(view, words);
  at("word").textContent = word;
  at("word").dataset.signs = word.length;
  paintLine("first", first);
  paintLine("second", second);
  [dataset.state, dataset.look, dataset.hint] = [view.state, view.look, view.hint];
  paintPictures(pictured(view));
}
