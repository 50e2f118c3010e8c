"""Claims: one person, one entry at a time, at however many gates.

Reading first and writing afterwards lets two gates open for one card; here the
primary key decides, in one statement, inside the transaction that also records
the intent to open.
"""

import sqlite3
from dataclasses import dataclass

STEPPED_BACK_MS = 60_000


@dataclass(frozen=True, slots=True)
class Claim:
    """Who asks to enter, where, and until when no other may; times in Unix ms."""

    subject: bytes
    lane: str
    visit: str
    made_ms: int
    until_ms: int


def claim(connection: sqlite3.Connection, wanted: Claim) -> bool:
    """Take the claim; ``False`` when somebody holds it.

    Expired claims go away. So does one of this subject that was made more than
    a minute in the future: the clock stepped back, and it would hold for years.
    """
    now = wanted.made_ms
    connection.execute("DELETE FROM claims WHERE until_ms <= ?", (now,))
    connection.execute(
        "DELETE FROM claims WHERE subject = ? AND made_ms > ?",
        (wanted.subject, now + STEPPED_BACK_MS),
    )
    row = connection.execute(
        "INSERT INTO claims VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT(subject) DO NOTHING RETURNING 1",
        (wanted.subject, wanted.lane, wanted.visit, now, wanted.until_ms),
    ).fetchone()
    return row is not None


def give_back(connection: sqlite3.Connection, visit: str) -> None:
    """Free what a visit claimed: nobody went through."""
    connection.execute("DELETE FROM claims WHERE visit = ?", (visit,))
