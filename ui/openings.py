"""What staff opened in this shift: which openings lack a reason, and how many.

The reason of an opening may be given at once or later within the shift. A later one is
an event of its own (``override.reason``), which names the event of the opening: nothing
that was recorded is ever changed.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from kiosk.live.commands import OPEN_REASONS
from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind, Ledger
from verification.ledger.records import instant

SHIFT = timedelta(hours=12)
# The plus sign keeps SQLite from the index of kinds: the hours are the narrower one.
MADE = (
    "SELECT seq, at, lane, visit, json_extract(head, '$.staff'),"
    " json_extract(head, '$.more.command'), json_extract(head, '$.more.reason')"
    " FROM events WHERE at >= ? AND +kind = 'override' ORDER BY seq"
)
EXPLAINED = (
    "SELECT json_extract(head, '$.more.override'), json_extract(head, '$.staff'),"
    " json_extract(head, '$.more.reason')"
    " FROM events WHERE at >= ? AND +kind = 'override.reason' ORDER BY seq"
)


class Explained(StrEnum):
    """What became of a reason that was given."""

    KEPT = "kept"
    UNKNOWN = "unknown"  # no such opening, or not in this shift
    ANOTHERS = "anothers"  # somebody else has said why already


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening by staff; ``reason`` is empty until somebody has said it.

    ``by`` is the id of who gave the reason; ``command`` of the command that opened.
    """

    seq: int
    at: datetime
    lane: str
    visit: str | None
    staff: str
    command: str
    reason: str = ""
    by: str = ""


class Openings:
    """The openings of the last hours, as the ledger tells them.

    Args:
        ledger: of the site.
        shift: how far back a reason may be given.
    """

    def __init__(self, ledger: Ledger, shift: timedelta = SHIFT) -> None:
        self._ledger = ledger
        self._shift = shift

    def recent(self) -> list[Opening]:
        """Those of this shift, oldest first.

        Raises:
            LedgerProblem: the ledger cannot be read.
        """
        since = instant(datetime.now(UTC) - self._shift)
        rows = self._ledger.reader.rows
        later = {
            str(key): (staff, reason)
            for key, staff, reason in rows(EXPLAINED, (since,))
        }
        return [_opening(row, later) for row in rows(MADE, (since,))]

    def counts(self) -> Counter[str]:
        """How many openings each member of staff made in this shift."""
        return Counter(opening.staff for opening in self.recent())

    def explain(self, key: str, reason: str, staff: str) -> Explained:
        """Keep why a gate was opened.

        Args:
            key: the command's id or the number of the event.
            reason: a word of `kiosk.live.commands.OPEN_REASONS`.
            staff: id of who says it. Whoever gave a reason may give another one;
                nobody else may.

        Raises:
            RecordFailed: nothing was kept.
        """
        with self._ledger.transaction() as transaction:  # no two reasons at once
            found = [one for one in self.recent() if key in (one.command, str(one.seq))]
            if not found or not key:
                return Explained.UNKNOWN
            if found[-1].reason and found[-1].by != staff:
                return Explained.ANOTHERS
            transaction.append(_entry(found[-1], reason, staff))
        return Explained.KEPT


def _opening(row: tuple[Any, ...], later: dict[str, tuple[str, str]]) -> Opening:
    seq, at, lane, visit, staff, command, reason = row
    by, said = later.get(str(seq), (staff, reason))
    known = said if said in OPEN_REASONS else ""
    moment = datetime.fromisoformat(at)
    return Opening(
        seq, moment, lane or "", visit, staff or "", command or "", known, by or ""
    )


def _entry(opening: Opening, reason: str, staff: str) -> Entry:
    return Entry(
        EventKind.OVERRIDE_REASON,
        lane=opening.lane,
        visit=opening.visit,
        evidence=EvidenceKind.STAFF,
        staff=staff,
        more={"override": opening.seq, "reason": reason},
    )
