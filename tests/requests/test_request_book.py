"""What relatives ask for lies sealed, once, and no longer than needed."""

import re
from datetime import timedelta

import pytest
from asking import DAUGHTER, NOW, old

from kiosk.requests import (
    DecidedMeanwhile,
    Outcome,
    QueueFull,
    Request,
    RequestBook,
    expire,
    forget,
)
from kiosk.requests import (
    book as book_module,
)
from verification.errors import BoxError
from verification.invented import invented_person
from verification.keys import create_keys, load_keys
from verification.registry import Registry

DAY = timedelta(days=1)
MOMENT = timedelta(seconds=1)


def test_a_request_comes_back_as_it_was_sent(ask):
    people = (old(1, phone="10000000001"), old(2, note="坐轮椅"))
    kept = ask(*people)
    assert (kept.relative, tuple(one.row for one in kept.people)) == (DAUGHTER, people)
    assert (kept.received, kept.open) == (NOW, True)


def test_a_receipt_is_eight_digits_that_say_nothing(book):
    receipts = {
        book.receive(Request(DAUGHTER, (old(1),)), f"t{i}", NOW) for i in range(20)
    }
    assert len(receipts) == 20
    assert all(re.fullmatch(r"\d{4}-\d{4}", receipt) for receipt in receipts)


def test_the_same_form_sent_twice_is_one_request(ask, book):
    assert ask(old(1)).id == ask(old(1)).id
    assert book.count_open() == 1
    assert ask(old(1), form="another").id
    assert book.count_open() == 2


def test_a_form_that_was_corrected_and_sent_again_is_another_request(ask):
    assert ask(old(1)).id != ask(old(1, phone="10000000001")).id


def test_nothing_of_anybody_lies_in_the_file(ask, registry, tmp_path):
    she = invented_person(1)
    ask(old(1, phone=she.phone, note="坐轮椅"))
    registry.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = (tmp_path / "registry.db").read_bytes()
    for word in (she.number, she.name, she.phone, "坐轮椅", DAUGHTER.name):
        assert word.encode() not in data


def test_another_sites_keys_open_nothing(ask, registry, tmp_path):
    kept = ask(old(1))
    create_keys(tmp_path / "other")
    stranger = Registry(registry.db, load_keys(tmp_path / "other"))
    with pytest.raises(BoxError):
        RequestBook(stranger).find(kept.id)


def test_a_box_opens_only_where_it_was_put(ask, registry, book):
    kept = ask(old(1), old(2))
    registry.db.execute(
        "UPDATE help_people SET box = (SELECT box FROM help_people WHERE place = 1)"
    )
    with pytest.raises(BoxError):
        book.find(kept.id)


def test_the_queue_has_an_end(ask, book, monkeypatch):
    monkeypatch.setattr(book_module, "MOST_OPEN", 2)
    ask(old(1), form="a")
    ask(old(2), form="b")
    with pytest.raises(QueueFull):
        ask(old(3), form="c")
    assert ask(old(1), form="a").open  # who sent already gets the receipt again


def test_the_oldest_request_comes_first(ask, book):
    late, early = ask(old(1), form="a"), ask(old(2), form="b", at=NOW - DAY)
    assert [early.id, late.id] == [one.id for one in book.page(10)]
    assert [late.id] == [one.id for one in book.page(10, skip=1)]


def test_nobody_decides_twice(ask, book):
    kept = ask(old(1), old(2))
    book.decide(kept.id, {0: Outcome.APPROVED}, "staff-1", NOW)
    with pytest.raises(DecidedMeanwhile):
        book.decide(kept.id, {1: Outcome.DECLINED, 0: Outcome.DECLINED}, "s", NOW)
    found = book.find(kept.id)
    assert [one.outcome for one in found.people] == [Outcome.APPROVED, None]
    assert [line.outcome for line in book.history(9)] == [Outcome.APPROVED]
    with pytest.raises(DecidedMeanwhile):
        book.amend(kept.id, 0, old(3))


def test_what_nobody_decided_is_destroyed_after_30_days(ask, book, registry):
    kept = ask(old(1), old(2))
    book.decide(kept.id, {0: Outcome.APPROVED}, "staff-1", NOW + 29 * DAY)
    assert expire(registry, NOW + 30 * DAY - MOMENT).undecided == 0
    assert expire(registry, NOW + 30 * DAY).undecided == 1
    assert book.find(kept.id) is None
    assert [line.outcome for line in book.history(9)] == [
        Outcome.EXPIRED,
        Outcome.APPROVED,
    ]


def test_what_was_decided_is_destroyed_after_7_days(ask, book, registry):
    kept = ask(old(1), old(2))
    book.decide(kept.id, {0: Outcome.APPROVED}, "staff-1", NOW)
    book.decide(kept.id, {1: Outcome.DECLINED}, "staff-1", NOW + DAY, "wrong")
    assert expire(registry, NOW + 8 * DAY - MOMENT).decided == 0
    assert expire(registry, NOW + 8 * DAY).decided == 1
    assert book.find(kept.id) is None
    rows = "SELECT count(*) FROM help_people"
    assert registry.db.execute(rows).fetchone() == (0,)
    assert [line.reason for line in book.history(9)] == ["wrong", ""]


def test_who_is_erased_is_forgotten_here_too(ask, book, registry):
    alone, both = ask(old(1), form="a"), ask(old(1), old(2), form="b")
    assert forget(registry, registry.subject(old(1).document)) == 2
    assert book.find(alone.id) is None
    assert [old(2)] == [one.row for one in book.find(both.id).people]
