"""Staff accounts: made, listed, disabled, given one-time codes and passwords.

There is no default account. Whoever has the console makes the first one and
reads its one-time code there.
"""

import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.staff.errors import NameTaken, NoSuchStaff, StaffError
from kiosk.staff.last import keep_an_administrator
from kiosk.staff.lockout import Lockout
from kiosk.staff.pins import check_pin
from kiosk.staff.roles import Role
from kiosk.staff.secrets import (
    check_password,
    code_hash,
    hash_password,
    new_code,
    same,
)
from kiosk.staff.tables import Tables, now_ms
from verification.ids import new_id

CODE_MS = 24 * 3600 * 1000
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
LONGEST_NAME = 20

COLUMNS = (
    "staff.id, login, display_name, role, disabled_ms, password IS NOT NULL,"
    " pin IS NOT NULL, totp IS NOT NULL, (SELECT count(*) FROM recovery_codes"
    " WHERE recovery_codes.staff = staff.id AND used_ms IS NULL)"
)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the staff; ``id`` is what the ledger knows of them.

    Attributes:
        has_pin: for the board; guards only can use it.
        has_totp: an app of theirs makes codes as a second factor.
        recovery_codes: how many are left.

    """

    id: str
    login: str
    display_name: str
    role: Role
    disabled: bool
    has_password: bool
    has_pin: bool = False
    has_totp: bool = False
    recovery_codes: int = 0

    @property
    def uses_pin(self) -> bool:
        """Whether a PIN of theirs counts."""
        return self.has_pin and self.role is Role.GUARD

    @property
    def has_secret(self) -> bool:
        """Whether they can come in again without a one-time code."""
        return self.has_password or self.uses_pin

    @property
    def needs_pin(self) -> bool:
        """Whether nothing could unlock their board: first they set a PIN."""
        return self.role is Role.GUARD and not self.has_secret

    @property
    def has_second(self) -> bool:
        """Whether they have a second factor."""
        return self.has_totp or self.recovery_codes > 0


class Accounts:
    """All staff of a site."""

    def __init__(self, tables: Tables, clock: Callable[[], int] = now_ms) -> None:
        self._tables = tables
        self._now = clock
        self._lockout = Lockout(tables, clock)

    def add(
        self, login: str, role: Role, display_name: str = ""
    ) -> tuple[Account, str]:
        """Make an account; returns it and its one-time code.

        Raises:
            NameTaken: somebody has that login name.
            StaffError: it is not a login name.
        """
        login = normal_login(login)
        if not LOGIN.fullmatch(login):
            raise StaffError(
                f"{login!r} cannot be a login name; use 2 to 32 of a-z 0-9 . _ -"
            )
        shown = (display_name.strip() or login)[:LONGEST_NAME]
        with self._tables.write() as connection:
            added = connection.execute(
                "INSERT INTO staff (id, login, display_name, role, made_ms)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT (login) DO NOTHING",
                (str(new_id()), login, shown, role, self._now()),
            )
            if added.rowcount != 1:
                raise NameTaken(f"{login} is there already; see: kiosk staff list")
        code = self.issue_code(login)
        return self.named(login), code

    def issue_code(self, login: str) -> str:
        """Reset an account: password, PIN and sessions end, a new code is returned.

        A second factor stays: who resets it says so (`SecondFactors.reset`). The code
        works once and for 24 hours. Failures counted against the login name are
        forgotten, so that nobody can lock the last administrator out.
        """
        account, code = self.named(login), new_code()
        with self._tables.write() as connection:
            connection.execute(
                "UPDATE staff SET password = NULL, pin = NULL, code = ?,"
                " code_expires_ms = ? WHERE id = ?",
                (code_hash(code), self._now() + CODE_MS, account.id),
            )
            end_sessions(connection, account.id)
        self._lockout.forget_account(account.login)
        return code

    def spend_code(self, account: Account, code: str) -> bool:
        """Whether that is the account's code and still good; it is spent thereby."""
        given = code_hash(code)
        with self._tables.write() as connection:
            row = connection.execute(
                "SELECT code FROM staff WHERE id = ? AND code_expires_ms > ?"
                " AND code IS NOT NULL",
                (account.id, self._now()),
            ).fetchone()
            if row is None or not same(row[0], given):
                return False
            connection.execute(
                "UPDATE staff SET code = NULL, code_expires_ms = NULL WHERE id = ?",
                (account.id,),
            )
        return True

    def set_password(self, account: Account, password: str) -> None:
        """Give an account a password.

        Raises:
            BadPassword: it must not be used; the text says why.
        """
        check_password(password, account.login, account.display_name)
        stored = hash_password(password)
        with self._tables.write() as connection:
            connection.execute(
                "UPDATE staff SET password = ? WHERE id = ?", (stored, account.id)
            )

    def set_pin(self, account: Account, pin: str) -> None:
        """Give a guard a PIN.

        Raises:
            BadPin: it must not be used; the text says why.
        """
        check_pin(pin)
        stored = hash_password(pin)
        with self._tables.write() as connection:
            connection.execute(
                "UPDATE staff SET pin = ? WHERE id = ?", (stored, account.id)
            )

    def password_of(self, login: str) -> tuple[Account | None, str | None]:
        """An enabled account and its stored hash; both ``None`` for a stranger."""
        return self._secret_of(login, "password")

    def pin_of(self, login: str) -> tuple[Account | None, str | None]:
        """As `password_of`, of a guard's PIN; nobody else's PIN counts."""
        account, stored = self._secret_of(login, "pin")
        return (account, stored) if account and account.uses_pin else (None, None)

    def _secret_of(self, login: str, kind: str) -> tuple[Account | None, str | None]:
        with self._tables.read() as connection:
            row = connection.execute(
                f"SELECT {COLUMNS}, {kind} FROM staff"  # noqa: S608 - our own words
                " WHERE login = ? AND disabled_ms IS NULL",
                (normal_login(login),),
            ).fetchone()
        return (account_of(row[:-1]), row[-1]) if row else (None, None)

    def named(self, login: str) -> Account:
        """The account of that login name.

        Raises:
            NoSuchStaff: nobody has it.
        """
        for account in self.all():
            if account.login == normal_login(login):
                return account
        raise NoSuchStaff(f"nobody is called {login}; see: kiosk staff list")

    def with_id(self, key: str) -> Account:
        """The account of that internal id.

        Raises:
            NoSuchStaff: nobody has it.
        """
        for account in self.all():
            if account.id == key:
                return account
        raise NoSuchStaff("there is no such account any more")

    def all(self) -> list[Account]:
        """All accounts, by login name."""
        with self._tables.read() as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM staff ORDER BY login"  # noqa: S608 - our own words
            ).fetchall()
        return [account_of(row) for row in rows]

    def disable(self, login: str) -> None:
        """Shut an account; its sessions end at once.

        Raises:
            LastAdmin: nobody else could look after the accounts.
        """
        account = self.named(login)
        with self._tables.write() as connection:
            keep_an_administrator(connection, account.id, self._now())
            connection.execute(
                "UPDATE staff SET disabled_ms = ? WHERE id = ?",
                (self._now(), account.id),
            )
            end_sessions(connection, account.id)

    def change_role(self, login: str, role: Role) -> None:
        """Let somebody work as something else.

        Their sessions end: with other rights a new token begins (OWASP ASVS 5.0,
        7.2.4), and it may ask for a second factor that the old one did not.

        Raises:
            LastAdmin: nobody else could look after the accounts.
        """
        account = self.named(login)
        with self._tables.write() as connection:
            if role is not Role.ADMINISTRATOR:
                keep_an_administrator(connection, account.id, self._now())
            connection.execute(
                "UPDATE staff SET role = ? WHERE id = ?", (role, account.id)
            )
            end_sessions(connection, account.id)

    def end_sessions(self, login: str) -> None:
        """Sign somebody out everywhere."""
        account = self.named(login)
        with self._tables.write() as connection:
            end_sessions(connection, account.id)

    def enable(self, login: str) -> None:
        """Open a disabled account again."""
        account = self.named(login)
        with self._tables.write() as connection:
            connection.execute(
                "UPDATE staff SET disabled_ms = NULL WHERE id = ?", (account.id,)
            )


def normal_login(login: str) -> str:
    """A login name as it is stored."""
    return login.strip().lower()


def account_of(row: tuple[Any, ...]) -> Account:
    """An account from its row of `COLUMNS`."""
    key, login, display_name, role, disabled_ms, *has, left = row
    password, pin, totp = map(bool, has)
    return Account(
        key,
        login,
        display_name,
        Role(role),
        disabled_ms is not None,
        password,
        pin,
        totp,
        left,
    )


def end_sessions(connection: sqlite3.Connection, staff: str) -> None:
    """Sign an account out everywhere, and stop what it has begun."""
    connection.execute("DELETE FROM staff_sessions WHERE staff = ?", (staff,))
    connection.execute("DELETE FROM signin_steps WHERE staff = ?", (staff,))
