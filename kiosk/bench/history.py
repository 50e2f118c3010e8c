"""A ledger as it is after weeks of work: invented visits, through the ledger's door."""

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kiosk.bench.site import LANE
from kiosk.house import House, kiosk_id
from verification.ages import AgeGroup
from verification.documents import Document
from verification.evidence import EvidenceKind
from verification.invented import invented_person
from verification.ledger import Entry, EventKind, Ledger
from verification.masks import mask_name
from verification.moments import ClockState, Moment
from verification.reasons import Outcome, Reason

DAYS = 30
BATCH = 2000  # events in a transaction
REFERRED = 20  # one visitor of so many is referred to staff
GUARD = "bench-guard"
GROUPS = (AgeGroup.UNDER_60, AgeGroup.SIXTIES, AgeGroup.SEVENTIES, AgeGroup.OVER_80)


@dataclass(slots=True)
class _Past:
    """The clock of a ledger that is written afterwards."""

    at: datetime

    def moment(self) -> Moment:
        return Moment(self.at, ClockState.SYNCED)


def fill_ledger(
    house: House, events: int, people: int, progress: Callable[[int], None]
) -> None:
    """Record at least so many events of registered people, over the last month.

    Args:
        house: whose ledger is filled; nobody else may write it meanwhile.
        events: how many at least; a visit is never cut in two.
        people: the invented people 0 up to this one are the visitors.
        progress: told how many are recorded.

    """
    past = _Past(datetime.now(UTC) - timedelta(days=DAYS))
    step = timedelta(days=DAYS) / max(1, events)
    ledger = Ledger(house.ledger_db, house.keys, kiosk_id(house.keys), past.moment)
    draw = random.Random(17)  # noqa: S311 - a sample, not a secret
    done, visits = 0, itertools.count(1)
    while done < events:
        with ledger.transaction() as transaction:
            until = min(done + BATCH, events)
            while done < until:
                for entry in _visit(house, next(visits), draw.randrange(people)):
                    transaction.append(entry)
                    past.at += step
                    done += 1
        progress(done)
    ledger.reader.close()


def _visit(house: House, number: int, index: int) -> Iterator[Entry]:
    """One visitor, from the card to the passage."""
    person, visit = invented_person(index), f"visit-{number}"
    document = Document.parse(person.number)
    subject = house.registry.subject(document)
    shown = {"name": mask_name(person.name), "number": document.masked}

    def entry(kind: EventKind, **facts: str) -> Entry:
        return Entry(kind, lane=LANE, visit=visit, more=facts)

    presented = Entry(
        EventKind.PRESENTED,
        lane=LANE,
        visit=visit,
        evidence=EvidenceKind.CARD,
        subject=subject,
        personal=shown | {"document": "resident", "age": GROUPS[index % len(GROUPS)]},
    )
    referred = number % REFERRED == 0
    yield presented
    yield _verdict(presented, referred=referred)
    if referred:
        yield from _called(visit)
    yield entry(EventKind.GATE_INTENT, order=visit)
    yield entry(EventKind.GATE_PULSE, order=visit, gate="gate")
    if referred:
        yield entry(EventKind.CALL_CLOSED, how="opened")
    yield entry(EventKind.GATE_PASSED, order=visit)


def _verdict(presented: Entry, *, referred: bool) -> Entry:
    return Entry(
        EventKind.VERDICT,
        lane=presented.lane,
        visit=presented.visit,
        evidence=presented.evidence,
        outcome=Outcome.REFER if referred else Outcome.ADMIT,
        reason=Reason.STATUS_EXPIRED if referred else Reason.STATUS_VALID,
        subject=presented.subject,
        personal=presented.personal,
    )


def _called(visit: str) -> Iterator[Entry]:
    def entry(kind: EventKind, **facts: str) -> Entry:
        staff = None if kind is EventKind.CALL_RAISED else GUARD
        return Entry(kind, lane=LANE, visit=visit, staff=staff, more=facts)

    yield entry(EventKind.CALL_RAISED)
    yield entry(EventKind.CALL_ACKNOWLEDGED)
    yield entry(EventKind.OVERRIDE, reason="unreadable")  # the intent is right behind
