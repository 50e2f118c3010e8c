"""What screens and boards show of a lane, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.looks import Look


@dataclass(frozen=True, slots=True)
class ScreenView:
    """What a visitor may see: no true reason, no full name, no number.

    ``line`` is the reason's public line, or who is coming; ``name`` is masked;
    ``clip`` names the sentence to be spoken, empty when nothing is; ``hint`` is a
    word of `kiosk.lane.hints.Hint`. ``until_ms`` is when it ends, Unix milliseconds:
    another end is another visitor, to whom the same is said again.
    """

    look: Look
    line: str = ""
    name: str | None = None
    clip: str = ""
    hint: str = ""
    until_ms: int | None = None

    @property
    def state(self) -> Look:
        """The state that the look is a variant of."""
        return self.look.state


@dataclass(frozen=True, slots=True)
class BoardView:
    """What a guard may see of the visitor at a lane; numbers and names masked.

    ``document`` is what was shown: a word of `verification.documents.DocumentKind` or,
    for a paper, of `verification.paper.paper.PaperKind`; ``paper`` for one that
    could not be read. ``note`` is fire, stuck_on, several_codes (the paper has more
    codes than the one that was decided about), card_left (a card was forgotten on a
    reader), or the names of broken devices. ``mode`` is normal, paused, held, fire,
    schedule or checkup.

    A call goes from ``call_since_ms`` over ``acknowledged_ms`` to ``arrived_ms``; who
    came (``arrived_by``) may be another than who wanted to (``acknowledged_by``);
    ``escalated`` says that nobody acknowledged it in time. ``can_register``: the card
    of this visit lies sealed in `kiosk.live.laid`, and what it lacks can be added now.
    ``checkup`` is what the check of a lane has seen: card, paper, relay, voice, each
    "", "ok" or a word of what is wrong; ``None`` while none is under way.
    """

    phase: str
    since_ms: int
    visit: str | None = None
    outcome: str | None = None
    reason: str | None = None
    name: str | None = field(default=None, repr=False)
    number: str | None = field(default=None, repr=False)
    document: str | None = None
    call_since_ms: int | None = None
    rung_ms: int | None = None  # when staff were last called
    pressed: bool = False  # the help key
    acknowledged_by: str = field(default="", repr=False)  # the name to be shown
    acknowledged_ms: int | None = None
    arrived_ms: int | None = None
    arrived_by: str = field(default="", repr=False)
    escalated: bool = False
    can_register: bool = False
    by_hand: bool = False  # the guard must open by hand now
    note: str = ""
    mode: str = "normal"
    checkup: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class LaneView:
    """All of a lane at one moment; ``seq`` grows with every change of any lane."""

    lane: str
    seq: int
    at_ms: int
    screen: ScreenView
    board: BoardView


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A device's condition in words of `drivers.protocols.Condition`."""

    device: str
    lane: str
    role: str  # reader, camera, gate, inputs, screen, speaker
    driver: str
    condition: str
    reason: str
    since_ms: int
