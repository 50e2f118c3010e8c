"""The end of requests: too old, decided a while ago, or about somebody forgotten."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.requests.book import KEEP, to_ms
from kiosk.requests.content import Outcome
from kiosk.requests.tables import lay_out
from verification.registry import Registry
from verification.storage import write

UNDECIDED = timedelta(days=30)  # then it is destroyed, whether anybody looked or not
DECIDED = timedelta(days=7)  # so long the office can still see what it decided
AUTHOR = "retention"

LATE = (
    "SELECT received_ms FROM help_requests JOIN help_people ON request = id "
    "WHERE received_ms <= ? AND outcome IS NULL"
)
DROP_LATE = (
    "DELETE FROM help_requests WHERE received_ms <= ? AND EXISTS "
    "(SELECT 1 FROM help_people WHERE request = id AND outcome IS NULL)"
)
DROP_DECIDED = (
    "DELETE FROM help_requests WHERE NOT EXISTS (SELECT 1 FROM help_people "
    "WHERE request = id AND (outcome IS NULL OR decided_ms > ?))"
)
COUNT_DUE = (
    "SELECT count(*) FROM help_requests WHERE received_ms <= ? AND EXISTS "
    "(SELECT 1 FROM help_people WHERE request = id AND outcome IS NULL) "
    "OR NOT EXISTS (SELECT 1 FROM help_people "
    "WHERE request = id AND (outcome IS NULL OR decided_ms > ?))"
)
# For a question about people: of whom nobody asks anything that is not answered yet.
NOBODY_ASKS = (
    "NOT EXISTS (SELECT 1 FROM help_people "
    "WHERE help_people.subject = people.subject AND outcome IS NULL)"
)
DROP_EMPTY = (
    "DELETE FROM help_requests WHERE id NOT IN (SELECT request FROM help_people)"
)


@dataclass(frozen=True, slots=True)
class Expired:
    """How many requests were destroyed: undecided in time, decided a while ago."""

    undecided: int
    decided: int


def expire(registry: Registry, now: datetime) -> Expired:
    """Destroy requests that nobody decided in time, and those decided a while ago.

    Args:
        registry: over a connection of the caller's own.
        now: wall-clock time.

    """
    lay_out(registry.db)
    at, late = to_ms(now), to_ms(now - UNDECIDED)
    with write(registry.db) as connection:
        for (received,) in connection.execute(LATE, (late,)).fetchall():
            line = (at, received, AUTHOR, Outcome.EXPIRED, "")
            connection.execute(KEEP, line)
        undecided = connection.execute(DROP_LATE, (late,)).rowcount
        decided = connection.execute(DROP_DECIDED, (to_ms(now - DECIDED),)).rowcount
    return Expired(undecided, decided)


def count_due(registry: Registry, now: datetime) -> int:
    """How many requests `expire` would destroy."""
    lay_out(registry.db)
    late, decided = to_ms(now - UNDECIDED), to_ms(now - DECIDED)
    found = registry.db.conn.execute(COUNT_DUE, (late, decided)).fetchone()
    return int(found[0])


def forget(registry: Registry, subject: bytes) -> int:
    """Destroy what requests say of one person, who is erased; returns how often.

    A request about nobody else goes with it, the relative's name and phone, too.
    """
    lay_out(registry.db)
    with write(registry.db) as connection:
        count = connection.execute(
            "DELETE FROM help_people WHERE subject = ?", (subject,)
        ).rowcount
        connection.execute(DROP_EMPTY)
    return count
