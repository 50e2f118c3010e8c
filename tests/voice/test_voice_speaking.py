"""The plan of a lane's speech: what is said, when, and how loud."""

import pytest

from kiosk.looks import AT_REST, Look
from kiosk.voice.sentences import sentences
from kiosk.voice.speaking import Say, SpeechPlan

VOLUME = -20.0


@pytest.fixture
def plan() -> SpeechPlan:
    return SpeechPlan(sentences(), VOLUME)


def show(plan: SpeechPlan, look: Look, now: float = 0.0, until_ms=None) -> list[Say]:
    return plan.follow(look, look.clip, until_ms, now)


def until(plan: SpeechPlan, end: float) -> list[tuple[float, str]]:
    """When something is said of itself until ``end``, and what."""
    said = []
    while plan.next_at is not None and plan.next_at <= end:
        now = plan.next_at
        said += [(now, order.clip) for order in plan.due(now)]
    return said


def usual(chime: str, clip: str) -> Say:
    return Say(chime, clip, False, VOLUME)


def test_a_message_is_said_at_once_after_its_chime(plan):
    assert [usual("pass", "pass")] == show(plan, Look.PASS, until_ms=6000)
    assert [usual("wait", "deny")] == show(plan, Look.WAIT)


def test_the_same_message_is_not_begun_anew(plan):
    show(plan, Look.WAIT)
    assert show(plan, Look.WAIT, now=1.0) == []
    assert until(plan, 27.0) == [(8.0, "deny")]


@pytest.mark.parametrize(
    ("look", "times"),
    [
        (Look.WAIT, [8, 28, 48]),
        (Look.CALLED, [20, 40, 60]),
        (Look.FAULT, [20, 40]),
        (Look.EVACUATION, [10, 20, 30, 40, 50, 60]),
        (Look.SECOND, []),
        (Look.COMING, []),
        (Look.PAUSED, []),
    ],
)
def test_each_message_comes_again_at_its_times(plan, look, times):
    show(plan, look)
    assert [(float(time), look.clip) for time in times] == until(plan, 60.0)


def test_what_is_repeated_to_nobody_ends_and_begins_anew_with_the_next_fault(plan):
    for begun in (0.0, 1000.0):
        assert [usual("wait", "fault")] == show(plan, Look.FAULT, begun)
        times = [(begun + 20, "fault"), (begun + 40, "fault")]
        assert times == until(plan, begun + 900)
        show(plan, Look.IDLE, begun + 950)


def test_a_fault_that_was_said_often_enough_is_said_to_who_presses_twice(plan):
    show(plan, Look.FAULT)
    until(plan, 900.0)
    plan.press(900.0)
    assert [Say("wait", "fault", True, -8.0)] == plan.press(901.0)
    assert until(plan, 2000.0) == []
    plan.press(2000.0)
    assert plan.press(2001.0)[0].level_db == -8.0


def test_a_message_ends_the_repeats_of_the_one_before(plan):
    show(plan, Look.WAIT)
    assert [usual("pass", "pass")] == show(plan, Look.PASS, 3.0, until_ms=9000)
    assert until(plan, 100.0) == []


def test_reading_ticks_at_once_and_speaks_only_when_it_takes_long(plan):
    assert [usual("tick", "")] == show(plan, Look.READING)
    assert plan.next_at == 1.5
    assert [usual("", "reading")] == plan.due(1.5)


def test_a_reading_that_is_over_in_time_is_never_spoken_of(plan):
    show(plan, Look.READING)
    show(plan, Look.PASS, 0.8, until_ms=6000)
    assert until(plan, 60.0) == []


def test_a_check_hears_its_sentence_as_often_as_it_asks_for_it(plan):
    plan.follow(Look.PAUSED, "", None, 0.0)
    for now, ends in ((1.0, 7000), (3.0, 9000), (3.5, 9500)):
        said = plan.follow(Look.PAUSED, "test", ends, now)
        assert said == [usual("", "test")]
    assert until(plan, 60.0) == []


@pytest.mark.parametrize("look", sorted(AT_REST))
def test_at_rest_nobody_is_spoken_to(plan, look):
    assert plan.follow(look, "", None, 0.0) == []
    assert plan.next_at is None


def test_whoever_comes_to_a_lane_at_rest_is_told_of_it_once_in_a_while(plan):
    plan.follow(Look.PAUSED, "", None, 0.0)
    for now, said in ((1.0, 1), (7.0, 0), (31.5, 1)):
        assert [usual("", "paused")] * said == show(plan, Look.PAUSED, now)
        assert plan.follow(Look.PAUSED, "", None, now + 5.0) == []
    assert plan.next_at is None


def test_a_sentence_is_said_to_one_visitor_so_often_and_no_more(plan):
    heard = []
    for at in range(3):
        heard += show(plan, Look.AGAIN, float(at))
        show(plan, Look.PASS, at + 0.5)
    assert sum(order.clip == "reread" for order in heard) == 2
    show(plan, Look.IDLE, 5.0)
    assert [usual("wait", "reread")] == show(plan, Look.AGAIN, 6.0)


def test_the_next_visitor_is_let_in_with_words_too(plan):
    assert show(plan, Look.PASS, 0.0, until_ms=6000)
    assert show(plan, Look.PASS, 2.0, until_ms=8000)


def test_a_help_key_pressed_twice_repeats_slowly_and_louder(plan):
    show(plan, Look.CALLED)
    assert plan.press(0.0) == []
    assert [Say("call", "called", True, -8.0)] == plan.press(4.0)
    assert [Say("call", "called", True, 0.0)] == plan.press(8.0)
    assert [Say("call", "called", True, 0.0)] == plan.press(12.0)


def test_a_help_key_pressed_long_after_the_first_time_repeats_nothing(plan):
    show(plan, Look.CALLED)
    plan.press(0.0)
    assert plan.press(10.1) == []


def test_what_is_said_again_louder_puts_the_next_repeat_off(plan):
    show(plan, Look.WAIT)
    plan.again(7.0)
    assert until(plan, 40.0) == [(27.0, "deny")]


def test_louder_lasts_until_the_screen_is_at_rest(plan):
    show(plan, Look.CALLED)
    plan.again(1.0)
    assert show(plan, Look.COMING, 2.0)[0].level_db == -8.0
    show(plan, Look.IDLE, 30.0)
    assert show(plan, Look.CALLED, 31.0)[0].level_db == VOLUME


def test_nothing_is_louder_than_full_scale():
    plan = SpeechPlan(sentences(), -5.0)
    show(plan, Look.FAULT)
    assert plan.again(1.0)[0].level_db == 0.0


def test_before_anything_is_shown_there_is_nothing_to_repeat(plan):
    assert plan.again(1.0) == []
    assert plan.due(1.0) == []
