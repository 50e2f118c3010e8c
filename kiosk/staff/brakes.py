"""How often somebody may do something: counted on disk, so that a restart frees nobody.

Who it is lies there as a hash: an account's id, or the address of a stranger.
"""

from collections.abc import Callable

from kiosk.staff.secrets import digest
from kiosk.staff.tables import Tables, now_ms

LONGEST_MS = 86_400_000


class Brakes:
    """What was done lately, by whom."""

    def __init__(self, tables: Tables, clock: Callable[[], int] = now_ms) -> None:
        self._tables = tables
        self._now = clock

    def take(self, what: str, who: str, most: int, within_ms: int) -> int:
        """Count this once more, unless it was done ``most`` times ``within_ms``.

        Returns 0 when it may be done, else the milliseconds to wait; a refusal is not
        counted. What lies in the future, after a clock was set back, does not count.
        """
        now, key = self._now(), digest(f"{what}:{who}")
        with self._tables.write() as connection:
            connection.execute(
                "DELETE FROM brakes WHERE at_ms NOT BETWEEN ? AND ?",
                (now - LONGEST_MS, now),
            )
            times = connection.execute(
                "SELECT at_ms FROM brakes WHERE who = ? AND at_ms > ?"
                " ORDER BY at_ms DESC LIMIT ?",
                (key, now - within_ms, most),
            ).fetchall()
            if len(times) < most:
                connection.execute("INSERT INTO brakes VALUES (?, ?)", (key, now))
                return 0
        return int(times[-1][0]) + within_ms - now
