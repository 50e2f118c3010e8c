"""Who somebody was can be erased, and the chain still holds."""

import pytest
from ledger_book import SUBJECT, VERDICT, Book

from verification.ledger import Entry, EventKind, Ledger, LedgerProblem
from verification.moments import ClockState


def test_whoever_is_forgotten_is_gone_and_the_chain_still_holds(
    ledger: Ledger, book: Book
) -> None:
    other = bytes(16)
    ledger.append(VERDICT, VERDICT, Entry(EventKind.PRESENTED, subject=other))
    boxes = [row["box"] for row in book.db().query("SELECT box FROM details")]

    assert ledger.forget(SUBJECT, staff="s1") == 2
    erased, third, second, first = ledger.recent(4)
    assert (first.personal, second.personal) == (None, None)
    assert {"subject": other.hex()} == third.personal
    assert (erased.kind, erased.staff) == (EventKind.PERSONAL_ERASED, "s1")
    assert erased.more == {"boxes": 2}
    result = ledger.verify()
    assert (result.ok, result.erased) == (True, 2)
    wal = book.path.with_name("ledger.db-wal")
    for data in (book.path.read_bytes(), wal.read_bytes()):
        assert boxes[0] not in data
        assert SUBJECT not in data


def test_forgetting_a_stranger_records_nothing(ledger: Ledger) -> None:
    assert ledger.forget(SUBJECT) == 0
    assert ledger.recent(1) == []


def test_what_is_older_than_its_time_is_erased_and_the_rest_stays(
    book: Book, ledger: Ledger
) -> None:
    other = bytes(16)
    old = Entry(EventKind.PRESENTED, subject=other)
    ledger.append(VERDICT, *[old] * 600)
    book.clock.forward(days=30)
    ledger.append(VERDICT)

    assert ledger.forget_before(book.clock.utc) == 601
    kept = [event.seq for event in ledger.events(personal=True) if event.personal]
    assert kept == [602]
    keys = [row["subject"] for row in book.db().query("SELECT * FROM subject_keys")]
    assert keys == [SUBJECT]
    assert [event.more for event in ledger.recent(2)] == [
        {"boxes": 101},
        {"boxes": 500},
    ]
    assert ledger.verify().ok


def test_nothing_is_erased_by_age_while_the_clock_is_not_trusted(
    book: Book, ledger: Ledger
) -> None:
    ledger.append(VERDICT)
    book.clock.forward(days=9000)
    book.clock.state = ClockState.UNTRUSTED

    with pytest.raises(LedgerProblem, match="clock"):
        ledger.forget_before(book.clock.utc)
    assert ledger.recent(1)[0].personal


def test_a_person_who_comes_again_after_erasure_gets_a_new_key(
    ledger: Ledger, book: Book
) -> None:
    ledger.append(VERDICT)
    (before,) = book.db().query("SELECT key_id FROM subject_keys")
    ledger.forget(SUBJECT)
    ledger.append(VERDICT)
    (after,) = book.db().query("SELECT key_id FROM subject_keys")

    assert before != after
    assert ledger.verify().ok
