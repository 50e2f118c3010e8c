"""The gate screen of a drill: the mark is seen at every size, and nothing is hidden."""

import pytest

pytestmark = pytest.mark.browser

SIZES = [(1280, 800), (1080, 1920), (1024, 600), (768, 1366)]
BOXES = """() => [...document.querySelectorAll(
  '.place, .drill, #clock, #word, #first, #second, button')].map((element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return element.matches('button, .drill') ? element.getBoundingClientRect()
    : range.getBoundingClientRect();
}).filter((box) => box.width)
  .map((box) => [box.left, box.top, box.right, box.bottom])"""


@pytest.fixture(scope="module")
def served_drill():
    return True


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", ["idle", "pass", "wait"])
def test_the_mark_of_a_drill_stands_apart_from_all_else(page, site, size, state):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(reduced_motion="reduce")
    site.gate.show(state, "west", line="今天没有查到登记")
    page.goto(f"{site.url}/screen/west")
    page.wait_for_selector(f"body[data-state={state}][data-hint]")
    assert page.inner_text(".drill") == "演练"
    boxes = page.evaluate(BOXES)
    for left, top, right, bottom in boxes:
        assert left >= 0 and top >= 0  # noqa: PT018 - one corner
        assert right <= size[0] and bottom <= size[1]  # noqa: PT018 - the other
    pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
    assert [(a, b) for a, b in pairs if overlap(a, b)] == []


def overlap(a, b):
    apart = a[2] <= b[0] or b[2] <= a[0]
    return not (
        apart
        or a[3] - slack(a) <= b[1] + slack(b)
        or b[3] - slack(b) <= a[1] + slack(a)
    )


def slack(box):
    return (box[3] - box[1]) * 0.17  # the ink of CJK text is lower than its line
