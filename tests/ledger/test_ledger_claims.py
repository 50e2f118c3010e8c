"""One card opens one gate, however many gates see it at the same instant."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_book import Book

from verification.ledger import Ledger
from verification.ledger.claims import Claim, claim
from verification.storage import connect

CARDS = 400
SUBJECT = bytes(16)
Grant = Callable[[sqlite3.Connection, bytes], bool]


def ask(ledger: Ledger, visit: str, seconds: float = 60) -> bool:
    with ledger.transaction() as transaction:
        return transaction.claim(SUBJECT, "1", visit, seconds)


def test_a_second_claim_is_refused_until_the_first_expires(
    book: Book, ledger: Ledger
) -> None:
    assert ask(ledger, "a", 60)
    book.clock.forward(seconds=59.999)
    assert not ask(ledger, "b", 60)
    book.clock.forward(seconds=0.001)
    assert ask(ledger, "c", 60)


def test_a_claim_that_nobody_used_is_given_back(ledger: Ledger) -> None:
    assert ask(ledger, "a")
    with ledger.transaction() as transaction:
        transaction.give_back("a")

    assert ask(ledger, "b")


def test_several_names_are_taken_together_or_not_at_all(ledger: Ledger) -> None:
    mine, other = b"m" * 16, b"o" * 16
    with ledger.transaction() as transaction:
        assert transaction.claim_all([(SUBJECT, 60)], "1", "a")
        assert not transaction.claim_all([(mine, 60), (SUBJECT, 60)], "1", "a")
        assert transaction.claim_all([(mine, 60), (other, 60)], "1", "b")

    assert not ask(ledger, "c")


def test_giving_back_another_visit_frees_nothing(ledger: Ledger) -> None:
    assert ask(ledger, "a")
    with ledger.transaction() as transaction:
        transaction.give_back("b")

    assert not ask(ledger, "c")


@pytest.mark.parametrize(("back", "granted"), [(59, False), (61, True)])
def test_a_clock_that_stepped_back_holds_nobody_for_years(
    book: Book, ledger: Ledger, back: int, granted: bool
) -> None:
    assert ask(ledger, "a", 3600)
    book.clock.forward(seconds=-back)

    assert granted is ask(ledger, "b", 3600)


def test_expired_claims_of_others_leave_no_trace(book: Book, ledger: Ledger) -> None:
    assert ask(ledger, "a", 60)
    book.clock.forward(seconds=61)
    with ledger.transaction() as transaction:
        assert transaction.claim(b"\1" * 16, "1", "b", 60)

    assert book.db()["claims"].count == 1


def naive(connection: sqlite3.Connection, card: bytes) -> bool:
    """What must not be done: look first, write afterwards."""
    sql = "SELECT 1 FROM naive WHERE subject = ?"
    if connection.execute(sql, (card,)).fetchone():
        return False
    connection.execute("INSERT INTO naive VALUES (?)", (card,))
    return True


def atomic(connection: sqlite3.Connection, card: bytes) -> bool:
    connection.execute("BEGIN IMMEDIATE")
    granted = claim(connection, Claim(card, "1", "v", 1, 10_000))
    connection.execute("COMMIT")
    return granted


def race(path: Path, grant: Grant, cards: int) -> list[int]:
    """How many of two gates opened for each card."""
    opened = [0] * cards
    together = threading.Barrier(2)
    gates = [
        threading.Thread(target=_gate, args=(path, grant, opened, together))
        for _ in range(2)
    ]
    for gate in gates:
        gate.start()
    for gate in gates:
        gate.join(30)
    return opened


def _gate(
    path: Path, grant: Grant, opened: list[int], together: threading.Barrier
) -> None:
    db = connect(path)
    for card in range(len(opened)):
        together.wait(10)
        if grant(db.conn, card.to_bytes(16, "big")):
            opened[card] += 1
    db.close()


def test_two_gates_and_400_cards_make_400_openings(book: Book, ledger: Ledger) -> None:
    assert race(book.path, atomic, CARDS) == [1] * CARDS


def test_the_race_is_real_for_looking_first_loses_it(
    book: Book, ledger: Ledger
) -> None:
    book.db().conn.execute("CREATE TABLE naive (subject BLOB)")

    assert 2 in race(book.path, naive, CARDS)
