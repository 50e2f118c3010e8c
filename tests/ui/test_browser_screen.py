"""The gate screen in a real browser: the laws of its looks, at every size."""

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from screen_kit import (
    MEASURE,
    SHOWN,
    SIZES,
    Walk,
    contrast,
    inked,
    overlap,
    rgb,
    show,
)

from kiosk.looks import Look

pytestmark = pytest.mark.browser

WHOLE = {(1280, 800), (1080, 1920)}  # a size lays out, it does not colour
RULES = {
    "runOnly": [
        "wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa",
        "best-practice",
    ],
    "resultTypes": ["violations"],
}  # fmt: skip
FEW = {"runOnly": ["target-size", "meta-viewport"]}
NAMES = """(names) => document.querySelectorAll('.site, .gate').forEach(
  (one, index) => { one.textContent = names[index]; })"""
BOX = """(one) => { const { left, top, right, bottom } =
  document.querySelector(one).getBoundingClientRect();
  return { x: left, y: top, right, bottom }; }"""
LEAST = {"word": 9, "key": 4.2, "head": 4.2, "line": 4.2}
BIG = {"pass": 17, "wait": 17, "refuse": 17}


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def walk(request, browser, site):
    """One page walks through all looks; axe goes along."""
    size = request.param
    viewport = {"width": size[0], "height": size[1]}
    page = browser.new_page(viewport=viewport, reduced_motion="reduce")
    page.goto(f"{site.url}/screen/west")
    page.evaluate(Axe().axe_script)
    rules = RULES if size in WHOLE else RULES | FEW
    walked = Walk(page, site, size)
    for name in SHOWN:
        show(page, site, name)
        seen = page.evaluate(MEASURE)
        found = AxeResults(page.evaluate("rules => axe.run(rules)", rules))
        seen["axe"] = found.generate_report() if found.violations_count else ""
        walked.looks[name] = seen
    yield walked
    page.close()


def test_every_look_is_walked_through():
    assert {look.value for look in Look} <= set(SHOWN)


def test_every_text_is_large_enough(walk):
    def small(seen):
        return [
            t["text"] for t in seen["texts"] if t["units"] < LEAST[t["part"]] - 0.01
        ]

    assert walk.broken(small) == {}
    for look, least in BIG.items():
        words = [t for t in walk.looks[look]["texts"] if t["part"] == "word"]
        assert least <= min(t["units"] for t in words) + 0.01


def test_axe_finds_nothing(walk):
    assert walk.broken(lambda seen: seen["axe"]) == {}


def test_every_text_stands_out_seven_to_one(walk):
    def pale(seen):
        texts = [(t["text"], t["color"], seen["back"]) for t in seen["texts"]]
        keys = [(key["text"], key["color"], key["back"]) for key in seen["keys"]]
        open_ = [one for one in texts if one[0] not in {key[0] for key in keys}]
        return [one for one in open_ + keys if contrast(rgb(one[1]), rgb(one[2])) < 7]

    assert walk.broken(pale) == {}


def test_nothing_lies_outside(walk):
    wide, high = walk.size

    def outside(seen):
        boxes = seen["texts"] + seen["keys"] + seen["pictures"]
        return [
            b for b in boxes
            if min(b["x"], b["y"]) < 0
            or b["right"] > wide + 1 or b["bottom"] > high + 1
        ]  # fmt: skip

    assert walk.broken(outside) == {}
    assert walk.broken(lambda seen: seen["wide"] > wide or seen["high"] > high) == {}


def test_nothing_lies_on_anything_else(walk):
    def on_each_other(seen):
        free = [inked(t) for t in seen["texts"] if t["part"] != "key"]
        boxes = free + seen["keys"] + seen["pictures"]
        pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
        return [(a, b) for a, b in pairs if overlap(a, b)]

    assert walk.broken(on_each_other) == {}


def test_no_phrase_is_broken(walk):
    assert walk.broken(lambda seen: [t for t in seen["texts"] if t["rows"] > 1]) == {}


def test_a_screen_says_one_thing(walk):
    def long(seen):
        said = [t["text"] for t in seen["texts"] if t["part"] in ("word", "line")]
        return len("".join(said)) > 22 or [text for text in said if len(text) > 10]

    assert walk.broken(long) == {}


def test_the_keys_never_move_nor_change(walk):
    first = walk.looks["idle"]["keys"]
    assert walk.broken(lambda seen: seen["keys"] != first) == {}


def test_the_keys_are_two_large_and_apart(walk):
    call, louder = walk.looks["idle"]["keys"]
    unit = walk.looks["idle"]["unit"]
    assert [call["text"], louder["text"]] == ["呼叫工作人员", "大声再说"]
    assert call["bottom"] - call["y"] >= 12.5 * unit
    assert louder["bottom"] - louder["y"] >= 10.9 * unit
    assert max(louder["x"] - call["right"], louder["y"] - call["bottom"]) >= 1.9 * unit
    words = [t for t in walk.looks["idle"]["texts"] if t["part"] == "key"]
    for key, text in zip((call, louder), words, strict=True):
        assert key["x"] < text["x"]
        assert text["right"] < key["right"]


def test_keys_and_pictures_stand_out_from_what_is_around_them(walk):
    def faint(seen):
        back = rgb(seen["back"])
        keys = [[key["edge"], key["back"]] for key in seen["keys"]]
        return [
            paints for paints in keys + seen["paints"]
            if max(contrast(back, rgb(paint)) for paint in paints) < 3
        ]  # fmt: skip

    assert walk.broken(faint) == {}


def test_every_look_has_its_picture_and_the_tick_is_the_largest(walk):
    assert walk.broken(lambda seen: not seen["pictures"]) == {}
    boxes = walk.looks["pass"]["pictures"]
    areas = [(b["right"] - b["x"]) * (b["bottom"] - b["y"]) for b in boxes]
    assert len(areas) == 2
    assert max(areas) == areas[0]
    assert boxes[1]["right"] - boxes[1]["x"] >= 13.5 * walk.looks["pass"]["unit"]


def test_no_picture_leads_to_a_key_or_looks_like_one(walk):
    amber = walk.looks["idle"]["keys"][0]["back"]
    assert amber not in {one for own in walk.looks["closed"]["paints"] for one in own}
    for name in ("idle", "second", "again"):
        show(walk.page, walk.site, name)
        assert walk.page.locator(".picture .shown .out").count() == 0


def test_whoever_shows_a_paper_sees_a_paper(walk):
    for name, kind in (("reading", "hold"), ("reading a paper", "held")):
        kinds = [one["kind"] for one in walk.looks[name]["pictures"]]
        assert [kind in one.split() for one in kinds] == [True]


def test_nothing_moves_for_whoever_wants_no_motion(walk):
    assert walk.broken(lambda seen: seen["periods"]) == {}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_of_a_long_name_the_lane_and_the_clock_stay(page, site, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site.url}/screen/west")
    page.evaluate(NAMES, ["幸福里社区卫生服务中心", "内科门诊东一号通道"])
    gate = "document.querySelector('.gate')"
    assert page.evaluate(f"{gate}.scrollWidth <= {gate}.clientWidth")
    head = [page.evaluate(BOX, one) for one in (".place", "#clock")]
    for look in ("pass with card", "wait", "paper_flat"):
        show(page, site, look)
        seen = page.evaluate(MEASURE)
        boxes = [inked(t) for t in seen["texts"] if t["part"] in ("word", "line")]
        boxes += head + seen["keys"] + seen["pictures"]
        pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
        assert [(a, b) for a, b in pairs if overlap(a, b)] == [], look
        assert max(box["right"] for box in boxes) <= size[0] + 1
