"""Visitors of the past, and a hand that waits for a rehearsal."""

import time

from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind
from verification.reasons import Outcome, Reason


def strangers(house, count=2):
    """So many genuine cards of people whom nobody registered."""
    for number in range(count):
        house.ledger.append(
            Entry(
                EventKind.VERDICT,
                lane="east",
                visit=f"past-{number}",
                outcome=Outcome.REFER,
                reason=Reason.NOT_REGISTERED,
                evidence=EvidenceKind.CARD,
                data_age_s=60,
                subject=number.to_bytes(16),
                personal={"document": "resident", "name": "李*英"},
            )
        )


def until_rehearsed(client, seconds=20.0):
    deadline = time.monotonic() + seconds
    while client.get("/admin/policy/rehearsal/state").json["running"]:
        assert time.monotonic() < deadline, "the rehearsal did not end"
        time.sleep(0.05)
