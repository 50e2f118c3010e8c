"""People who were erased after a backup was made: they stay erased.

Who that was stands only in the registry that is being replaced, as receipts under keyed
hashes. Where that file is lost, nobody can know; then it is said loudly.
"""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from verification.ledger import Ledger
from verification.ledger.purging import purge_subjects
from verification.registry import Registry
from verification.registry.purging import erase_people, subjects_of
from verification.storage import write

ERASED = (
    "SELECT DISTINCT key FROM changes WHERE kind = 'person.erased' "
    "AND key NOT IN (SELECT subject FROM people)"
)


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
    return len(back)
