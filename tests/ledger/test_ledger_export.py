"""The export format is stable, and personal parts need a reason."""

import json

import pytest
from ledger_book import Book

from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind, Ledger
from verification.ledger.export import Purpose, export
from verification.reasons import Outcome, Reason

KEYS = [
    "seq",
    "at",
    "lane",
    "kind",
    "outcome",
    "reason",
    "evidence",
    "visit",
    "staff",
    "data_age_s",
    "rules",
    "clock",
    "hash",
]
SUBJECT = bytes(16)


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    ledger.append(
        Entry(
            EventKind.VERDICT,
            lane="1",
            visit="v1",
            outcome=Outcome.REFER,
            reason=Reason.NOT_REGISTERED,
            evidence=EvidenceKind.CARD,
            data_age_s=5,
            rules="r1",
            subject=SUBJECT,
            personal={"name": "王*"},
        )
    )
    return ledger


def test_a_row_has_these_keys_and_words(told: Ledger) -> None:
    (row,) = export(told)

    assert list(row) == KEYS
    assert {
        "seq": 1,
        "at": "2026-11-21T04:00:00.123Z",
        "lane": "1",
        "kind": "verdict",
        "outcome": "refer",
        "reason": "not_registered",
        "evidence": "card",
        "visit": "v1",
        "staff": None,
        "data_age_s": 5,
        "rules": "r1",
        "clock": "synced",
        "hash": told.recent(1)[0].hash.hex(),
    } == json.loads(json.dumps(row))


def test_without_a_purpose_nobody_is_named_and_nothing_recorded(told: Ledger) -> None:
    assert "王" not in json.dumps(list(export(told)), ensure_ascii=False)
    assert len(told.recent(9)) == 1


def test_personal_parts_come_with_a_record_of_why_and_who(told: Ledger) -> None:
    rows = export(told, purpose=Purpose("court order 7", "s3"))

    assert EventKind.PERSONAL_EXPORTED is told.recent(1)[0].kind  # before any row
    first, second = rows
    assert {"name": "王*", "subject": SUBJECT.hex()} == first["personal"]
    assert second["personal"] is None
    event = told.recent(1)[0]
    assert (event.staff, event.more) == ("s3", {"purpose": "court order 7"})


def test_an_empty_purpose_is_none() -> None:
    with pytest.raises(ValueError, match="purpose"):
        Purpose("  ")


def test_rows_can_be_asked_for_by_time(book: Book, told: Ledger) -> None:
    book.clock.forward(days=1)
    told.append(Entry(EventKind.SIGNIN, staff="s1"))

    assert [row["seq"] for row in export(told, since=book.clock.utc)] == [2]


def test_the_kinds_are_those_that_others_rely_on() -> None:
    words = """
    presented verdict gate.intent gate.pulse gate.passed gate.nobody gate.unknown
    gate.held_open gate.forced_open override override.reason call.raised
    call.acknowledged call.arrived call.escalated call.closed device.lost
    device.back clock.untrusted clock.confirmed evacuation.on evacuation.off
    lane.paused lane.resumed lane.opened lane.closed lane.checked policy.changed
    registry.change personal.viewed personal.exported personal.erased signin checkpoint
    retention.purged retention.changed backup.made backup.restored site.sunset
    """
    assert [str(kind) for kind in EventKind] == words.split()
