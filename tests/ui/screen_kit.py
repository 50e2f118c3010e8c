"""What the tests of the gate screen share: every look of it, and a measure of all."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import TimeoutError as Timeout

from kiosk.live.store import now_ms
from kiosk.looks import Look

SIZES = [
    (1280, 800),
    (1920, 1080),
    (1080, 1920),
    (1024, 600),
    (1366, 768),
    (768, 1366),
]
NAME = "欧＊＊明"
LINE = "请让工作人员看一下"
_WORDS: dict[Look, dict[str, str]] = {
    Look.PASS: {"name": NAME},
    Look.WAIT: {"line": LINE},
    Look.REFUSE: {"line": LINE},
    Look.COMING: {"line": "欧阳师傅马上就来"},
}
SHOWN: dict[str, tuple[str, dict[str, str]]] = {
    look.value: (look.value, _WORDS.get(look, {})) for look in Look
} | {
    "reading a paper": ("reading", {"hint": "sheet"}),
    "pass with card": ("pass", {"name": NAME, "hint": "take_card"}),
    "wait with card": ("wait", {"line": LINE, "hint": "take_card"}),
}
MEASURE = """() => {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.cssText = 'position:absolute;width:calc(100*var(--u))';
  const unit = probe.getBoundingClientRect().width / 100;
  probe.remove();
  const boxOf = ({ left, top, right, bottom }) => ({ x: left, y: top, right, bottom });
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('.when, script')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width);
    for (const box of boxes) {
      texts.push({ ...boxOf(box), text: node.data, rows: boxes.length,
        color: getComputedStyle(parent).color,
        units: parseFloat(getComputedStyle(parent).fontSize) / unit,
        part: parent.closest('button') ? 'key' : parent.closest('h1') ? 'word'
          : parent.closest('header') ? 'head' : 'line' });
    }
  }
  const keys = [...document.querySelectorAll('button')].map((button) => {
    const { color, backgroundColor, borderColor } = getComputedStyle(button);
    return { ...boxOf(button.getBoundingClientRect()), text: button.innerText,
      color, back: backgroundColor, edge: borderColor };
  });
  const seen = (one) => one.getClientRects().length
    && getComputedStyle(one).visibility === 'visible';
  const pictures = [...document.querySelectorAll('main svg')].filter(seen).map((one) =>
    ({ ...boxOf(one.getBoundingClientRect()), kind: one.getAttribute('class') }));
  const paints = [...document.querySelectorAll('main svg')].filter(seen).map((one) =>
    [...one.querySelectorAll('*')].filter(seen).flatMap((shape) => {
      const { fill, stroke } = getComputedStyle(shape);
      return [fill, stroke].filter((paint) => paint.startsWith('rgb('));
    }));
  const all = document.documentElement;
  return { texts, unit, keys, pictures, paints, wide: all.scrollWidth,
    high: all.scrollHeight, back: getComputedStyle(document.body).backgroundColor,
    periods: document.getAnimations().map((one) => one.effect.getTiming())
      .map(({ duration, iterations }) => [duration, iterations]) };
}"""


@dataclass
class Walk:
    """What was measured of each look at one size."""

    page: Any
    site: Any
    size: tuple[int, int]
    looks: dict[str, dict[str, Any]] = field(default_factory=dict)

    def broken(self, law: Any) -> dict[str, Any]:
        """The looks in which a law finds something, with what it found."""
        found = {name: law(seen) for name, seen in self.looks.items()}
        return {name: what for name, what in found.items() if what}


def show(page: Any, site: Any, name: str, lane: str = "west") -> None:
    """Have a look painted."""
    state, words = SHOWN[name]
    site.gate.show(state, lane, **words)
    hint = words.get("hint", "")
    page.wait_for_selector(f"body[data-look='{state}'][data-hint='{hint}']")
    if "line" in words and not hint:
        page.wait_for_selector(f"text={words['line'][:4]}")


def pass_by(
    page: Any, site: Any, name: str, lane: str = "west", after: Any = None
) -> None:
    """Have a name shown until its time is over; a busy machine may need longer."""
    for seconds in (1.5, 6, 18):
        until = now_ms() + int(seconds * 1000)
        site.gate.show("pass", lane, name=name, until_ms=until)
        if after:
            after()
        with suppress(Timeout):
            page.wait_for_selector(f"text={name}，您好", timeout=seconds * 1000)
            break
    else:
        raise AssertionError("the name was never shown")
    page.wait_for_selector(f"text={name}", state="detached")


def overlap(a: dict[str, float], b: dict[str, float]) -> bool:
    """Whether two boxes lie on each other."""
    apart = a["right"] <= b["x"] or b["right"] <= a["x"]
    return not (apart or a["bottom"] <= b["y"] or b["bottom"] <= a["y"])


def inked(text: dict[str, Any]) -> dict[str, Any]:
    """A line's box without its air: CJK ink is a third lower than its line."""
    slack = (text["bottom"] - text["y"]) * 0.17
    return text | {"y": text["y"] + slack, "bottom": text["bottom"] - slack}


def rgb(colour: str) -> tuple[float, ...]:
    """A computed colour as three parts of 255."""
    return tuple(float(part) for part in colour[colour.index("(") + 1 : -1].split(","))


def luminance(colour: tuple[float, ...]) -> float:
    """Relative luminance (WCAG 2.2, definitions)."""
    parts = [part / 255 for part in colour[:3]]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """The ratio of two colours (WCAG 2.2, definitions)."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
