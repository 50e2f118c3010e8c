"""The outline of a sheet on its way through the gate process to live.db."""

from collections.abc import Callable

import pytest
from gate_kit import Site
from paper_site import MakePapers
from waiting import stays, wait_for

from drivers.protocols import PaperOutline
from drivers.twins.camera import CameraTwin
from drivers.twins.faults import Fault
from drivers.twins.sheet import Pose, Sheet
from kiosk.gate.outlines import STALE_SECONDS, STEP_SECONDS, Outlines
from kiosk.live import Live, open_live
from kiosk.live.outlines import OutlineTable, OutlineView, Points
from kiosk.live.store import now_ms
from ui.hub import Hub, screen_topic

SQUARE = ((0.2, 0.2), (0.6, 0.2), (0.6, 0.8), (0.2, 0.8))
WIDE = ((0.1, 0.2), (0.9, 0.2), (0.9, 0.8), (0.1, 0.8))


class Desk:
    """The handing-on, with a clock of the test's own."""

    def __init__(self, live: Live) -> None:
        self.now = 100.0
        self.outlines = Outlines(live, lambda: self.now)
        self.table = OutlineTable(live)

    def see(self, points: Points, seconds: float = 0.0) -> None:
        self.outlines.note("east", PaperOutline("c", points, self.now, True))
        self.pass_time(seconds)

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.outlines.publish()

    @property
    def shown(self) -> list[Points]:
        return [view.points for view in self.table.newest()]


@pytest.fixture
def live(tmp_path):
    opened = open_live(tmp_path / "live.db", busy_ms=20)
    yield opened
    opened.close()


@pytest.fixture
def desk(live: Live) -> Desk:
    return Desk(live)


def test_the_newest_outline_is_written_and_one_that_was_overtaken_is_not(desk):
    desk.see(SQUARE)
    assert desk.shown == [SQUARE]
    desk.see(WIDE)
    assert desk.shown == [SQUARE], "too soon"
    desk.see(SQUARE[:3] + WIDE[3:])
    desk.see(WIDE, STEP_SECONDS)
    assert desk.shown == [WIDE]


def test_an_empty_one_is_written_at_once(desk):
    desk.see(SQUARE)
    desk.see(())
    assert desk.shown == [()]


def test_the_size_of_a_module_goes_with_it(desk):
    desk.outlines.note("east", PaperOutline("c", SQUARE, desk.now, True, 3.5))
    desk.pass_time(0)
    assert [view.module_px for view in desk.table.newest()] == [3.5]


def test_one_that_nobody_renews_is_wiped(desk):
    desk.see(SQUARE)
    desk.pass_time(STALE_SECONDS - 0.1)
    assert desk.shown == [SQUARE]
    desk.pass_time(0.2)
    assert desk.shown == [()]


def test_one_that_cannot_be_wiped_is_wiped_later(desk, live, tmp_path):
    desk.see(SQUARE)
    other = open_live(tmp_path / "live.db")
    with other.write():
        desk.see(())
    desk.pass_time(STALE_SECONDS + 1)
    assert desk.shown == [()]
    other.close()


def test_a_start_of_the_gate_process_leaves_no_outline(live):
    table = OutlineTable(live)
    table.show(OutlineView("east", 1, SQUARE, True, 3.5))
    assert table.newest() == [OutlineView("east", 1, SQUARE, True, 3.5)]
    live.begin_anew()
    assert table.newest() == []


def outlined(site: Site) -> Callable[[], bool]:
    table = OutlineTable(site.live)
    return lambda: any(view.points for view in table.newest())


def test_a_sheet_before_the_lens_is_outlined_until_its_camera_is_lost(
    make_papers: MakePapers,
) -> None:
    with CameraTwin("east-camera", fps=10) as twin:
        site = make_papers(camera={"source": twin.source, "fps": 10}).site
        site.start()
        there = outlined(site)
        stays(lambda: not there(), 0.3, "an empty room")
        twin.show(Sheet.of("NOT OURS"), Pose(px_per_module=5.0))
        wait_for(there, what="an outline")
        twin.fault(Fault.UNPLUG)
        wait_for(lambda: not there(), what="no outline")


def test_an_outline_is_in_a_pages_hands_soon_after_its_frame(
    make_papers: MakePapers,
) -> None:
    with CameraTwin("east-camera", fps=15) as twin:
        site = make_papers(camera={"source": twin.source, "fps": 15}).site
        site.start()
        hub = Hub(site.live, ("east",), lambda *_: {}, dict, int)
        client = hub.subscribe(screen_topic("east"))
        hub.start()
        table, late = OutlineTable(site.live), list[int]()
        twin.show(Sheet.of("NOT OURS"), Pose(px_per_module=5.0))
        for message in client.messages(30.0):
            if message.event == "outline":
                late += [now_ms() - view.at_ms for view in table.newest()]
            if len(late) == 3:
                break
        hub.stop()
    # Other programs use the machine too: now and then it is left alone.
    assert min(late) < 1000
