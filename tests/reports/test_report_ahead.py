"""Days are counted before anybody asks, and a page waits for none of them."""

from datetime import UTC, datetime, timedelta

import pytest
from reports_kit import DAY, DAYS, SHANGHAI, Diary
from waiting import wait_for

from kiosk.reports import CountsAhead, Span
from kiosk.reports.child import count_days
from verification.keys import create_keys, load_keys
from verification.ledger.errors import LedgerProblem

DAY_LONG = timedelta(days=1)


@pytest.fixture
def diary(tmp_path):
    """A ledger beside its keys, as another process finds it."""
    create_keys(tmp_path / "keys")
    made = Diary(tmp_path, load_keys(tmp_path / "keys"))
    yield made
    made.close()


@pytest.fixture
def ahead(diary):
    made = CountsAhead(diary.book(), diary.folder, SHANGHAI.key, first_s=0)
    yield made
    made.stop()


def kept(diary):
    return sorted(path.stem for path in (diary.folder / "reports").glob("*.json"))


def test_days_that_are_over_are_kept_before_anybody_asks(diary, ahead):
    diary.comes_in()
    diary.at += 2 * DAY_LONG
    ahead.start()
    wait_for(lambda: kept(diary) == [str(DAY)])


def test_another_process_counts_what_this_one_would(diary):
    diary.at = datetime.now(UTC) - 2 * DAY_LONG
    diary.let_in(diary.referred())
    day = diary.at.astimezone(SHANGHAI).date()
    spans = [(str(day), str(day + DAY_LONG))]
    site = {"data_dir": str(diary.folder), "timezone": SHANGHAI.key}
    count_days(site | {"spans": spans})
    assert kept(diary) == [str(day)]
    found = diary.book(datetime.now(UTC)).report(Span(day, day), most=1)
    assert (found.uncounted, found.visits, found.through) == (0, 1, 1)


def test_where_no_process_can_be_begun_this_one_counts(diary, ahead, monkeypatch):
    monkeypatch.setattr("kiosk.reports.ahead.COMMAND", ("/nowhere/python",))
    diary.comes_in()
    diary.at += 2 * DAY_LONG
    ahead.look()
    assert kept(diary) == [str(DAY)]


def test_a_page_gets_what_is_counted_and_the_rest_is_counted_next(
    diary, ahead, monkeypatch
):
    monkeypatch.setattr("kiosk.reports.ahead.AT_ONCE", 3)
    diary.comes_in()
    diary.comes_in()
    assert ahead.report(DAYS, None).uncounted == 1
    ahead.start()
    wait_for(lambda: not ahead.report(DAYS, None).uncounted)


def test_a_ledger_that_cannot_be_read_is_told_to_the_page_that_waits(
    diary, ahead, monkeypatch
):
    monkeypatch.setattr("kiosk.reports.ahead.AT_ONCE", 1)
    diary.comes_in()
    connection = diary.db.conn
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE events SET head = '[' WHERE seq = 2")
    assert ahead.report(DAYS, None).uncounted == 1
    ahead.look()
    with pytest.raises(LedgerProblem):
        ahead.report(DAYS, None)


def test_an_end_waits_for_nobody(ahead):
    ahead.start()
    ahead.stop()
    assert not ahead._thread.is_alive()
