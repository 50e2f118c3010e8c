"""Cards that lie sealed for whoever may register them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk.live import Live, open_live
from kiosk.live.laid import KEPT_MS, Laid, LaidCards, Purpose
from verification.keys import Keys, create_keys, load_keys

NUMBER = "999999194912310028"
CARD = Laid("resident", NUMBER, "测试人", date(1949, 12, 31), date(2040, 1, 1))
BARE = Laid("senior", "SC00104327")


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    opened = open_live(tmp_path / "live.db")
    yield opened
    opened.close()


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    create_keys(tmp_path / "keys")
    return load_keys(tmp_path / "keys")


@pytest.fixture
def laid(live: Live, keys: Keys) -> LaidCards:
    return LaidCards(live, keys)


def grow_old(live: Live) -> None:
    with live.write() as connection:
        connection.execute("UPDATE laid SET at_ms = at_ms - ?", (KEPT_MS,))


def count(live: Live) -> int:
    with live.lock() as connection:
        return connection.execute("SELECT count(*) FROM laid").fetchone()[0]


@pytest.mark.parametrize("card", [CARD, BARE])
def test_a_card_comes_back_as_it_was_laid(laid: LaidCards, card: Laid) -> None:
    laid.lay(Purpose.VISIT, "v1", card)
    assert card == laid.open(Purpose.VISIT, "v1")


def test_only_its_own_id_and_purpose_open_it(laid: LaidCards) -> None:
    laid.lay(Purpose.VISIT, "v1", CARD)
    assert laid.open(Purpose.VISIT, "v2") is None
    assert laid.open(Purpose.ENROLMENT, "v1") is None


def test_a_box_that_was_moved_opens_nowhere(live: Live, laid: LaidCards) -> None:
    laid.lay(Purpose.VISIT, "v1", CARD)
    with live.write() as connection:
        connection.execute("UPDATE laid SET id = 'v2'")
    assert laid.open(Purpose.VISIT, "v2") is None


def test_other_keys_open_nothing(live: Live, laid: LaidCards, tmp_path: Path) -> None:
    laid.lay(Purpose.VISIT, "v1", CARD)
    create_keys(tmp_path / "others")
    others = LaidCards(live, load_keys(tmp_path / "others"))
    assert others.open(Purpose.VISIT, "v1") is None


def test_what_was_taken_up_is_gone(live: Live, laid: LaidCards) -> None:
    laid.lay(Purpose.VISIT, "v1", CARD)
    laid.take_up(Purpose.VISIT, "v1")
    assert (laid.open(Purpose.VISIT, "v1"), count(live)) == (None, 0)


def test_nothing_lies_longer_than_two_minutes(live: Live, laid: LaidCards) -> None:
    laid.lay(Purpose.VISIT, "v1", CARD)
    grow_old(live)
    assert laid.open(Purpose.VISIT, "v1") is None
    laid.lay(Purpose.ENROLMENT, "e1", CARD)
    laid.wipe()
    assert count(live) == 1


@pytest.mark.parametrize("set_back_ms", [1_000, 3_600_000])
def test_a_clock_that_was_set_back_makes_no_card_lie_longer(
    live: Live, laid: LaidCards, set_back_ms: int
) -> None:
    laid.lay(Purpose.ENROLMENT, "desk", CARD)
    with live.write() as connection:  # the same as a clock that went back so far
        connection.execute("UPDATE laid SET at_ms = at_ms + ?", (set_back_ms,))
    assert laid.open(Purpose.ENROLMENT, "desk") is None
    laid.wipe()
    assert count(live) == 0


def test_what_is_laid_anew_lies_its_whole_time(live: Live, laid: LaidCards) -> None:
    laid.lay(Purpose.VISIT, "v1", CARD)
    grow_old(live)
    laid.lay(Purpose.VISIT, "v1", BARE)
    assert laid.open(Purpose.VISIT, "v1") == BARE


def test_a_new_gate_process_finds_nothing_laid(live: Live, laid: LaidCards) -> None:
    laid.lay(Purpose.VISIT, "v1", CARD)
    live.begin_anew()
    assert laid.open(Purpose.VISIT, "v1") is None


def test_the_file_holds_nothing_in_the_clear(
    live: Live, laid: LaidCards, tmp_path: Path
) -> None:
    laid.lay(Purpose.VISIT, "v1", CARD)
    files = b"".join(path.read_bytes() for path in tmp_path.glob("live.db*"))
    for text in (NUMBER, "测试人", "1949-12-31", r"\u6d4b"):
        assert text.encode() not in files
    assert NUMBER not in repr(CARD)
    assert "测试人" not in repr(CARD)
