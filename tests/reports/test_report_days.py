"""Days are counted once, and anew whenever the ledger is not what it was."""

import json
from datetime import date, timedelta
from hashlib import sha256

import pytest
from reports_kit import DAY, DAYS, NAME, NUMBER, Diary

from kiosk.reports import BadSpan, Span, Table, book
from kiosk.reports.book import AROUND
from verification.ledger import EventKind
from verification.ledger.errors import LedgerProblem

TOMORROW = timedelta(days=1)


def kept(diary):
    return diary.folder / "reports" / f"{DAY}.json"


@pytest.fixture
def counted(diary):
    """A day that is over and was counted."""
    diary.comes_in()
    diary.at += TOMORROW
    diary.report()
    return diary


def test_today_is_not_kept(diary):
    diary.comes_in()
    diary.report()
    assert not kept(diary).exists()


def test_a_day_is_not_over_before_its_last_visit_is(diary):
    diary.comes_in()
    midnight = diary.at.replace(hour=16, minute=0)
    diary.book(midnight + AROUND / 2).report(DAYS)
    assert not kept(diary).exists()


def test_a_day_that_is_over_is_kept_for_its_owner_only(counted):
    assert kept(counted).stat().st_mode & 0o777 == 0o600
    assert kept(counted).parent.stat().st_mode & 0o777 == 0o700
    text = kept(counted).read_text()
    assert not [secret for secret in (NAME, NUMBER) if secret in text]


def test_what_is_kept_is_what_is_told(counted):
    head, text = kept(counted).read_text().split("\n")
    told = text.replace('"all": 1', '"all": 7')
    digest = sha256(told.encode()).hexdigest()
    kept(counted).write_text(f"{head[: -len(digest)]}{digest}\n{told}")
    assert counted.report().visits == 7


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b"\xff", b"\n" * 3])
def test_a_damaged_file_is_counted_again(counted, text):
    kept(counted).write_bytes(text)
    assert counted.report().visits == 1
    assert json.loads(kept(counted).read_text().split("\n")[1])


@pytest.mark.parametrize("digit", ["7", "-1", "Infinity", "[" * 100_000])
def test_a_kept_number_that_became_another_is_counted_again(counted, digit):
    text = kept(counted).read_text()
    kept(counted).write_text(text.replace('"all": 1', f'"all": {digit}'))
    assert counted.report().visits == 1


def test_a_file_that_is_gone_is_counted_again(counted):
    kept(counted).unlink()
    assert counted.report().visits == 1
    assert kept(counted).exists()


def test_a_row_that_came_late_is_counted(counted):
    counted.at -= TOMORROW  # somebody set the clock back
    counted.comes_in()
    counted.at += TOMORROW
    assert counted.report().visits == 2


def test_a_book_that_stays_open_sees_what_comes(diary):
    book = diary.book()
    seen = []
    for _ in range(2):
        diary.comes_in()
        seen.append(book.report(DAYS).visits)
    assert seen == [1, 2]


def test_a_full_disk_makes_no_report_wrong(diary):
    diary.comes_in()
    diary.at += TOMORROW
    (diary.folder / "reports").write_text("in the way")
    assert diary.report().visits == 1


def test_what_is_too_much_for_one_answer_is_counted_by_the_next(diary):
    for _ in range(3):
        diary.comes_in()
        diary.at += TOMORROW
    span, book = Span(DAY, DAY + 2 * TOMORROW), diary.book()
    missing = [book.report(span, most=3).uncounted for _ in range(6)]
    assert missing == sorted(missing, reverse=True)
    assert (missing[0], missing[-1]) == (3, 0)
    assert book.report(span, most=1).visits == 3


def test_a_ledger_that_cannot_be_read_is_said(diary):
    diary.comes_in()
    connection = diary.db.conn
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE events SET head = '[' WHERE seq = 1")
    with pytest.raises(LedgerProblem):
        diary.report()


def test_a_week_is_from_monday_to_sunday():
    assert Span(date(2026, 11, 16), date(2026, 11, 22)) == Span.week_of(DAY)


@pytest.mark.parametrize(
    ("word", "last"), [("2026-02", 28), ("2028-02", 29), ("2026-12", 31)]
)
def test_a_month_ends_with_its_last_day(word, last):
    span = Span.month(word)
    assert (1, last) == (span.first.day, span.last.day)


@pytest.mark.parametrize(
    "word", ["", "2026", "2026-13", "0001-01", "2026-1", "9999-12", "2026-11-01"]
)
def test_what_is_no_month_is_refused(word):
    with pytest.raises(BadSpan):
        Span.month(word)


@pytest.mark.parametrize("days", [-1, 366, 10_000])
def test_days_that_no_report_can_be_about_are_refused(days):
    with pytest.raises(BadSpan):
        Span(DAY, DAY + timedelta(days=days))


def reads(monkeypatch):
    """How many events are read from now on."""
    read, portion_of = [], book.portion_of

    def counted(*asked):
        portion = portion_of(*asked)
        read.append(portion.rows)
        return portion

    monkeypatch.setattr(book, "portion_of", counted)
    return read


def test_a_start_reads_no_event_of_a_day_that_is_kept(counted, monkeypatch):
    read = reads(monkeypatch)
    assert counted.report().visits == 1
    assert sum(read) == 0


def test_the_present_day_reads_only_what_is_new(diary, monkeypatch):
    open_book, read = diary.book(), reads(monkeypatch)
    for _ in range(3):
        diary.comes_in()
        open_book.report(DAYS)
    assert read == [4, 4, 4]


def test_a_reason_given_after_midnight_is_seen_by_a_book_that_stays_open(diary):
    diary.after(11 * 3600)
    visit, open_book = diary.referred(), diary.book()
    diary.let_in(visit, reason=None)
    diary.after(3 * 3600)
    assert open_book.report(DAYS).total.pairs(Table.OVERRIDES) == [("s7|", 1)]
    seq = next(e.seq for e in diary.ledger.events() if e.kind == "override")
    more = {"override": seq, "reason": "other"}
    diary.event(EventKind.OVERRIDE_REASON, visit, more=more)
    assert open_book.report(DAYS).total.pairs(Table.OVERRIDES) == [("s7|other", 1)]


def test_a_row_that_came_late_is_seen_by_a_book_that_stays_open(counted):
    open_book = counted.book(counted.at)
    assert open_book.report(DAYS).visits == 1
    counted.at -= TOMORROW
    counted.comes_in()
    assert open_book.report(DAYS).visits == 2


def test_a_clock_that_was_set_back_loses_no_day(counted):
    open_book = counted.book()
    assert open_book.report(DAYS).visits == 1
    counted.at -= TOMORROW
    counted.comes_in()
    assert open_book.report(DAYS).visits == 2
    counted.at += 2 * TOMORROW
    assert open_book.report(DAYS).visits == 2


def test_another_ledger_in_the_place_of_this_one_is_counted_anew(
    counted, tmp_path_factory
):
    open_book = counted.book()
    open_book.report(DAYS)
    other = Diary(tmp_path_factory.mktemp("other"), counted.keys)
    other.comes_in()
    other.comes_in()
    open_book._ledger = other.path
    assert open_book.report(DAYS).visits == 2
    other.close()
