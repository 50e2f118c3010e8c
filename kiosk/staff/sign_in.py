"""Signing in: one answer and one time for every way to be wrong."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from kiosk.staff.accounts import Account, Accounts
from kiosk.staff.brakes import Brakes
from kiosk.staff.factors import SecondFactors, is_app_code, new_secret
from kiosk.staff.lockout import Attempt, Lockout
from kiosk.staff.roles import Role
from kiosk.staff.rules import Rules
from kiosk.staff.secrets import password_matches
from kiosk.staff.sessions import Sessions
from kiosk.staff.steps import Step, Steps
from kiosk.staff.tables import Tables, now_ms

MOST_AT_ONCE = 8  # sign-ins that are looked at


class Answer(StrEnum):
    """What became of an attempt."""

    WELCOME = "welcome"
    SECOND = "second"  # so far right; ``token`` is that of a step, not of a session
    WRONG = "wrong"  # no such name, wrong password, spent code, disabled: all one
    WAIT = "wait"  # too many failures; not looked at
    BUSY = "busy"  # too many at once; not looked at and not counted
    LATE = "late"  # the step has ended: begin again with the password


class How(StrEnum):
    """What let somebody in; the ledger keeps these words."""

    PASSWORD = "password"  # noqa: S105 - a word, not a password
    CODE = "code"
    PIN = "pin"
    TOTP = "totp"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An attempt's answer; ``account`` only when it was right so far.

    Attributes:
        answer: what became of it.
        wait_ms: how long to wait, with `Answer.WAIT`.
        token: of the session, or with `Answer.SECOND` of the step before it.
        account: whose.
        how: what was right, in the order in which it was asked for.
        codes: new recovery codes, to be shown once.

    """

    answer: Answer
    wait_ms: int = 0
    token: str = field(default="", repr=False)
    account: Account | None = None
    how: tuple[How, ...] = ()
    codes: tuple[str, ...] = field(default=(), repr=False)

    @property
    def by_code(self) -> bool:
        """Whether a one-time code was it."""
        return How.CODE in self.how


@dataclass(frozen=True, slots=True)
class Unlocking:
    """What became of a PIN: right, or how many more tries; 0 ends the session."""

    right: bool
    left: int = 0


