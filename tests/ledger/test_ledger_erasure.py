"""Who somebody was can be erased, and the chain still holds."""

import sqlite3
import time

from ledger_book import SUBJECT, VERDICT, Book

from verification.ledger import Entry, EventKind, Ledger
from verification.ledger.purging import Old, purge_rows, tell_purge


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


def test_nobody_waits_long_for_the_log_to_be_emptied_while_somebody_reads(
    ledger: Ledger, book: Book
) -> None:
    ledger.append(VERDICT)
    reader = sqlite3.connect(book.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM events").fetchone()  # as a backup does
    began = time.monotonic()
    assert ledger.forget(SUBJECT) == 1
    assert book.db().execute("PRAGMA busy_timeout").fetchone() == (5000,)
    assert time.monotonic() - began < 5, "by far not as long as for a lock"
    reader.close()


def test_forgetting_a_stranger_records_nothing(ledger: Ledger) -> None:
    assert ledger.forget(SUBJECT) == 0
    assert ledger.recent(1) == []


def test_what_is_older_than_its_time_is_erased_and_the_rest_stays(
    book: Book, ledger: Ledger
) -> None:
    other = bytes(16)
    ledger.append(VERDICT, *[Entry(EventKind.PRESENTED, subject=other)] * 600)
    book.clock.forward(days=30)
    ledger.append(VERDICT)
    due = Old(book.clock.utc)

    assert due.count(ledger.reader) == 601
    while rows := due.rows(ledger.reader, 500):
        purge_rows(ledger, rows, "entries")
    kept = [event.seq for event in ledger.events(personal=True) if event.personal]
    assert kept == [602]
    keys = [row["subject"] for row in book.db().query("SELECT * FROM subject_keys")]
    assert keys == [SUBJECT]
    assert ledger.verify().ok


def test_who_looked_at_whom_is_kept_for_longer_than_the_entries(
    book: Book, ledger: Ledger
) -> None:
    ledger.append(VERDICT, Entry(EventKind.PERSONAL_VIEWED, subject=SUBJECT))
    book.clock.forward(days=1)
    assert Old(book.clock.utc).rows(ledger.reader, 9) == [1]
    assert Old(book.clock.utc, access=True).rows(ledger.reader, 9) == [2]


def test_what_was_erased_is_told_once_whenever_a_process_dies(
    book: Book, ledger: Ledger
) -> None:
    ledger.append(VERDICT, VERDICT, VERDICT)
    purge_rows(ledger, [1, 2], "entries")
    book.close()

    again = book.open()  # who began it died before telling
    purge_rows(again, [3], "entries")
    assert tell_purge(again, {"run": "r1"}).more == {"entries": 3, "run": "r1"}
    assert tell_purge(again, {"run": "r2"}).more == {"run": "r2"}


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
