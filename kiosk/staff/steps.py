"""Between password and second factor: a step that is worth nothing by itself.

Whoever knows a password has no session yet. They hold the token of a step, which lives
for ten minutes, long enough to set up an app, and leads to one form only. The same
step carries the secret of an app that is being set up.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.staff.accounts import COLUMNS, Account, account_of
from kiosk.staff.secrets import digest, new_token
from kiosk.staff.tables import Tables, now_ms
from verification.boxes import seal, unseal
from verification.errors import BoxError

LIFE_MS = 600_000


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody on their way in.

    Attributes:
        account: who they say they are, and knows the password.
        by_code: a one-time code was it.
        secret: of the app that is being set up; empty when they have one.

    """

    account: Account
    by_code: bool
    secret: str = field(default="", repr=False)


class Steps:
    """All steps of a site.

    Args:
        tables: of the site.
        key: seals the secrets.
        clock: Unix milliseconds.

    """

    def __init__(
        self, tables: Tables, key: bytes, clock: Callable[[], int] = now_ms
    ) -> None:
        self._tables = tables
        self._key = key
        self._now = clock

    def begin(self, account: Account, by_code: bool, secret: str = "") -> str:
        """Begin a step; returns its token, which is stored nowhere."""
        token, now = new_token(), self._now()
        box = seal(self._key, secret.encode(), _place(account.id)) if secret else None
        with self._tables.write() as connection:
            connection.execute(
                "DELETE FROM signin_steps WHERE made_ms NOT BETWEEN ? AND ?",
                (now - LIFE_MS, now),
            )
            connection.execute(
                "INSERT INTO signin_steps VALUES (?, ?, ?, ?, ?)",
                (digest(token), account.id, now, int(by_code), box),
            )
        return token

    def find(self, token: str) -> Step | None:
        """The step of a token, if it still stands."""
        with self._tables.read() as connection:
            row = connection.execute(
                f"SELECT signin_steps.made_ms, by_code, secret, {COLUMNS}"  # noqa: S608 - our words
                " FROM signin_steps JOIN staff ON staff.id = signin_steps.staff"
                " WHERE token = ? AND disabled_ms IS NULL",
                (digest(token),),
            ).fetchone()
        if row is None or not 0 <= self._now() - row[0] < LIFE_MS:
            return None
        account = account_of(row[3:])
        return Step(account, bool(row[1]), self._opened(row[2], account.id))

    def end(self, token: str) -> bool:
        """End a step; False when somebody else has just done so."""
        with self._tables.write() as connection:
            ended = connection.execute(
                "DELETE FROM signin_steps WHERE token = ?", (digest(token),)
            )
            return ended.rowcount == 1

    def _opened(self, box: bytes | None, account: str) -> str:
        try:
            return unseal(self._key, box, _place(account)).decode() if box else ""
        except BoxError:
            return ""  # of another key: the step begins anew


def _place(account: str) -> str:
    return f"step/{account}"
