"""The end of an evacuation, as all lanes are told it together."""

import pytest
from lane_kit import Walk, paused, ready, waiting

from kiosk.lane.actions import Action, Finish
from kiosk.lane.modes import Mode
from kiosk.live import CommandKind


def end_evacuation(walk: Walk) -> list[Action]:
    return walk.ask(CommandKind.RESUME, ends="evacuation")


def held() -> Walk:
    walk = paused()
    walk.ask(CommandKind.HOLD_OPEN)
    return walk


@pytest.mark.parametrize("way", [ready, paused, waiting])
def test_it_changes_no_lane_that_was_not_evacuated(way) -> None:
    walk = way()
    before = walk.state
    assert [type(done) for done in end_evacuation(walk)] == [Finish]
    assert (walk.state, walk.finished) == (before, ["done"])


def test_two_boards_that_say_it_end_no_pause() -> None:
    walk = held()
    for _ in range(2):
        end_evacuation(walk)
        assert Mode.PAUSED is walk.state.mode


def test_the_key_of_one_lane_ends_what_holds_it_and_then_its_pause() -> None:
    walk, modes = held(), []
    for _ in range(2):
        walk.ask(CommandKind.RESUME)
        modes.append(walk.state.mode)
    assert modes == [Mode.PAUSED, Mode.NORMAL]
