"""Who is at a lane, and who called for staff there."""

from dataclasses import dataclass, field
from enum import StrEnum

from drivers.protocols import CardRead
from kiosk.lane.shown import ShownPaper
from verification.reasons import Outcome, Reason

CALL_SECONDS = 120.0  # whoever said that they come is there by then
UNANSWERED_SECONDS = 1800.0  # so long a call waits for anybody
ARRIVED_SECONDS = 600.0  # staff stand there: time enough to help


@dataclass(frozen=True, slots=True)
class Visit:
    """One visitor at one lane; what staff may see of them is masked.

    ``card`` and ``paper`` are what was shown, as long as the visit lasts;
    ``registrable`` says that what was missing for the card can be added on the spot.
    """

    id: str
    subject: bytes | None = None
    outcome: Outcome | None = None
    reason: Reason | None = None
    name: str | None = field(default=None, repr=False)
    public_name: str | None = field(default=None, repr=False)
    number: str | None = field(default=None, repr=False)
    document: str | None = None
    by_staff: bool = False
    paper: ShownPaper | None = field(default=None, repr=False)
    card: CardRead | None = field(default=None, repr=False)
    registrable: bool = False

    @property
    def let_in(self) -> bool:
        """Whether the gate was opened for it: what is shown next is another visit."""
        return self.outcome is Outcome.ADMIT


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody needs help; it outlives the visits of others at the same lane.

    Attributes:
        ends: when it is over, or rings again if somebody wanted to come.
        acknowledged_by: the name of who comes, ``staff`` their id.
        arrived_by: the name of who came, ``arrived_staff`` their id: maybe another.
        rung_ms: when staff were last called.
        again_at: when the visitor is asked to press again: ``press_again``.
        escalate_at: when all boards are called: ``escalated``.
        laid_until: how long the card of the visit lies sealed for registering.
        card_left: nobody waits: a card was forgotten on a reader.

    """

    visit: Visit
    since_ms: int
    ends: float
    pressed: bool = False
    acknowledged_by: str | None = field(default=None, repr=False)
    staff: str | None = None
    acknowledged_ms: int | None = None
    arrived_ms: int | None = None
    arrived_by: str | None = field(default=None, repr=False)
    arrived_staff: str | None = None
    rung_ms: int = 0
    again_at: float | None = None
    press_again: bool = False
    escalate_at: float | None = None
    escalated: bool = False
    laid_until: float | None = None
    card_left: bool = False

    @property
    def deadlines(self) -> tuple[float | None, ...]:
        """When something about it is due."""
        return self.ends, self.again_at, self.escalate_at, self.laid_until


@dataclass(frozen=True, slots=True)
class LeftCall:
    """A call that was open when the last process ended; ``told_ms``: last heard of."""

    visit: Visit
    since_ms: int
    told_ms: int
    pressed: bool = False

    def again(self, at: float, wall_ms: int) -> Call:
        """As a call of this process; it may be over by now."""
        age = max(0, wall_ms - self.told_ms) / 1000
        ends = at + UNANSWERED_SECONDS - age
        return Call(self.visit, self.since_ms, ends, self.pressed)


@dataclass(frozen=True, slots=True)
class LeftCard:
    """A card that was left on ``reader``; at ``call_at`` staff are called for it."""

    reader: str
    call_at: float | None


class Notice(StrEnum):
    """How a call ended, for those who still stand there."""

    CLOSED = "closed"  # by staff
    UNANSWERED = "unanswered"


# Long enough to hear it slowly once more.
NOTICE_SECONDS: dict[Notice, float] = {
    Notice.CLOSED: 10.0,
    Notice.UNANSWERED: 30.0,
}
