"""The gate screen in a real browser: its look in every state and size."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

SIZES = [
    (1280, 800),
    (1920, 1080),
    (1080, 1920),
    (1024, 600),
    (1366, 768),
    (768, 1366),
]
NAME = "欧＊＊明"
LINE = "今天没有查到登记"
SHOWN = {
    "idle": ("idle", {}),
    "take": ("idle", {"hint": "take_card"}),
    "reading": ("reading", {}),
    "again": ("reading", {"hint": "lay_again"}),
    "flat": ("reading", {"hint": "paper_flat"}),
    "nearer": ("reading", {"hint": "paper_nearer"}),
    "still": ("reading", {"hint": "paper_still"}),
    "more": ("reading", {"hint": "paper_more"}),
    "paper again": ("reading", {"hint": "paper_again"}),
    "second": ("second", {}),
    "pass": ("pass", {"name": NAME}),
    "pass with card": ("pass", {"name": NAME, "hint": "take_card"}),
    "wait": ("wait", {"line": "请让工作人员看一下"}),
    "wait with card": ("wait", {"line": LINE, "hint": "take_card"}),
    "called": ("called", {}),
    "fault": ("fault", {}),
    "fault with line": ("fault", {"line": "门没有打开，请稍等"}),
    "paused": ("paused", {}),
    "evacuation": ("evacuation", {}),
}
RULES = {
    "runOnly": [
        "wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa",
        "best-practice",
    ],
    "resultTypes": ["violations"],
}  # fmt: skip

# Every text that is seen, with its size and where it really lies; axe sees no overlaps.
TEXTS = """() => {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.cssText = 'position:absolute;width:calc(100*var(--u))';
  const unit = probe.getBoundingClientRect().width / 100;
  probe.remove();
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || node.parentElement.closest('.when, script')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (!box.width) continue;
      const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
      texts.push({ text: node.data, units: size / unit, x: box.left, y: box.top,
        right: box.right, bottom: box.bottom,
        inKey: !!node.parentElement.closest('button'),
        verdict: !!node.parentElement.closest('h1') });
    }
  }
  const keys = [...document.querySelectorAll('button')].map((button) => {
    const { left, top, right, bottom } = button.getBoundingClientRect();
    return { x: left, y: top, right, bottom };
  });
  const all = document.documentElement;
  return { texts, unit, keys, wide: all.scrollWidth, high: all.scrollHeight };
}"""


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def screen(request, page, site):
    width, height = request.param
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(reduced_motion="reduce")
    site.gate.show("idle", "west")
    page.goto(f"{site.url}/screen/west")
    return page


def show(page, site, name):
    state, words = SHOWN[name]
    site.gate.show(state, "west", **words)
    hint = words.get("hint", "")
    page.wait_for_selector(f"body[data-state='{state}'][data-hint='{hint}']")
    if words.get("line") and "card" not in name:
        page.wait_for_selector(f"text={words['line'][:4]}")


def test_every_state_is_large_whole_and_apart(screen, site):
    size, keys = screen.viewport_size, []
    for name in SHOWN:
        show(screen, site, name)
        seen = screen.evaluate(TEXTS)
        keys.append(seen["keys"])
        assert seen["wide"] <= size["width"], name
        assert seen["high"] <= size["height"], name
        assert too_small(seen["texts"]) == [], name
        assert outside(seen["texts"], size) == [], name
        assert on_a_key(seen["texts"], seen["keys"]) == [], name
        assert on_each_other(seen["texts"]) == [], name
    assert all(keys[0] == others for others in keys), "the keys must not move"
    assert_keys_are_large_and_apart(keys[0], seen["unit"])
    assert_words_lie_within(keys[0], seen["texts"])


def too_small(texts):
    least = {True: 9, False: 4.2}
    return [t["text"] for t in texts if t["units"] < least[t["verdict"]] - 0.01]


def outside(texts, size):
    return [
        t["text"]
        for t in texts
        if t["x"] < 0 or t["y"] < 0 or t["right"] > size["width"] + 1
        or t["bottom"] > size["height"] + 1
    ]  # fmt: skip


def on_a_key(texts, keys):
    out = [t for t in texts if not t["inKey"]]
    return [t["text"] for t in out for key in keys if overlap(t, key)]


def assert_keys_are_large_and_apart(keys, unit):
    call, louder = keys
    assert call["bottom"] - call["y"] >= 12.5 * unit
    assert louder["bottom"] - louder["y"] >= 10.9 * unit
    gap = max(louder["x"] - call["right"], louder["y"] - call["bottom"])
    assert gap >= 1.9 * unit


def assert_words_lie_within(keys, texts):
    within = [t for t in texts if t["inKey"]]
    for text in within:
        assert any(
            key["x"] < text["x"] and text["right"] < key["right"] for key in keys
        )
    assert len(within) == len(keys)


def on_each_other(texts):
    # The box of a line of CJK text is a third higher than its ink.
    inked = [
        t | {"y": t["y"] + slack(t), "bottom": t["bottom"] - slack(t)} for t in texts
    ]
    pairs = [(a, b) for i, a in enumerate(inked) for b in inked[i + 1 :]]
    return [(a["text"], b["text"]) for a, b in pairs if overlap(a, b)]


def slack(text):
    return (text["bottom"] - text["y"]) * 0.17


def overlap(a, b):
    apart = a["right"] <= b["x"] or b["right"] <= a["x"]
    return not (apart or a["bottom"] <= b["y"] or b["bottom"] <= a["y"])


def test_axe_finds_nothing_in_any_state(screen, site):
    for name in SHOWN:
        show(screen, site, name)
        found = Axe().run(screen, options=RULES)
        assert found.violations_count == 0, (name, found.generate_report())


def test_nobody_is_asked_for_a_paper_while_the_camera_is_not_well(screen, site):
    site.gate.show("idle_card_only", "west")
    screen.wait_for_selector("body[data-look=idle_card_only]")
    assert screen.inner_text("#first") == "没带证，请按黄键"
    size, seen = screen.viewport_size, screen.evaluate(TEXTS)
    assert outside(seen["texts"], size) + on_each_other(seen["texts"]) == []
    site.gate.show("idle", "west")
    screen.wait_for_selector("body[data-look=idle]")
    assert screen.inner_text("#first") == "或出示纸质通行证"


@pytest.mark.parametrize("name", ["幸福里社区卫生服务中心 内科门诊东一号通道"])
def test_the_clock_stays_when_a_name_is_long(page, site, name):
    page.set_viewport_size({"width": 1024, "height": 600})
    page.goto(f"{site.url}/screen/east")
    page.evaluate(
        "name => { document.querySelector('.place').textContent = name; }", name
    )
    box = page.locator("#clock").bounding_box()
    assert box["x"] + box["width"] <= 1024
    assert page.locator(".place").bounding_box()["width"] < box["x"]
