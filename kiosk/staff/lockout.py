"""The brake on guessing passwords: kept on disk, so that a restart frees nobody.

Five failures in a row are free; then every further one doubles the wait, 5 s to
15 min, for the login name and for the address that they came from. Names nobody
has are counted like any other, so the brake tells nothing about who exists. What
was typed is kept as a hash: people type passwords into the name field.
"""

from collections.abc import Callable
from dataclasses import dataclass
from sqlite3 import Connection

from kiosk.staff.secrets import digest
from kiosk.staff.tables import Tables, now_ms

FREE_FAILURES = 5
FIRST_WAIT_MS = 5_000
LONGEST_WAIT_MS = 900_000
FORGOTTEN_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was counted before it was looked at.

    Attributes:
        wait_ms: how long to wait instead; 0 when it may be looked at.
        login: the name that was tried.
        address: where it came from.
        at_ms: when.
        before_ms: when name and address had failed before.

    """

    wait_ms: int
    login: str = ""
    address: str = ""
    at_ms: int = 0
    before_ms: tuple[int, int] = (0, 0)


class Lockout:
    """Failures counted by login name and by address."""

    def __init__(self, tables: Tables, clock: Callable[[], int] = now_ms) -> None:
        self._tables = tables
        self._now = clock

    def wait_ms(self, login: str, address: str) -> int:
        """How long to wait before another attempt is looked at; 0 for not at all."""
        with self._tables.read() as connection:
            return self._longest(connection, login, address)

    def attempt(self, login: str, address: str) -> Attempt:
        """Count an attempt as a failure, before anybody looks whether it is one.

        Many that come at once would otherwise all be looked at before the first of
        them has failed. `succeeded` takes it back.
        """
        now = self._now()
        with self._tables.write() as connection:
            wait = self._longest(connection, login, address)
            if wait:
                return Attempt(wait)
            account, place = (
                _row(connection, who) for who in (_account(login), _address(address))
            )
            self._count(connection, login, address)
        before = (account[1] if account else now, place[1] if place else now)
        return Attempt(0, login, address, now, before)

    def succeeded(self, attempt: Attempt) -> None:
        """Take an attempt back: it was right; the name's failures are forgotten."""
        self.right_so_far(attempt)
        self.forget_account(attempt.login)

    def right_so_far(self, attempt: Attempt) -> None:
        """Take an attempt back and forget nothing else: more is asked for."""
        both = _account(attempt.login), _address(attempt.address)
        with self._tables.write() as connection:
            for who, before_ms in zip(both, attempt.before_ms, strict=True):
                connection.execute(
                    "UPDATE signin_failures SET failures = failures - 1, last_ms ="
                    " CASE last_ms WHEN ? THEN ? ELSE last_ms END WHERE who = ?",
                    (attempt.at_ms, before_ms, who),
                )

    def failed(self, login: str, address: str) -> None:
        """Count a failure against the name and the address."""
        with self._tables.write() as connection:
            self._count(connection, login, address)

    def forget_account(self, login: str) -> None:
        """Forget the failures of a name.

        Those of an address stay: somebody with one account of their own could
        otherwise guess at the others without end.
        """
        with self._tables.write() as connection:
            connection.execute(
                "DELETE FROM signin_failures WHERE who = ?", (_account(login),)
            )

    def _count(self, connection: Connection, login: str, address: str) -> None:
        now = self._now()
        for who in (_account(login), _address(address)):
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

    def _longest(self, connection: Connection, login: str, address: str) -> int:
        both = _account(login), _address(address)
        return max(self._wait(_row(connection, who)) for who in both)

    def _wait(self, row: tuple[int, int] | None) -> int:
        if row is None or row[0] < FREE_FAILURES:
            return 0
        doublings = min(row[0] - FREE_FAILURES, 16)
        wait = min(FIRST_WAIT_MS << doublings, LONGEST_WAIT_MS)
        since = self._now() - row[1]
        # A clock set back must not lock anybody for years.
        return max(0, wait - since) if since >= 0 else 0


def _row(connection: Connection, who: bytes) -> tuple[int, int] | None:
    found: tuple[int, int] | None = connection.execute(
        "SELECT failures, last_ms FROM signin_failures WHERE who = ?", (who,)
    ).fetchone()
    return found


def _account(login: str) -> bytes:
    return digest(f"account:{login.strip().lower()}")


def _address(address: str) -> bytes:
    return digest(f"address:{address}")
