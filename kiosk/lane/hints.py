"""Hints: small requests that the screen makes without ending anything."""

from dataclasses import replace
from enum import StrEnum

from kiosk.lane.events import Happening
from kiosk.lane.phases import Phase
from kiosk.lane.state import HINT_SECONDS, LaneState


class Hint(StrEnum):
    """What a visitor is asked to do, or does; the words stand in `ScreenView.hint`."""

    PAUSED = "paused"  # somebody shows something where nobody looks at it
    SHEET = "sheet"  # what is being looked at is a paper, no card
    TAKE_CARD = "take_card"
    LAY_AGAIN = "lay_again"
    PAPER_FLAT = "paper_flat"  # hold it flat
    PAPER_NEARER = "paper_nearer"  # hold it nearer to the camera
    PAPER_TURN = "paper_turn"  # show its other side
    PAPER_STILL = "paper_still"  # hold it still
    PAPER_MORE = "paper_more"  # a part is read: show the next one
    PAPER_AGAIN = "paper_again"  # take it away and show it once more


def hint(
    state: LaneState, now: Happening, word: Hint, seconds: float = HINT_SECONDS
) -> LaneState:
    """Show a hint for a while."""
    return replace(state, hint=word, hint_ends=now.at + seconds)


def unserved(state: LaneState, now: Happening) -> LaneState:
    """Somebody shows something that nobody looks at: say why, where that is told."""
    told = state.phase in (Phase.PAUSED, Phase.SCHEDULE)
    return hint(state, now, Hint.PAUSED) if told else state


def ask(state: LaneState, word: Hint, until: float) -> LaneState:
    """Show a hint until something else is shown, and wait for so long."""
    return replace(state, hint=word, hint_ends=None, deadline=until)


def no_hint(state: LaneState) -> LaneState:
    """Show no hint."""
    return replace(state, hint="", hint_ends=None)
