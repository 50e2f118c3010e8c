"""Who is at a lane, and who called for staff there."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.lane.shown import ShownPaper
from verification.reasons import Outcome, Reason

CALL_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Visit:
    """One visitor at one lane; what staff may see of them is masked."""

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

    @property
    def let_in(self) -> bool:
        """Whether the gate was opened for it: what is shown next is another visit."""
        return self.outcome is Outcome.ADMIT


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody needs help; it outlives the visits of others at the same lane."""

    visit: Visit
    since_ms: int
    ends: float
    pressed: bool = False
    acknowledged_by: str | None = None
    rung_ms: int = 0  # when staff were last called
    again_at: float | None = None  # when the visitor is asked to press again
    press_again: bool = False


class Notice(StrEnum):
    """How a call ended, for those who still stand there."""

    CLOSED = "closed"  # by staff
    UNANSWERED = "unanswered"


# Long enough to hear it slowly once more.
NOTICE_SECONDS: dict[Notice, float] = {
    Notice.CLOSED: 10.0,
    Notice.UNANSWERED: 30.0,
}
