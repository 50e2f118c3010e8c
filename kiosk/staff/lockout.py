"""The brake on guessing passwords: kept on disk, so that a restart frees nobody.

Five failures in a row are free; then every further one doubles the wait, 5 s to
15 min, for the login name and for the address that they came from. Names nobody
has are counted like any other, so the brake tells nothing about who exists. What
was typed is kept as a hash: people type passwords into the name field.
"""

from collections.abc import Callable

from kiosk.staff.secrets import digest
from kiosk.staff.tables import Tables, now_ms

FREE_FAILURES = 5
FIRST_WAIT_MS = 5_000
LONGEST_WAIT_MS = 900_000
FORGOTTEN_MS = 3_600_000


class Lockout:
    """Failures counted by login name and by address."""

    def __init__(self, tables: Tables, clock: Callable[[], int] = now_ms) -> None:
        self._tables = tables
        self._now = clock

    def wait_ms(self, login: str, address: str) -> int:
        """How long to wait before another attempt is looked at; 0 for not at all."""
        return max(self._wait(who) for who in _both(login, address))

    def failed(self, login: str, address: str) -> None:
        """Count a failure against the name and the address."""
        now = self._now()
        with self._tables.write() as connection:
            for who in _both(login, address):
                connection.execute(
                    "INSERT INTO signin_failures VALUES (?, 1, ?) ON CONFLICT (who)"
                    " DO UPDATE SET last_ms = excluded.last_ms, failures ="
                    " CASE WHEN excluded.last_ms - last_ms > ? THEN 1"
                    " ELSE failures + 1 END",
                    (who, now, FORGOTTEN_MS),
                )
            connection.execute(
                "DELETE FROM signin_failures WHERE last_ms < ?", (now - FORGOTTEN_MS,)
            )

    def forget_account(self, login: str) -> None:
        """Forget the failures of a name.

        Those of an address stay: somebody with one account of their own could
        otherwise guess at the others without end.
        """
        with self._tables.write() as connection:
            connection.execute(
                "DELETE FROM signin_failures WHERE who = ?", (_account(login),)
            )

    def _wait(self, who: bytes) -> int:
        with self._tables.read() as connection:
            row = connection.execute(
                "SELECT failures, last_ms FROM signin_failures WHERE who = ?", (who,)
            ).fetchone()
        if row is None or row[0] < FREE_FAILURES:
            return 0
        doublings = min(row[0] - FREE_FAILURES, 16)
        wait = min(FIRST_WAIT_MS << doublings, LONGEST_WAIT_MS)
        since = self._now() - int(row[1])
        # A clock set back must not lock anybody for years.
        return max(0, wait - since) if since >= 0 else 0


def _account(login: str) -> bytes:
    return digest(f"account:{login.strip().lower()}")


def _both(login: str, address: str) -> tuple[bytes, bytes]:
    return _account(login), digest(f"address:{address}")
