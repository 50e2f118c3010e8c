"""What people ask about their own data has a last day, and goes with the person."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from invented_site import AT, rows

from verification.errors import RegistryConflict
from verification.registry import AskedKind, Registry

Register = Callable[..., bytes]
TODAY = AT.date()
DUE = TODAY + timedelta(days=30)


def ask(registry: Registry, key: bytes, kind: str = "copy", on: date = TODAY) -> bytes:
    due = on + timedelta(days=30)
    return registry.asked.add(key, AskedKind(kind), on, due, "staff-1").bytes


def test_the_most_urgent_comes_first_with_a_masked_name(
    registry: Registry, register: Register
) -> None:
    one, other = register(1), register(2)
    ask(registry, one)
    ask(registry, other, "erasure", TODAY - timedelta(days=40))
    first, second = registry.asked.open()
    assert (first.person, first.kind) == (other, AskedKind.ERASURE)
    assert (second.person, second.asked_on, second.due) == (one, TODAY, DUE)
    assert second.masked_name == "钱*建"
    assert registry.asked.overdue(TODAY) == 1
    assert registry.asked.open(1) == [first]


def test_the_last_day_is_still_in_time(registry: Registry, register: Register) -> None:
    ask(registry, register(1))
    assert registry.asked.overdue(DUE) == 0
    assert registry.asked.overdue(DUE + timedelta(days=1)) == 1


def test_the_same_thing_asked_twice_is_one(
    registry: Registry, register: Register
) -> None:
    key = register(1)
    assert ask(registry, key) == ask(registry, key, on=TODAY + timedelta(days=3))
    ask(registry, key, "correction")
    assert len(registry.asked.open()) == 2


def test_what_is_answered_is_open_no_more_and_stays_told(
    registry: Registry, register: Register
) -> None:
    key = register(1)
    ask(registry, key)
    assert registry.asked.close(key, AskedKind.COPY, "staff-2", AT, "done")
    assert not registry.asked.close(key, AskedKind.COPY, "staff-2", AT, "done")
    assert registry.asked.open() == []
    (told,) = registry.asked.of(key)
    assert (told.done_at, told.done_by, told.how) == (AT, "staff-2", "done")
    assert registry.asked.still(key, AskedKind.COPY) is None


def test_it_says_who_prepared_it(registry: Registry, register: Register) -> None:
    key = register(1)
    ask(registry, key, "erasure")
    waiting = registry.asked.still(key, AskedKind.ERASURE)
    assert waiting is not None
    registry.asked.prepare(waiting.id, "staff-2", "withdrawn", AT)
    found = registry.asked.still(key, AskedKind.ERASURE)
    assert found is not None
    assert (found.prepared_by, found.prepared_at, found.purpose) == (
        "staff-2",
        AT,
        "withdrawn",
    )


def test_nobody_unknown_asks(registry: Registry) -> None:
    with pytest.raises(RegistryConflict):
        ask(registry, b"\0" * 16)


def test_what_an_erased_person_asked_is_gone(
    registry: Registry, register: Register
) -> None:
    key = register(1)
    ask(registry, key, "erasure")
    registry.erase(key, "staff-1", AT)
    assert rows(registry, "asked") == 0
