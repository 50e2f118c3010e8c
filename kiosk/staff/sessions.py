"""Sessions on the server's side: the browser holds a token, we hold its hash.

A guard's session lasts a shift of eight hours, because a tablet at a gate must not
ask for a password while somebody waits. All others end after 15 idle minutes and
after 12 hours at the latest.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.staff.accounts import COLUMNS, Account, account_of
from kiosk.staff.roles import Role
from kiosk.staff.secrets import digest, new_token
from kiosk.staff.tables import Tables, now_ms

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
SHIFT = (8 * HOUR_MS, 8 * HOUR_MS)
OFFICE = (15 * MINUTE_MS, 12 * HOUR_MS)
JOIN = "staff_sessions JOIN staff ON staff.id = staff_sessions.staff"


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in; ``by_code`` says that a one-time code let them in."""

    account: Account
    by_code: bool


class Sessions:
    """All sessions of a site."""

    def __init__(self, tables: Tables, clock: Callable[[], int] = now_ms) -> None:
        self._tables = tables
        self._now = clock

    def begin(self, account: Account, by_code: bool) -> str:
        """Begin a session; returns its token, which is stored nowhere."""
        token, now = new_token(), self._now()
        with self._tables.write() as connection:
            connection.execute(
                "DELETE FROM staff_sessions WHERE made_ms < ?", (now - OFFICE[1],)
            )
            connection.execute(
                "INSERT INTO staff_sessions VALUES (?, ?, ?, ?, ?)",
                (digest(token), account.id, now, now, int(by_code)),
            )
        return token

    def find(self, token: str, touch: bool = True) -> Session | None:
        """The session of a token, if it still stands.

        ``touch`` counts as the person's own doing and pushes the idle limit back;
        a page that asks by itself must not.
        """
        key, now = digest(token), self._now()
        with self._tables.read() as connection:
            row = connection.execute(
                f"SELECT staff_sessions.made_ms, seen_ms, by_code, {COLUMNS}"  # noqa: S608 - our words
                f" FROM {JOIN} WHERE token = ? AND disabled_ms IS NULL",
                (key,),
            ).fetchone()
        if row is None:
            return None
        made_ms, seen_ms, by_code = row[:3]
        account = account_of(row[3:])
        idle, absolute = SHIFT if account.role is Role.GUARD else OFFICE
        # A clock set back ends a session; it must not lengthen it.
        if not (0 <= now - made_ms < absolute and 0 <= now - seen_ms < idle):
            self.end(token)
            return None
        if touch and account.role is not Role.GUARD and now - seen_ms >= MINUTE_MS:
            self._touch(key, now)
        return Session(account, bool(by_code))

    def last_seen(self) -> dict[str, int]:
        """When staff with a session were last seen, in Unix milliseconds, by id."""
        with self._tables.read() as connection:
            rows = connection.execute(
                "SELECT staff, max(seen_ms) FROM staff_sessions GROUP BY staff"
            ).fetchall()
        return {staff: int(seen) for staff, seen in rows}

    def end(self, token: str) -> None:
        """End a session; its token is worth nothing from now on."""
        with self._tables.write() as connection:
            connection.execute(
                "DELETE FROM staff_sessions WHERE token = ?", (digest(token),)
            )

    def _touch(self, key: bytes, now: int) -> None:
        with self._tables.write() as connection:
            connection.execute(
                "UPDATE staff_sessions SET seen_ms = ? WHERE token = ?", (now, key)
            )
