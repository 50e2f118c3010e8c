"""What screens and boards show of a lane, as plain data."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class ScreenState(StrEnum):
    """What the gate screen looks like; each is a section of its page."""

    IDLE = "idle"
    READING = "reading"
    CHECKING = "checking"  # a second document is wanted
    PASS = "pass"  # noqa: S105 - a passage, not a password
    WAIT = "wait"  # please wait, somebody comes
    CALLED = "called"  # the help key was pressed
    FAULT = "fault"  # the machine cannot check
    PAUSED = "paused"
    EVACUATION = "evacuation"


@dataclass(frozen=True, slots=True)
class ScreenView:
    """What a visitor may see: no true reason, no full name, no number.

    ``line`` is the reason's public line; ``name`` is masked; ``clip`` names the
    sentence to be spoken; ``hint`` is a word of `kiosk.lane.hints.Hint`: for cards
    ``take_card`` and ``lay_again``; for papers ``paper_flat`` (hold it flat),
    ``paper_nearer``, ``paper_still``, ``paper_more`` (a part was read, show the next
    one) and ``paper_again`` (take it away and show it once more).
    """

    state: ScreenState
    line: str = ""
    name: str | None = None
    clip: str = ""
    hint: str = ""
    until_ms: int | None = None


@dataclass(frozen=True, slots=True)
class BoardView:
    """What a guard may see of the visitor at a lane; numbers and names masked.

    ``document`` is what was shown: a word of `verification.documents.DocumentKind` or,
    for a paper, of `verification.paper.paper.PaperKind`; ``paper`` for one that
    could not be read. ``note`` is fire, stuck_on, several_codes (the paper has more
    codes than the one that was decided about), or the names of broken devices.
    """

    phase: str
    since_ms: int
    visit: str | None = None
    outcome: str | None = None
    reason: str | None = None
    name: str | None = field(default=None, repr=False)
    number: str | None = field(default=None, repr=False)
    document: str | None = None
    waiting_since_ms: int | None = None
    called: bool = False
    by_hand: bool = False  # the guard must open by hand now
    note: str = ""


@dataclass(frozen=True, slots=True)
class LaneView:
    """All of a lane at one moment; ``seq`` grows with every change of any lane."""

    lane: str
    seq: int
    at_ms: int
    screen: ScreenView
    board: BoardView

    def screen_json(self) -> dict[str, Any]:
        """What the gate screen gets."""
        return {"lane": self.lane, "seq": self.seq, "at_ms": self.at_ms} | asdict(
            self.screen
        )

    def board_json(self) -> dict[str, Any]:
        """What the board gets."""
        head = {"lane": self.lane, "seq": self.seq, "at_ms": self.at_ms}
        return head | {"screen": self.screen.state} | asdict(self.board)


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A device's condition in words of `drivers.protocols.Condition`."""

    device: str
    lane: str
    role: str  # reader, camera, gate, inputs
    driver: str
    condition: str
    reason: str
    since_ms: int
