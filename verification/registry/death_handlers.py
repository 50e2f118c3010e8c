"""What happens to the tables when somebody died, or did not.

Personal Information Protection Law of the People's Republic of China (2021), article
49: close relatives may ask for what is kept of the dead.
"""

from verification.errors import RegistryConflict
from verification.registry import taken_back
from verification.registry.change import Change
from verification.registry.desk import Before, Desk
from verification.registry.kinds import PassEnd
from verification.registry.pass_handlers import end_passes

READ = "SELECT died_at FROM people WHERE subject = ?"
SET = "UPDATE people SET died_at = ? WHERE subject = ?"


def record(desk: Desk, change: Change) -> Before:
    """Nobody is matched with her any more; a second relative changes nothing."""
    old = _now(desk, change)
    at = int(change.at.timestamp()) if old is None else old
    desk.connection.execute(SET, (at, change.key))
    end_passes(desk, change, PassEnd.WITHDRAWN)
    return Before({"died_at": old})


def take_back(desk: Desk, change: Change) -> Before:
    """She is matched again; passes that ended with it stay ended."""
    old = _now(desk, change)
    desk.connection.execute(SET, (None, change.key))
    taken_back.forget(desk, taken_back.DEATH, change.key)
    return Before({"died_at": old})


def _now(desk: Desk, change: Change) -> int | None:
    row = desk.one(READ, change.key)
    if row is None:
        raise RegistryConflict("unknown_person", change.key)
    return row[0] if row[0] is None else int(row[0])
