"""What has happened at the pictured gate: some invented people who came."""

import hashlib
from dataclasses import dataclass

from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind, Ledger
from verification.reasons import Outcome, Reason


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who came, as masked as the board shows them."""

    name: str
    number: str
    document: str
    outcome: Outcome = Outcome.ADMIT
    reason: Reason = Reason.STATUS_VALID

    def entry(self, lane: str) -> Entry:
        """Their verdict."""
        return Entry(
            EventKind.VERDICT,
            lane=lane,
            visit=f"{self.name} {self.number}",
            evidence=EvidenceKind.CARD,
            outcome=self.outcome,
            reason=self.reason,
            subject=hashlib.sha256(self.number.encode()).digest()[:16],
            personal={
                "name": self.name,
                "number": self.number,
                "document": self.document,
            },
        )


HISTORY = (
    Came("王*兰", "999999********1526", "resident"),
    Came("张*", "999999********0318", "senior"),
    Came("李*国", "999999********2214", "resident"),
    Came(
        "赵*",
        "999999********0721",
        "social_security",
        Outcome.REFER,
        Reason.STATUS_EXPIRED,
    ),
    Came("刘*芳", "999999********1940", "pass"),
    Came("陈*", "999999********0963", "resident"),
    Came(
        "欧**明", "999999********0427", "senior", Outcome.REFER, Reason.NOT_REGISTERED
    ),
)


def write_history(ledger: Ledger, lane: str) -> None:
    """Record all of them."""
    for came in HISTORY:
        ledger.append(came.entry(lane))
