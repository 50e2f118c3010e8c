"""A gate screen keeps nothing of the people who have passed."""

import pytest

from kiosk.live.store import now_ms

pytestmark = pytest.mark.browser

WARM, VISITORS = 10, 50
MOST_HEAP = 340 * 1024
MOST_NODES = 20


def held(page):
    session = page.context.new_cdp_session(page)
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")["usedSize"]
    counters = session.send("Memory.getDOMCounters")
    session.detach()
    return heap, counters["nodes"] + counters["jsEventListeners"]


def pass_by(page, site, numbers):
    for number in numbers:
        if number % 10 == 0:
            site.gate.show("wait", "west", clip="deny", line="请让工作人员看一下")
            page.wait_for_selector("body[data-look=wait]")
        name, until = f"张＊{number}", now_ms() + 6000
        site.gate.show("pass", "west", clip="pass", name=name, until_ms=until)
        page.wait_for_selector("body[data-look=pass]")
        site.gate.show("idle", "west")
        page.wait_for_selector("body[data-look=idle]")


@pytest.mark.slow
def test_50_visitors_leave_neither_nodes_nor_memory(page, site):
    site.gate.show("idle", "west")
    page.goto(f"{site.url}/screen/west")
    page.wait_for_selector("body[data-look=idle]")
    pass_by(page, site, range(WARM))
    heap, nodes = held(page)
    pass_by(page, site, range(WARM, VISITORS))
    heap_after, nodes_after = held(page)
    assert heap_after - heap < MOST_HEAP
    assert nodes_after - nodes < MOST_NODES
    assert f"张＊{VISITORS - 1}" not in page.content()
