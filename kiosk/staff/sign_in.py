"""Signing in: one answer and one time for every way to be wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.staff.accounts import Account, Accounts
from kiosk.staff.lockout import Lockout
from kiosk.staff.secrets import password_matches
from kiosk.staff.sessions import Sessions
from kiosk.staff.tables import Tables, now_ms


class Answer(StrEnum):
    """What became of an attempt."""

    WELCOME = "welcome"
    WRONG = "wrong"  # no such name, wrong password, spent code, disabled: all one
    WAIT = "wait"  # too many failures; not looked at


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An attempt's answer; ``token`` and ``account`` only with a welcome."""

    answer: Answer
    wait_ms: int = 0
    token: str = ""
    account: Account | None = None
    by_code: bool = False


class Staff:
    """Everything about staff of one site, on one connection of its own."""

    def __init__(self, registry: Path, clock: Callable[[], int] = now_ms) -> None:
        self._tables = Tables(registry)
        self.accounts = Accounts(self._tables, clock)
        self.sessions = Sessions(self._tables, clock)
        self.lockout = Lockout(self._tables, clock)

    def sign_in(self, login: str, secret: str, address: str) -> SignedIn:
        """Try a password or a one-time code; begins a session when it is right."""
        wait = self.lockout.wait_ms(login, address)
        if wait:
            return SignedIn(Answer.WAIT, wait_ms=wait)
        account, stored = self.accounts.password_of(login)
        # Always one argon2 run, so that the time does not tell who exists.
        by_password = password_matches(stored, secret)
        by_code = account is not None and self.accounts.spend_code(account, secret)
        if account is None or not (by_password or by_code):
            self.lockout.failed(login, address)
            return SignedIn(Answer.WRONG)
        self.lockout.forget_account(login)
        token = self.sessions.begin(account, by_code)
        return SignedIn(Answer.WELCOME, token=token, account=account, by_code=by_code)

    def confirms(self, account: Account, password: str, address: str) -> bool:
        """Whether somebody signed in knows their password; braked like a sign-in."""
        if self.lockout.wait_ms(account.login, address):
            return False
        _, stored = self.accounts.password_of(account.login)
        right = password_matches(stored, password)
        if not right:
            self.lockout.failed(account.login, address)
        return right

    def close(self) -> None:
        """Give the file back."""
        self._tables.close()
