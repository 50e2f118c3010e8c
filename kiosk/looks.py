"""What a gate screen can look like: the one list that lane, page and voice share.

The lane chooses the look and the sentence; the page paints the one and speaks the
other. The words of each stand in `ui.words.LOOKS`, the sentences in `kiosk.voice`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Look(StrEnum):
    """A look of the gate screen."""

    IDLE = "idle"
    IDLE_CARD_ONLY = "idle_card_only"  # no camera is there, or none that is well
    READING = "reading"
    SECOND = "second"  # a second document is wanted
    PASS = "pass"  # noqa: S105 - a passage, not a password
    WAIT = "wait"  # please wait, somebody comes
    REFUSE = "refuse"  # the same in red, only where the site says so
    CALLED = "called"  # the help key was pressed
    COMING = "coming"  # the call was acknowledged
    PRESS = "press"  # nobody came: the help key, please
    CLOSED = "closed"  # the call was closed, a few seconds ago
    FAULT = "fault"  # the machine cannot check
    PAUSED = "paused"
    WALK_IN = "walk_in"  # open by schedule: nobody is checked
    EVACUATION = "evacuation"
    AGAIN = "again"  # lay it again
    TAKE = "take"  # take your card
    PAPER_FLAT = "paper_flat"
    PAPER_NEARER = "paper_nearer"
    PAPER_TURN = "paper_turn"  # the other side
    PAPER_STILL = "paper_still"
    PAPER_MORE = "paper_more"  # a part was read: the next one
    PAPER_AGAIN = "paper_again"  # take it away and show it once more

    @property
    def state(self) -> "Look":
        """The state that it is a variant of; most looks are states themselves."""
        return _VARIANTS.get(self, self)

    @property
    def clip(self) -> str:
        """The sentence that says its words."""
        return _CLIPS.get(self, self.value)


AT_REST = frozenset({Look.IDLE, Look.IDLE_CARD_ONLY, Look.PAUSED, Look.WALK_IN})
"""Nobody is spoken to: their sentences are said to whoever comes or touches."""

_VARIANTS: Mapping[Look, Look] = MappingProxyType(
    {
        Look.IDLE_CARD_ONLY: Look.IDLE,
        Look.TAKE: Look.IDLE,
        Look.AGAIN: Look.READING,
        Look.PAPER_FLAT: Look.READING,
        Look.PAPER_NEARER: Look.READING,
        Look.PAPER_TURN: Look.READING,
        Look.PAPER_STILL: Look.READING,
        Look.PAPER_MORE: Look.READING,
        Look.PAPER_AGAIN: Look.READING,
        Look.REFUSE: Look.WAIT,
        Look.COMING: Look.CALLED,
        Look.PRESS: Look.CALLED,
    }
)
_CLIPS: Mapping[Look, str] = MappingProxyType(
    {
        Look.WAIT: "deny",
        Look.REFUSE: "deny",
        Look.COMING: "acknowledged",
        Look.AGAIN: "reread",
        Look.TAKE: "take_card",
    }
)
