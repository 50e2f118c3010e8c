"""When the same number counts again."""

import pytest

from drivers.presence import MOST_NUMBERS, Presence


@pytest.fixture
def presence():
    return Presence(gone_seconds=0.75, same_seconds=3.0)


def test_a_lying_card_counts_once_for_a_minute(presence):
    frames = [step / 10 for step in range(600)]
    assert [now for now in frames if presence.seen("4711", now)] == [0.0]
    assert not any(presence.tick(now) for now in frames if now < 60.6)


def test_a_card_is_gone_once_after_the_last_frame(presence):
    presence.seen("4711", 0.0)
    assert [presence.tick(now) for now in (0.7, 0.75, 5.0)] == [False, True, False]


@pytest.mark.parametrize(
    ("fresh", "again"), [(False, 0.7), (False, 1.0), (False, 2.9), (True, 3.0)]
)
def test_the_same_number_counts_again_when_gone_and_late_enough(presence, fresh, again):
    presence.seen("4711", 0.0)
    presence.tick(again)
    assert fresh == presence.seen("4711", again)


def test_late_enough_is_not_enough_while_it_lies(presence):
    presence.seen("4711", 0.0)
    for now in (0.7, 1.4, 2.1, 2.8, 3.5, 4.2):
        assert not presence.seen("4711", now)
    assert presence.seen("4711", 4.95)


def test_two_cards_lying_together_count_once_each(presence):
    accepted = [
        number
        for step in range(100)
        for number in ("4711", "4712")
        if presence.seen(number, step / 10)
    ]
    assert accepted == ["4711", "4712"]


def test_another_card_counts_at_once(presence):
    assert presence.seen("4711", 0.0)
    assert presence.seen("4712", 0.01)


def test_a_card_still_lies_when_nobody_listened_for_long(presence):
    presence.seen("4711", 0.0)
    presence.listens_again(60.0)
    assert not presence.seen("4711", 60.1)
    assert [presence.tick(now) for now in (60.8, 60.9)] == [False, True]
    assert presence.seen("4711", 61.0)


def test_a_card_that_was_gone_before_the_line_went_counts_anew(presence):
    presence.seen("4711", 0.0)
    presence.tick(3.0)
    presence.listens_again(60.0)
    assert presence.seen("4711", 60.1)


def test_it_says_when_it_wants_to_be_asked(presence):
    assert presence.due() is None
    presence.seen("4711", 0.0)
    assert presence.due() == 0.75
    presence.tick(0.75)
    assert presence.due() == 3.0
    presence.tick(3.0)
    assert presence.due() is None


def test_a_wild_reader_cannot_fill_the_memory(presence):
    for number in range(10 * MOST_NUMBERS):
        presence.seen(str(number), 0.0)
    assert len(presence._sightings) == MOST_NUMBERS


def test_a_number_is_in_no_repr(presence):
    presence.seen("47114711", 0.0)
    assert "47114711" not in repr(presence)
