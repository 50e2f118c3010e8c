"""What happened on a morning at the gates, and whether the books agree."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from kiosk.demo.stage import Played
from kiosk.stats import Figures
from verification.ledger import EventKind


@dataclass(slots=True)
class MorningResult:
    """What happened, and how long each step took."""

    played: list[Played]
    seconds: float
    pulses_seen: int
    counts: dict[str, int]
    ledger_ok: bool
    expected: int
    steps: dict[str, Figures] = field(default_factory=dict)

    @property
    def problems(self) -> list[Played]:
        """Visitors for whom something went otherwise."""
        return [played for played in self.played if not played.well]

    @property
    def books_agree(self) -> bool:
        """Whether every opening of a relay is in the ledger, and no more."""
        return self.pulses_seen == self.counts.get(EventKind.GATE_PULSE, 0)

    @property
    def well(self) -> bool:
        """Whether all went as it had to."""
        complete = len(self.played) == self.expected
        return complete and not self.problems and self.books_agree and self.ledger_ok

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "visitors": len(self.played),
            "seconds": round(self.seconds, 1),
            "well": self.well,
            "reasons": dict(Counter(p.reason for p in self.played)),
            "parts": dict(Counter(p.visitor.part.value for p in self.played)),
            "problems": [
                {"part": p.visitor.part.value, "problem": p.problem}
                for p in self.problems
            ],
            "events": self.counts,
            "openings_seen_by_relays": self.pulses_seen,
            "books_agree": self.books_agree,
            "ledger_ok": self.ledger_ok,
            "steps_ms": {name: f.as_ms() for name, f in self.steps.items()},
        }
