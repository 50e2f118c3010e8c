"""Accounts of staff who left: what the ledger says of them keeps an id and no name."""

import sqlite3
from datetime import datetime

DUE = "FROM staff WHERE disabled_ms < ?"
SOME = 50
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"


def count_staff(connection: sqlite3.Connection, before: datetime) -> int:
    """How many accounts were disabled before a time."""
    if not _columns(connection):
        return 0
    sql = f"SELECT count(*) {DUE}"
    return int(connection.execute(sql, (_ms(before),)).fetchone()[0])


def drop_staff(connection: sqlite3.Connection, before: datetime) -> int:
    """Delete some of them with all that hangs on them; returns how many."""
    hanging = _columns(connection)
    if not hanging:
        return 0
    sql = f"SELECT id {DUE} LIMIT {SOME}"
    found = connection.execute(sql, (_ms(before),)).fetchall()
    for table, column in hanging:
        connection.executemany(
            f'DELETE FROM "{table}" WHERE "{column}" = ?',  # noqa: S608 - out of the schema
            found,
        )
    return len(found)


def _columns(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Where an account is named, last the account itself; nothing without accounts."""
    tables = [row[0] for row in connection.execute(TABLES)]
    if "staff" not in tables:
        return []
    links = [
        (table, key[3])
        for table in tables
        for key in connection.execute(f'PRAGMA foreign_key_list("{table}")')
        if key[2] == "staff"
    ]
    return [*links, ("staff", "id")]


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
