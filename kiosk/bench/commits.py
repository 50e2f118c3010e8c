"""How long the ledger's part of a decision takes, alone."""

import os
import time

from kiosk.bench.site import BenchSite
from kiosk.house import House
from kiosk.stats import Figures, figures
from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind
from verification.reasons import Outcome, Reason

CLAIM_SECONDS = 30


def commit_figures(site: BenchSite, count: int) -> Figures:
    """The transaction of one admission: presented, claim, verdict, intent."""
    house = House.open(site.config, lambda text: None)
    try:
        return figures([_commit(house, number) for number in range(count)])
    finally:
        house.close()


def _commit(house: House, number: int) -> float:
    subject, visit = os.urandom(16), f"bench-{number}"
    shown = {"name": "测*", "number": "99********00"}

    def entry(kind: EventKind, order: str | None = None) -> Entry:
        decided = kind is EventKind.VERDICT
        return Entry(
            kind,
            lane="bench-commit",
            visit=visit,
            evidence=EvidenceKind.CARD,
            outcome=Outcome.ADMIT if decided else None,
            reason=Reason.STATUS_VALID if decided else None,
            more={"order": order} if order else {},
            subject=subject,
            personal=shown,
        )

    begun = time.perf_counter()
    with house.ledger.transaction() as transaction:
        transaction.append(entry(EventKind.PRESENTED))
        transaction.claim(subject, "bench-commit", visit, CLAIM_SECONDS)
        transaction.append(entry(EventKind.VERDICT))
        transaction.append(entry(EventKind.GATE_INTENT, visit))
    took = time.perf_counter() - begun
    facts = {"order": visit, "gate": "bench"}
    house.ledger.append(Entry(EventKind.GATE_UNKNOWN, visit=visit, more=facts))
    return took
