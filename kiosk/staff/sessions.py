"""Sessions on the server's side: the browser holds a token, we hold its hash.

A guard's session lasts a shift of eight hours, because a tablet at a gate must not
ask for a password while somebody waits; untouched for a minute it is locked, and the
PIN opens it again. A guard without a PIN yet can do nothing but set one, and has no
shift. All others end after 15 idle minutes and after 12 hours at the latest.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.staff.accounts import COLUMNS, Account, account_of
from kiosk.staff.roles import Role
from kiosk.staff.rules import Rules
from kiosk.staff.secrets import digest, new_token
from kiosk.staff.tables import Tables, now_ms

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
SHIFT = (8 * HOUR_MS, 8 * HOUR_MS)
OFFICE = (15 * MINUTE_MS, 12 * HOUR_MS)
BACK_MS = -2 * MINUTE_MS
TOUCH_MS = 5_000  # a guard's touches are written down no more often
MOST_PINS = 5  # wrong ones, after which a session ends
JOIN = "staff_sessions JOIN staff ON staff.id = staff_sessions.staff"


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in.

    Attributes:
        account: who.
        by_code: a one-time code let them in.
        second: what the second factor was, "totp" or "recovery"; else empty.
        locked: nothing may be done before the PIN is typed again.

    """

    account: Account
    by_code: bool
    second: str = ""
    locked: bool = False


class Sessions:
    """All sessions of a site."""

    def __init__(
        self,
        tables: Tables,
        clock: Callable[[], int] = now_ms,
        rules: Rules | None = None,
    ) -> None:
        self._tables = tables
        self._now = clock
        self.rules = rules or Rules()

    def begin(self, account: Account, by_code: bool, second: str = "") -> str:
        """Begin a session; returns its token, which is stored nowhere."""
        token, now = new_token(), self._now()
        with self._tables.write() as connection:
            connection.execute(
                "DELETE FROM staff_sessions WHERE made_ms < ?", (now - OFFICE[1],)
            )
            connection.execute(
                "INSERT INTO staff_sessions (token, staff, made_ms, seen_ms, by_code,"
                " second) VALUES (?, ?, ?, ?, ?, ?)",
                (digest(token), account.id, now, now, int(by_code), second),
            )
        return token

    def find(self, token: str, touch: bool = True) -> Session | None:
        """The session of a token, if it still stands.

        ``touch`` counts as the person's own doing: it pushes the idle limit and the
        lock back, but unlocks nothing. A page that asks by itself must not touch.
        """
        key = digest(token)
        with self._tables.read() as connection:
            row = connection.execute(
                "SELECT staff_sessions.made_ms, seen_ms, by_code, second, locked,"  # noqa: S608 - our words
                f" {COLUMNS} FROM {JOIN} WHERE token = ? AND disabled_ms IS NULL",
                (key,),
            ).fetchone()
        if row is None:
            return None
        now = self._now()  # after the row: another request may have touched it just now
        made_ms, seen_ms, by_code, second, locked = row[:5]
        account = account_of(row[5:])
        if not self._stands(account, second, now - made_ms, now - seen_ms):
            self.end(token)
            return None
        locked = bool(locked) or self._idle(account, now - seen_ms)
        often = TOUCH_MS if account.role is Role.GUARD else MINUTE_MS
        if touch and not locked and now - seen_ms >= often:
            self._touch(key, now)
        return Session(account, bool(by_code), second, locked)

    def _stands(self, account: Account, second: str, age: int, idle: int) -> bool:
        guard = account.role is Role.GUARD
        if self.rules.second_factor and not guard and not second:
            return False  # from before this site asked for it
        longest_idle, longest = OFFICE if account.needs_pin or not guard else SHIFT
        # A clock set back ends a session; it must not lengthen it. One that a time
        # service puts right by a little must not, while somebody waits.
        return BACK_MS <= age < longest and BACK_MS <= idle < longest_idle

    def _idle(self, account: Account, idle: int) -> bool:
        # Who has neither PIN nor password yet could never come back in: `ui.access`
        # lets them do nothing before they have.
        lockable = account.role is Role.GUARD and account.has_secret
        return lockable and 0 < self.rules.lock_ms <= idle

    def lock(self, token: str) -> None:
        """Ask for the PIN from now on; who has none yet stays as they are."""
        found = self.find(token, touch=False)
        if found is None or not found.account.has_secret:
            return
        with self._tables.write() as connection:
            connection.execute(
                "UPDATE staff_sessions SET locked = 1 WHERE token = ?",
                (digest(token),),
            )

    def unlock(self, token: str) -> None:
        """Go on: the PIN was right."""
        with self._tables.write() as connection:
            connection.execute(
                "UPDATE staff_sessions SET locked = 0, wrong_pins = 0, seen_ms = ?"
                " WHERE token = ?",
                (self._now(), digest(token)),
            )

    def try_pin(self, token: str) -> int | None:
        """Count a PIN as wrong before it is looked at; `unlock` forgets it.

        Returns how many more may be tried; ``None`` when none could be any more, and
        the session has ended.
        """
        with self._tables.write() as connection:
            row = connection.execute(
                "UPDATE staff_sessions SET wrong_pins = wrong_pins + 1"
                " WHERE token = ? AND wrong_pins < ? RETURNING wrong_pins",
                (digest(token), MOST_PINS),
            ).fetchone()
        if row is None:
            self.end(token)
            return None
        return MOST_PINS - int(row[0])

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
