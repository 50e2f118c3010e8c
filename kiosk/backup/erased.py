"""What was taken back after a backup was made stays taken back.

People who were erased, consent that was withdrawn, passes and cards that were revoked,
accounts that were disabled: all that stands only in the registry that is being
replaced. Where that file is lost, nobody can know; then it is said loudly.
"""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from kiosk.backup.taken_back import MARKS, take_back_again
from kiosk.requests import forget
from kiosk.staff.tables import migrations as staff
from verification.ledger import Ledger
from verification.ledger.purging import purge_subjects
from verification.registry import Registry
from verification.registry.purging import erase_people, subjects_of
from verification.storage import write

ERASED = (
    "SELECT DISTINCT key FROM changes WHERE kind = 'person.erased' "
    "AND key NOT IN (SELECT subject FROM people)"
)
AGAIN = {  # what the old registry is asked, and what the new one is told
    # The receipts themselves: the next restore has only this registry to ask.
    "SELECT id, at, author, kind, key, origin, body FROM changes WHERE "
    "kind = 'person.erased' AND key NOT IN (SELECT subject FROM people)": (
        "INSERT INTO changes (id, at, author, kind, key, origin, body) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
    ),
    "SELECT id, at, why, expires FROM revoked_passes": (
        "INSERT INTO revoked_passes VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
    ),
}
END_PASSES = (
    "UPDATE passes SET revoked = 1, why = "
    "(SELECT r.why FROM revoked_passes r WHERE r.id = passes.id) "
    "WHERE revoked = 0 AND id IN (SELECT id FROM revoked_passes)"
)


def revoke_again(registry: Registry, old: Path, at: datetime) -> bool:
    """Let nothing count again that was revoked since; everybody signs in anew.

    Returns:
        Whether that is done; an old registry that is damaged cannot say all of it.

    """
    try:
        _revoke_again(registry, old, int(at.timestamp()))
    except sqlite3.Error:
        return False
    return True


def _revoke_again(registry: Registry, old: Path, now: int) -> None:
    with (
        closing(sqlite3.connect(f"file:{old}?mode=ro", uri=True)) as before,
        write(registry.db) as connection,
    ):
        for asked, said in AGAIN.items():
            connection.executemany(said, before.execute(asked).fetchall())
        staff.apply(registry.db)  # a backup may be older than the first account
        for mark in MARKS:
            take_back_again(before, connection, mark, now)
        connection.execute(END_PASSES)
        connection.execute("DELETE FROM staff_sessions")


def erased_in(registry: Path) -> list[bytes] | None:
    """Who was erased according to a registry; ``None`` when it cannot say."""
    if not registry.exists():
        return None
    try:
        with closing(sqlite3.connect(f"file:{registry}?mode=ro", uri=True)) as old:
            return [row[0] for row in old.execute(ERASED)]
    except sqlite3.Error:
        return None


def erase_again(
    registry: Registry, ledger: Ledger, erased: list[bytes], at: datetime
) -> int:
    """Erase those of them whom a backup brought back; returns how many.

    Raises:
        RecordFailed: the ledger cannot be written.
        sqlite3.Error: the registry cannot be written.

    """
    back = [key for key in erased if registry.find(key)]
    for key in back:
        purge_subjects(ledger, subjects_of(registry.db.conn, key))
        with write(registry.db) as connection:
            erase_people(connection, registry.keys, [key], at)
    for key in set(erased) - set(back):  # strangers of whom only events tell
        purge_subjects(ledger, [key])
    for key in erased:
        forget(registry, key)
    return len(back)
