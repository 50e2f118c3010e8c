"""What staff opened in this shift: which openings lack a reason, and how many.

The reason of an opening may be given at once or later within the shift. A later one is
an event of its own (``override.reason``), which names the event of the opening: nothing
that was recorded is ever changed. Only what really opened counts (`kiosk.openings`).
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from kiosk.openings import KINDS, Opening, Openings, Told
from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind, Ledger
from verification.ledger.records import instant, parse_head

SHIFT = timedelta(hours=12)
_KINDS = ", ".join(f"'{kind}'" for kind in KINDS)
# The plus sign keeps SQLite from the index of kinds: the hours are the narrower one.
STORIES = (
    "SELECT seq, at, kind, lane, visit, head FROM events WHERE visit IN"  # noqa: S608 - our words
    " (SELECT visit FROM events WHERE at >= ? AND +kind = 'override')"
    f" AND +kind IN ({_KINDS}) ORDER BY seq"
)


class Explained(StrEnum):
    """What became of a reason that was given."""

    KEPT = "kept"
    UNKNOWN = "unknown"  # no such opening, or not in this shift
    ANOTHERS = "anothers"  # somebody else has said why already
    UNOPENED = "unopened"  # the gate was silent, and nobody says that they opened it


class ShiftOpenings:
    """The openings of the last hours, as the ledger tells them.

    Args:
        ledger: of the site.
        shift: how far back a reason may be given.
    """

    def __init__(self, ledger: Ledger, shift: timedelta = SHIFT) -> None:
        self._ledger = ledger
        self._shift = shift

    def recent(self) -> list[Opening]:
        """Those of this shift that really opened, oldest first.

        Raises:
            LedgerProblem: the ledger cannot be read.
        """
        return [opening for opening in self._ordered() if opening.opened]

    def _ordered(self) -> list[Opening]:
        return self._since(instant(datetime.now(UTC) - self._shift))

    def _since(self, since: str) -> list[Opening]:
        openings, found = Openings(), list[Opening]()
        for seq, at, kind, lane, visit, text in self._ledger.reader.rows(
            STORIES, (since,)
        ):
            head = parse_head(seq, text)
            staff, more = str(head.get("staff") or ""), head.get("more", {})
            told = Told(seq, at, kind, lane or "", visit, staff, more)
            opening = openings.add(told)
            if opening and kind == EventKind.OVERRIDE and at >= since:
                found.append(opening)
        return found

    def counts(self) -> Counter[str]:
        """How many openings each member of staff made in this shift."""
        return Counter(opening.staff for opening in self.recent())

    def made(self, since: str) -> int:
        """How many openings there were since an instant of the ledger."""
        return sum(opening.opened for opening in self._since(since))

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
            found = self._find(key)
            if found is None:
                return Explained.UNKNOWN
            if not found.opened:
                return Explained.UNOPENED
            if found.reason and found.by != staff:
                return Explained.ANOTHERS
            transaction.append(_entry(found, staff, {"reason": reason}))
        return Explained.KEPT

    def by_hand(self, key: str, staff: str) -> Explained:
        """Keep that a gate which did not answer was opened by hand.

        Args:
            key: as of `explain`.
            staff: id of who did it.

        Raises:
            RecordFailed: nothing was kept.
        """
        with self._ledger.transaction() as transaction:
            found = self._find(key)
            if found is None:
                return Explained.UNKNOWN
            if not found.opened:  # said twice it is still one opening
                transaction.append(_entry(found, staff, {"by_hand": True}))
        return Explained.KEPT

    def _find(self, key: str) -> Opening | None:
        found = [one for one in self._ordered() if key in (one.command, str(one.seq))]
        return found[-1] if found and key else None


def _entry(opening: Opening, staff: str, said: dict[str, Any]) -> Entry:
    return Entry(
        EventKind.OVERRIDE_REASON,
        lane=opening.lane,
        visit=opening.visit,
        evidence=EvidenceKind.STAFF,
        staff=staff,
        more={"override": opening.seq} | said,
    )
