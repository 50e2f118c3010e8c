"""Watches the ledger for the first person's card."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kiosk.first_run import Progress
from ui.desk import desk
from ui.first_run.lanes import gate_runs
from ui.words import Word
from verification.catalogue import CATALOGUE
from verification.ledger import EventKind
from verification.reasons import Outcome


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of the card.

    Attributes:
        gate: whether the gate process lives.
        done: the first person was admitted.
        says: why the newest card was not admitted; ``None`` when none was shown.

    """

    gate: bool
    done: bool
    says: Word | None

    def as_dict(self) -> dict[str, Any]:
        """For the page that waits."""
        says = {"zh": self.says.zh, "en": self.says.en} if self.says else None
        return {"gate": self.gate, "done": self.done, "says": says}


def seen(progress: Progress) -> Seen:
    """What became of the card since its person was registered."""
    reader = desk().house.ledger.reader
    person, since = bytes.fromhex(progress.person), _since(progress)
    done = any(
        event.kind is EventKind.VERDICT
        and event.outcome is Outcome.ADMIT
        and event.at >= since
        for event in reader.about(person)
    )
    return Seen(gate_runs(), done, None if done else _newest(since))


def _since(progress: Progress) -> datetime:
    return datetime.fromtimestamp(progress.person_ms / 1000, UTC)


def _newest(since: datetime) -> Word | None:
    """Why the newest card or paper of all was not admitted."""
    reader, kind = desk().house.ledger.reader, EventKind.VERDICT
    found = reader.before(limit=1, kind=kind, since=since)
    if not found or found[0].reason is None:
        return None
    words = CATALOGUE[found[0].reason]
    return Word(words.staff_zh, words.staff_en)
