"""The verdicts of the last days, as the ledger still tells them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from verification.ledger import EventKind
from verification.ledger.chain import NOTHING
from verification.ledger.reading import Reader
from verification.ledger.records import StoredEvent, instant
from verification.reasons import Reason

VERDICTS = "SELECT seq FROM events WHERE kind = ? AND at >= ? ORDER BY seq DESC LIMIT ?"
BARE = (
    "SELECT seq FROM events WHERE kind = ? AND at >= ? AND commitment = ? "
    "ORDER BY seq DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class PastVisit:
    """One visit with the verdict that ended it.

    Attributes:
        subject: of the person or document; ``None`` when it is about nobody known.
        document: kind of the card that was shown; empty for a paper.
        paper: which of her papers it was, as staff may know it.
        erased: what was boxed with it is gone, so nobody can say what was shown.
        turned_back: nobody went through, and the right was given back.

    """

    event: StoredEvent
    subject: bytes | None = field(repr=False)
    document: str
    paper: str = field(repr=False)
    erased: bool
    turned_back: bool

    @property
    def reason(self) -> Reason:
        """Of the verdict that was recorded."""
        return self.event.reason or Reason.CHECK_FAILED

    @property
    def facts(self) -> Mapping[str, Any]:
        """What was recorded of a paper."""
        return self.event.more


@dataclass(frozen=True, slots=True)
class Window:
    """The rows of the last days: the first, how many verdicts, and whether all."""

    first: int
    verdicts: int
    cut: bool
    bare: frozenset[int]  # verdicts about nobody: no box ever belonged to them


def window(reader: Reader, since: datetime, most: int) -> Window:
    """Which rows are looked at: at most so many verdicts, the newest.

    Raises:
        LedgerProblem: the ledger cannot be read.

    """
    kind, begin = EventKind.VERDICT, instant(since)
    found = [row[0] for row in reader.rows(VERDICTS, (kind, begin, most + 1))]
    cut, found = len(found) > most, found[:most]
    bare = reader.rows(BARE, (kind, begin, NOTHING, most))
    first = found[-1] if found else 1
    return Window(first, len(found), cut, frozenset(row[0] for row in bare))


def visits(reader: Reader, rows: Window, since: datetime) -> Iterator[PastVisit]:
    """The visits of a window in the order of their last verdicts.

    Raises:
        LedgerProblem: the ledger cannot be read.

    """
    turned = {
        event.visit
        for event in reader.events(
            rows.first, since=since, kind=EventKind.GATE_NOBODY, personal=False
        )
    }
    last = _last_rows(reader, rows.first, since)
    for event in _verdicts(reader, rows.first, since, personal=True):
        if last.get(str(event.visit)) != event.seq:
            continue  # the same visitor showed something more
        told = event.personal or {}
        is_paper = "paper" in event.more
        yield PastVisit(
            event,
            bytes.fromhex(told["subject"]) if told else None,
            document="" if is_paper else told.get("document", ""),
            paper=told.get("number", "") if is_paper else "",
            erased=not told and event.seq not in rows.bare,
            turned_back=event.visit in turned,
        )


def _last_rows(reader: Reader, first: int, since: datetime) -> dict[str, int]:
    found = _verdicts(reader, first, since, personal=False)
    return {str(event.visit): event.seq for event in found}


def _verdicts(
    reader: Reader, first: int, since: datetime, *, personal: bool
) -> Iterator[StoredEvent]:
    kind = EventKind.VERDICT
    for event in reader.events(first, since=since, kind=kind, personal=personal):
        if event.reason is not Reason.ALREADY_OPEN:
            yield event
