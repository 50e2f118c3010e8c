"""What staff opened in this shift: which openings lack a reason, and how many.

The reason of an opening may be given at once or later within the shift. A later one is
an event of its own (``override.reason``), which names the event of the opening: nothing
that was recorded is ever changed. Only what really opened counts: the gate had its
pulse, or whoever ordered it says with such an event that they opened it by hand.
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
    " json_extract(head, '$.more.command'), json_extract(head, '$.more.reason'),"
    " {opened} FROM events AS o WHERE at >= ? AND +kind = 'override' ORDER BY seq"
)
# The intent stands right behind its override, and the pulse names its order; there are
# few events of one visit.
PULSED = (
    "EXISTS (SELECT 1 FROM events AS p, events AS i WHERE i.seq = o.seq + 1"
    " AND p.visit = o.visit AND p.seq > o.seq AND +p.kind = 'gate.pulse'"
    " AND json_extract(p.head, '$.more.order') = json_extract(i.head, '$.more.order'))"
)
EXPLAINED = (
    "SELECT json_extract(head, '$.more.override'), json_extract(head, '$.staff'),"
    " json_extract(head, '$.more.reason'), json_extract(head, '$.more.by_hand')"
    " FROM events WHERE at >= ? AND +kind = 'override.reason' ORDER BY seq"
)


class Explained(StrEnum):
    """What became of a reason that was given."""

    KEPT = "kept"
    UNKNOWN = "unknown"  # no such opening, or not in this shift
    ANOTHERS = "anothers"  # somebody else has said why already
    UNOPENED = "unopened"  # the gate was silent, and nobody says that they opened it


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening by staff; ``reason`` is empty until somebody has said it.

    ``by`` is the id of who gave the reason; ``command`` of the command that opened.
    ``opened``: the gate had its pulse, or somebody opened it by hand.
    """

    seq: int
    at: datetime
    lane: str
    visit: str | None
    staff: str
    command: str
    reason: str = ""
    by: str = ""
    opened: bool = True


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
        """Those of this shift that really opened, oldest first.

        Raises:
            LedgerProblem: the ledger cannot be read.
        """
        return [opening for opening in self._ordered() if opening.opened]

    def _ordered(self) -> list[Opening]:
        since = instant(datetime.now(UTC) - self._shift)
        rows = self._ledger.reader.rows
        later, by_hand = dict[str, tuple[str, str]](), set[str]()
        for key, staff, reason, hand in self._said(since):
            if reason:
                later[str(key)] = staff, reason
            if hand:
                by_hand.add(str(key))
        made = rows(MADE.format(opened=PULSED), (since,))
        return [_opening(row, later, by_hand) for row in made]

    def counts(self) -> Counter[str]:
        """How many openings each member of staff made in this shift."""
        return Counter(opening.staff for opening in self.recent())

    def made(self, since: str) -> int:
        """How many openings there were since an instant of the ledger."""
        rows = self._ledger.reader.rows(MADE.format(opened=PULSED), (since,))
        by_hand = {str(key) for key, _, _, hand in self._said(since) if hand}
        return sum(_opening(row, {}, by_hand).opened for row in rows)

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

    def _said(self, since: str) -> list[tuple[Any, ...]]:
        return self._ledger.reader.rows(EXPLAINED, (since,))

    def _find(self, key: str) -> Opening | None:
        found = [one for one in self._ordered() if key in (one.command, str(one.seq))]
        return found[-1] if found and key else None


def _opening(
    row: tuple[Any, ...], later: dict[str, tuple[str, str]], by_hand: set[str]
) -> Opening:
    seq, at, lane, visit, staff, command, reason, pulsed = row
    by, said = later.get(str(seq), (staff, reason))
    known = said if said in OPEN_REASONS else ""
    moment = datetime.fromisoformat(at)
    opened = bool(pulsed) or str(seq) in by_hand
    names = staff or "", command or "", known, by or ""
    return Opening(seq, moment, lane or "", visit, *names, opened=opened)


def _entry(opening: Opening, staff: str, said: dict[str, Any]) -> Entry:
    return Entry(
        EventKind.OVERRIDE_REASON,
        lane=opening.lane,
        visit=opening.visit,
        evidence=EvidenceKind.STAFF,
        staff=staff,
        more={"override": opening.seq} | said,
    )
