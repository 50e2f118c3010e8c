"""The ledger as rows for a report, a court or a spreadsheet.

One object an event, always the same keys in the same order; a stable format.
Personal parts come only for a purpose, which is itself recorded first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from verification.ledger.kinds import EventKind
from verification.ledger.ledger import Ledger
from verification.ledger.records import Entry, StoredEvent, instant

CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why somebody takes personal data out, and who: a staff id or the console.

    ``sealed`` says that they go into a file which only a password opens.

    Raises:
        ValueError: the purpose is empty.

    """

    text: str
    staff: str = CONSOLE
    sealed: bool = False

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("personal data are exported only for a stated purpose")


def export(
    ledger: Ledger,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    purpose: Purpose | None = None,
) -> Iterator[dict[str, object]]:
    """Rows of all events between two times, both included.

    Args:
        ledger: to read.
        since: not before this time, as the kiosk's clock said it.
        until: not after this time.
        purpose: adds the key ``personal``; recorded before the first row.

    Raises:
        RecordFailed: the purpose could not be recorded; nothing is given out.

    """
    if purpose:
        ledger.append(
            Entry(
                EventKind.PERSONAL_EXPORTED,
                staff=purpose.staff,
                more={"purpose": purpose.text}
                | ({"sealed": "zip"} if purpose.sealed else {}),
            )
        )
    return _rows(ledger, since, until, purpose is not None)


def _rows(
    ledger: Ledger, since: datetime | None, until: datetime | None, personal: bool
) -> Iterator[dict[str, object]]:
    for event in ledger.events(since=since, until=until, personal=personal):
        row = row_of(event)
        if personal:
            row["personal"] = dict(event.personal) if event.personal else None
        yield row


def row_of(event: StoredEvent) -> dict[str, object]:
    """One event in the export format, without its personal part."""
    return {
        "seq": event.seq,
        "at": instant(event.at),
        "lane": event.lane,
        "kind": str(event.kind),
        "outcome": str(event.outcome) if event.outcome else None,
        "reason": str(event.reason) if event.reason else None,
        "evidence": str(event.evidence),
        "visit": event.visit,
        "staff": event.staff,
        "data_age_s": event.data_age_s,
        "rules": event.rules,
        "clock": str(event.clock),
        "hash": event.hash.hex(),
    }