class Staff:
    """Everything about staff of one site, on one connection of its own.

    Args:
        registry: the file.
        clock: Unix milliseconds.
        rules: of the site.
        key: seals the second factors; `kiosk.staff.at_house.open_staff` derives it.

    """

    def __init__(
        self,
        registry: Path,
        clock: Callable[[], int] = now_ms,
        rules: Rules | None = None,
        key: bytes = b"",
    ) -> None:
        self._tables = Tables(registry)
        self.rules = rules or Rules()
        self.accounts = Accounts(self._tables, clock)
        self.sessions = Sessions(self._tables, clock, self.rules)
        self.lockout = Lockout(self._tables, clock)
        self.brakes = Brakes(self._tables, clock)
        self._room = threading.BoundedSemaphore(MOST_AT_ONCE)
        key = key or hashlib.sha256(b"no site").digest()
        self.factors = SecondFactors(self._tables, key, clock)
        self.steps = Steps(self._tables, key, clock)

    def sign_in(self, login: str, secret: str, address: str) -> SignedIn:
        """Try a password or a one-time code.

        Begins a session, or with `Answer.SECOND` a step: everybody who has a second
        factor is asked for it, and whoever needs one sets it up.
        """
        attempt = self.lockout.attempt(login, address)
        if attempt.wait_ms:
            return SignedIn(Answer.WAIT, wait_ms=attempt.wait_ms)
        return self._looked_at(attempt, lambda: self._sign_in(login, secret, attempt))

    def _sign_in(self, login: str, secret: str, attempt: Attempt) -> SignedIn:
        account, stored = self.accounts.password_of(login)
        # Always one argon2 run, so that the time does not tell who exists.
        by_password = password_matches(stored, secret)
        by_code = account is not None and self.accounts.spend_code(account, secret)
        if account is None or not (by_password or by_code):
            return SignedIn(Answer.WRONG)
        how = (How.CODE if by_code else How.PASSWORD,)
        if self._needs_second(account):
            return self._step(account, how, attempt)
        self.lockout.succeeded(attempt)
        return self._welcome(account, how)

    def sign_in_by_pin(self, login: str, pin: str, address: str) -> SignedIn:
        """Try a guard's PIN; begins a session when it is right."""
        attempt = self.lockout.attempt(login, address)
        if attempt.wait_ms:
            return SignedIn(Answer.WAIT, wait_ms=attempt.wait_ms)
        return self._looked_at(attempt, lambda: self._by_pin(login, pin, attempt))

    def _by_pin(self, login: str, pin: str, attempt: Attempt) -> SignedIn:
        account, stored = self.accounts.pin_of(login)
        if not password_matches(stored, pin) or account is None:
            return SignedIn(Answer.WRONG)
        self.lockout.succeeded(attempt)
        return self._welcome(account, (How.PIN,))

    def second(
        self, token: str, code: str, address: str, clock_trusted: bool = True
    ) -> SignedIn:
        """Try the second factor of a step, or the first code of a new app.

        With a clock that is not trusted only a recovery code can be right.
        """
        step = self.steps.find(token)
        if step is None:
            return SignedIn(Answer.LATE)
        attempt = self.lockout.attempt(step.account.login, address)
        if attempt.wait_ms:
            return SignedIn(Answer.WAIT, wait_ms=attempt.wait_ms)
        if step.secret and step.account.has_second:
            self.steps.end(token)  # somebody else was quicker: theirs counts
            return SignedIn(Answer.LATE)
        second, codes = self._second(step, code, clock_trusted)
        if second is None:
            return SignedIn(Answer.WRONG)
        self.lockout.succeeded(attempt)
        if not self.steps.end(token):
            return SignedIn(Answer.LATE)
        first = How.CODE if step.by_code else How.PASSWORD
        return self._welcome(step.account, (first, second), codes)

    def unlock(self, token: str, secret: str, address: str) -> Unlocking:
        """Try to unlock a session with the PIN, or the password of who has no PIN.

        Failures of strangers do not brake this: the session itself says who asks, and
        five wrong ones end it.
        """
        found = self.sessions.find(token, touch=False)
        left = self.sessions.try_pin(token) if found else None
        if found is None or left is None:
            return Unlocking(False)
        if self._knows(found.account, secret):
            self.sessions.unlock(token)
            return Unlocking(True)
        self.lockout.failed(found.account.login, address)
        if left == 0:
            self.sessions.end(token)
        return Unlocking(False, left)

    def confirms(self, account: Account, password: str, address: str) -> bool:
        """Whether somebody signed in knows their password; braked like a sign-in."""
        attempt = self.lockout.attempt(account.login, address)
        if attempt.wait_ms:
            return False
        _, stored = self.accounts.password_of(account.login)
        right = password_matches(stored, password)
        if right:
            self.lockout.succeeded(attempt)
        return right

    def confirms_own(self, account: Account, secret: str, address: str) -> bool:
        """As `confirms`, with the PIN of whoever has one, else the password."""
        attempt = self.lockout.attempt(account.login, address)
        if attempt.wait_ms or not self._knows(account, secret):
            return False
        self.lockout.succeeded(attempt)
        return True

    def close(self) -> None:
        """Give the file back."""
        self._tables.close()

    def _looked_at(self, attempt: Attempt, look: Callable[[], SignedIn]) -> SignedIn:
        # Every look costs 19 MiB and a processor: a crowd must not take all threads.
        if not self._room.acquire(blocking=False):
            self.lockout.right_so_far(attempt)
            return SignedIn(Answer.BUSY)
        try:
            return look()
        finally:
            self._room.release()

    def _knows(self, account: Account, secret: str) -> bool:
        of = self.accounts.pin_of if account.uses_pin else self.accounts.password_of
        return password_matches(of(account.login)[1], secret)

    def _needs_second(self, account: Account) -> bool:
        if account.role is Role.GUARD:
            return False
        return account.has_second or self.rules.second_factor

    def _step(
        self, account: Account, how: tuple[How, ...], attempt: Attempt
    ) -> SignedIn:
        # The name's failures stay counted until the second factor is right as well.
        self.lockout.right_so_far(attempt)
        secret = "" if account.has_second else new_secret()
        token = self.steps.begin(account, How.CODE in how, secret)
        return SignedIn(Answer.SECOND, token=token, account=account, how=how)

    def _second(
        self, step: Step, code: str, clock_trusted: bool
    ) -> tuple[How | None, tuple[str, ...]]:
        account = step.account
        if step.secret:
            codes = (
                self.factors.keep(account, step.secret, code) if clock_trusted else None
            )
            return (How.TOTP, tuple(codes)) if codes else (None, ())
        if not is_app_code(code):
            return (How.RECOVERY if self.factors.spend(account, code) else None), ()
        right = clock_trusted and self.factors.accepts(account, code)
        return (How.TOTP if right else None), ()

    def _welcome(
        self, account: Account, how: tuple[How, ...], codes: tuple[str, ...] = ()
    ) -> SignedIn:
        second = how[1].value if len(how) > 1 else ""
        token = self.sessions.begin(account, How.CODE in how, second)
        return SignedIn(
            Answer.WELCOME, token=token, account=account, how=how, codes=codes
        )
