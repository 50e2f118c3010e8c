"""Which signs somebody gets whose paper is seen but not read, and when."""

from collections.abc import Iterable

import pytest

from drivers.camera.guidance import Glimpse, Guidance
from drivers.protocols import PaperSign

ROOM = Glimpse(energy=4.0)
PAPER = Glimpse(energy=30.0, paper=True, module=4.0)
SMALL = Glimpse(energy=30.0, paper=True, module=1.2)
TREMBLING = Glimpse(energy=30.0, paper=True, module=4.0, moving=True)
PASSING = Glimpse(energy=5.0, moving=True)
NOTICE = Glimpse(energy=12.0, paper=True, module=4.0)
BEFORE_NOTICE = Glimpse(energy=12.0, paper=True, module=4.0, moving=True)
START = 1000.0


class Watch:
    """Guidance on a clock of its own, ten frames a second."""

    def __init__(self, room: Glimpse = ROOM) -> None:
        self.guidance, self.at = Guidance(), START
        self.signs: list[tuple[float, PaperSign]] = []
        self.see(room, 0.1)
        self.begun = self.at

    def see(self, glimpse: Glimpse | None, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            sign = self.guidance.look(glimpse, self.at)
            if sign is not None:
                self.signs.append((round(self.at - self.begun, 1), sign))
            self.at += 0.1

    @property
    def words(self) -> list[PaperSign]:
        return [sign for _, sign in self.signs]


def words(room: Glimpse, views: Iterable[tuple[Glimpse | None, float]]) -> list[str]:
    watch = Watch(room)
    for glimpse, seconds in views:
        watch.see(glimpse, seconds)
    return [str(word) for word in watch.words]


@pytest.mark.parametrize(
    ("paper", "advice"),
    [
        (PAPER, PaperSign.FLAT),
        (SMALL, PaperSign.NEARER),
        (TREMBLING, PaperSign.STILL),
    ],
)
def test_a_paper_that_is_not_read_gets_advice_and_then_staff(paper, advice):
    watch = Watch()
    watch.see(paper, 20)
    watch.see(ROOM, 3)
    assert watch.signs == [
        (pytest.approx(0.5, abs=0.11), PaperSign.SEEN),
        (pytest.approx(2.0, abs=0.21), advice),
        (pytest.approx(12.8, abs=0.11), PaperSign.UNREADABLE),
        (pytest.approx(22.0, abs=0.11), PaperSign.GONE),
    ]


def test_advice_changes_with_what_is_wrong_but_not_at_every_frame():
    watch = Watch()
    watch.see(SMALL, 3)
    watch.see(PAPER, 6)
    seen, nearer, flat = watch.words
    assert (seen, nearer, flat) == (PaperSign.SEEN, PaperSign.NEARER, PaperSign.FLAT)
    assert watch.signs[2][0] - watch.signs[1][0] >= 5.2


def test_advice_is_about_the_paper_though_this_very_frame_shows_none():
    watch = Watch()
    watch.see(PAPER, 1.8)
    watch.see(ROOM, 1)
    assert watch.words == [PaperSign.SEEN, PaperSign.FLAT]


def test_no_advice_after_a_code_was_read():
    watch = Watch()
    watch.see(PAPER, 1)
    watch.guidance.read(watch.at)
    watch.see(PAPER, 20)
    assert watch.words == [PaperSign.SEEN]


def test_a_paper_that_was_read_at_once_is_only_told_to_be_gone():
    watch = Watch()
    watch.guidance.read(watch.at)
    watch.see(None, 1)
    watch.see(ROOM, 1.2)
    assert watch.words == [PaperSign.GONE]
    assert not watch.guidance.sees


def test_the_next_paper_is_guided_anew():
    once = [(PAPER, 14.0), (ROOM, 3.0)]
    assert words(ROOM, once + once) == ["seen", "flat", "unreadable", "gone"] * 2


def test_somebody_who_walks_by_gets_no_sign():
    by = [(PAPER, 0.4), (PASSING, 2.0), (ROOM, 3.0)]
    assert words(ROOM, by * 5) == []


def test_a_notice_that_hangs_there_from_the_start_gets_no_sign():
    views = [(NOTICE, 3), (BEFORE_NOTICE, 20), (PASSING, 4), (BEFORE_NOTICE, 20)]
    assert words(NOTICE, views) == []


def test_a_paper_before_a_notice_does():
    assert words(NOTICE, [(NOTICE, 3), (PAPER, 1)]) == ["seen"]


def test_a_visitor_who_hides_a_notice_does_not_make_it_a_paper():
    stands = [(PASSING, 1), (ROOM, 60), (PASSING, 1), (BEFORE_NOTICE, 20)]
    assert words(NOTICE, [(NOTICE, 10), *stands]) == []


def test_a_notice_that_was_taken_down_is_forgotten():
    views = [(NOTICE, 10), (ROOM, 600), (NOTICE, 1)]
    assert words(NOTICE, views) == ["seen"]


def test_an_unread_paper_that_stays_is_in_the_end_furniture():
    left = [(PAPER, 300)]
    assert words(ROOM, left) == ["seen", "flat", "unreadable", "gone"]


def test_frames_that_were_not_looked_at_end_nothing_at_once():
    watch = Watch()
    watch.see(PAPER, 1)
    watch.see(None, 1.9)
    assert watch.guidance.sees
    watch.see(None, 0.3)
    assert not watch.guidance.sees
