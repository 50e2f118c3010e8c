"""What goes into the ledger comes out of it, and who it was can be erased."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from ledger_book import NOON, PERSONAL, SUBJECT, VERDICT, Book

from verification.keys import Keys
from verification.ledger import Entry, EventKind, Ledger, LedgerProblem, RecordFailed
from verification.moments import ClockState
from verification.storage import connect


def test_an_event_comes_back_as_it_was_recorded(ledger: Ledger) -> None:
    (event,) = ledger.append(VERDICT)
    (stored,) = ledger.recent(10)

    assert (1, event.hash) == (stored.seq, stored.hash)
    assert NOON.replace(microsecond=123000) == stored.at == event.at
    assert (stored.clock, stored.boot) == (ClockState.SYNCED, "b1")
    assert {**PERSONAL, "subject": SUBJECT.hex()} == stored.personal
    for name in ("kind", "lane", "visit", "outcome", "reason", "evidence", "staff"):
        assert getattr(VERDICT, name) == getattr(stored, name)
    assert (stored.data_age_s, stored.rules) == (60, "r1")
    assert VERDICT.more == stored.more == event.more


def test_the_chained_row_names_nobody(ledger: Ledger, book: Book) -> None:
    ledger.append(VERDICT)
    (row,) = book.db().query("SELECT * FROM events")

    assert "王" not in row["head"]
    assert "9999" not in row["head"]
    assert SUBJECT.hex() not in row["head"]
    assert {"v", "kiosk", "boot", "mono", "utc", "clock", "kind"} <= set(
        json.loads(row["head"])
    )


def test_no_repr_shows_who_somebody_is(ledger: Ledger) -> None:
    ledger.append(VERDICT)

    for text in (repr(VERDICT), repr(ledger.recent(1))):
        assert "王" not in text
        assert "9999" not in text
        assert SUBJECT.hex() not in text


def test_personal_data_without_a_subject_are_refused() -> None:
    with pytest.raises(ValueError, match="subject"):
        Entry(EventKind.VERDICT, personal=PERSONAL)


def test_events_of_one_transaction_stand_together_or_not_at_all(
    ledger: Ledger,
) -> None:
    with pytest.raises(KeyError):
        _swipe_and_fail(ledger)

    assert ledger.recent(10) == []
    with ledger.transaction() as transaction:
        assert transaction.claim(SUBJECT, "1", "v2", 60)
    assert ledger.verify().ok


def _swipe_and_fail(ledger: Ledger) -> None:
    with ledger.transaction() as transaction:
        transaction.append(VERDICT)
        transaction.claim(SUBJECT, "1", "v1", 60)
        raise KeyError


def test_a_transaction_inside_a_transaction_is_refused(ledger: Ledger) -> None:
    with ledger.transaction(), pytest.raises(LedgerProblem, match="open already"):
        ledger.append(VERDICT)


def test_the_newest_come_first_and_of_one_lane_when_asked(ledger: Ledger) -> None:
    for lane in ("1", "2", "1"):
        ledger.append(Entry(EventKind.PRESENTED, lane=lane))

    assert [event.seq for event in ledger.recent(2)] == [3, 2]
    assert [event.seq for event in ledger.recent(9, lane="1")] == [3, 1]


def test_events_come_in_order_over_many_pages(ledger: Ledger) -> None:
    ledger.append(*(Entry(EventKind.PRESENTED) for _ in range(1203)))

    assert list(range(1, 1204)) == [event.seq for event in ledger.events()]
    assert [event.seq for event in ledger.events(600, 602)] == [600, 601, 602]


def test_events_can_be_asked_for_by_time_and_kind(book: Book, ledger: Ledger) -> None:
    for kind in (EventKind.SIGNIN, EventKind.PRESENTED, EventKind.SIGNIN):
        ledger.append(Entry(kind))
        book.clock.forward(hours=1)
    hour = timedelta(hours=1)

    assert [e.seq for e in ledger.events(since=NOON + hour)] == [2, 3]
    assert [e.seq for e in ledger.events(until=NOON + hour)] == [1, 2]
    assert [e.seq for e in ledger.events(kind=EventKind.SIGNIN)] == [1, 3]


def test_a_story_is_one_visit(ledger: Ledger) -> None:
    for visit in ("a", "b", "a"):
        ledger.append(Entry(EventKind.PRESENTED, visit=visit))

    assert [event.seq for event in ledger.story("a")] == [1, 3]


def test_all_that_is_told_of_somebody_comes_in_order(ledger: Ledger) -> None:
    other = Entry(EventKind.PRESENTED, subject=bytes(16))
    ledger.append(VERDICT, other, Entry(EventKind.CHECKPOINT), VERDICT)
    told = ledger.reader.about(SUBJECT)
    assert [event.seq for event in told] == [1, 4]
    assert told[0].personal == ledger.recent(1)[0].personal is not None
    assert ledger.reader.about(bytes(15)) == []


@pytest.mark.parametrize("closing", [EventKind.GATE_PULSE, EventKind.GATE_UNKNOWN])
def test_an_intent_dangles_until_its_own_order_is_closed(
    ledger: Ledger, closing: EventKind
) -> None:
    for order in ("o1", "o2"):
        ledger.append(Entry(EventKind.GATE_INTENT, more={"order": order}))
    ledger.append(Entry(EventKind.GATE_PASSED, more={"order": "o2"}))
    ledger.append(Entry(closing, more={"order": "o1"}))

    assert [event.more["order"] for event in ledger.dangling_intents()] == ["o2"]


def test_several_threads_and_two_connections_make_one_chain(
    ledger: Ledger, book: Book
) -> None:
    second = book.open()
    threads = [
        threading.Thread(target=_append_each, args=(which,))
        for which in (ledger, ledger, second, second)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    result = ledger.verify()
    assert (result.ok, result.count) == (True, 100)


def _append_each(ledger: Ledger) -> None:
    for _ in range(25):
        ledger.append(Entry(EventKind.PRESENTED, subject=SUBJECT))


def test_reading_does_not_wait_for_a_writer(ledger: Ledger) -> None:
    ledger.append(VERDICT)
    with ledger.transaction() as transaction:
        transaction.append(VERDICT)
        assert [event.seq for event in ledger.recent(10)] == [1]


def test_a_locked_ledger_refuses_and_serves_again(book: Book) -> None:
    ledger = book.open(busy_ms=30)
    blocker = connect(book.path)
    blocker.conn.execute("BEGIN IMMEDIATE")

    with pytest.raises(RecordFailed, match="locked"):
        ledger.append(VERDICT)
    blocker.conn.execute("ROLLBACK")
    blocker.close()
    assert ledger.append(VERDICT)[0].seq == 1


def test_a_commit_that_fails_leaves_no_transaction_open(
    book: Book, ledger: Ledger
) -> None:
    later = "REFERENCES a(id) DEFERRABLE INITIALLY DEFERRED"
    book.db().conn.execute("CREATE TABLE a (id INTEGER PRIMARY KEY)")
    book.db().conn.execute(f"CREATE TABLE b (a INTEGER {later})")

    with pytest.raises(RecordFailed), ledger.transaction() as transaction:
        transaction.connection.execute("INSERT INTO b VALUES (9)")
    assert ledger.append(VERDICT)[0].seq == 1


def test_a_ledger_that_cannot_be_written_records_nothing(
    book: Book, ledger: Ledger, fill: Callable[[int], None]
) -> None:
    fill(1)
    book.db().conn.execute("PRAGMA query_only = ON")

    with pytest.raises(RecordFailed, match="readonly"):
        fill(1)
    book.db().conn.execute("PRAGMA query_only = OFF")
    fill(1)
    assert ledger.verify().count == 2


def test_another_kiosk_or_key_does_not_open_the_ledger(
    book: Book, ledger: Ledger, other_keys: Keys
) -> None:
    with pytest.raises(LedgerProblem, match="belongs to the kiosk 'north'"):
        Ledger(book.db(), book.keys, "south", book.clock)
    with pytest.raises(LedgerProblem, match=r"ledger\.key"):
        Ledger(book.db(), other_keys, "north", book.clock)


def test_the_clock_starts_from_the_newest_time_that_was_sure(
    book: Book, ledger: Ledger, fill: Callable[[int], None]
) -> None:
    assert ledger.last_seen() is None
    fill(1)
    book.clock.forward(days=700)
    book.clock.state = ClockState.UNTRUSTED
    fill(3)

    assert NOON.replace(microsecond=123000) == ledger.last_seen()
