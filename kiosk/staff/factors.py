"""The second factor: codes of an app (TOTP, RFC 6238), and recovery codes.

A code counts once: the step in time of the last one that counted is kept, and only a
later step can count (RFC 6238, 5.2). One step before and after is taken as well, for
phones whose clocks are off. Ten recovery codes, each good once, are for a lost phone
and for a machine whose own clock is not to be trusted.
"""

import hmac
from collections.abc import Callable
from sqlite3 import Connection

from pyotp import TOTP, random_base32

from kiosk.staff.accounts import Account, end_sessions
from kiosk.staff.errors import BadFactor
from kiosk.staff.secrets import digest, new_code
from kiosk.staff.tables import Tables, now_ms
from verification.boxes import seal, unseal
from verification.errors import BoxError

STEP_SECONDS = 30
DIGITS = 6
DRIFT = 1  # steps of half a minute
RECOVERY_CODES = 10


class SecondFactors:
    """The second factors of all staff.

    Args:
        tables: of the site.
        key: seals the secrets of the apps.
        clock: Unix milliseconds.

    """

    def __init__(
        self, tables: Tables, key: bytes, clock: Callable[[], int] = now_ms
    ) -> None:
        self._tables = tables
        self._key = key
        self._now = clock

    def keep(self, account: Account, secret: str, code: str) -> list[str] | None:
        """Take an app on, when the code is its own.

        Returns the new recovery codes, which are shown once; ``None`` for a wrong code.
        """
        step = self._step_of(secret, code, after=-1)
        if step is None:
            return None
        box = seal(self._key, secret.encode(), _place(account.id))
        with self._tables.write() as connection:
            connection.execute(
                "UPDATE staff SET totp = ?, totp_step = ? WHERE id = ?",
                (box, step, account.id),
            )
            return _renew_codes(connection, account.id)

    def accepts(self, account: Account, code: str) -> bool:
        """Whether that is a code of the account's app; it is spent thereby.

        Raises:
            BadFactor: the kept secret does not open.
        """
        with self._tables.write() as connection:
            row = connection.execute(
                "SELECT totp, totp_step FROM staff WHERE id = ?", (account.id,)
            ).fetchone()
            if row is None or row[0] is None:
                return False
            step = self._step_of(self._opened(row[0], account.id), code, row[1] or 0)
            if step is None:
                return False
            connection.execute(
                "UPDATE staff SET totp_step = ? WHERE id = ?", (step, account.id)
            )
        return True

    def spend(self, account: Account, code: str) -> bool:
        """Whether that is an unused recovery code of the account; spent thereby."""
        with self._tables.write() as connection:
            spent = connection.execute(
                "UPDATE recovery_codes SET used_ms = ?"
                " WHERE staff = ? AND code = ? AND used_ms IS NULL",
                (self._now(), account.id, _code_hash(account.id, code)),
            )
            return spent.rowcount == 1

    def renew_codes(self, account: Account) -> list[str]:
        """New recovery codes; the old ones are worth nothing from now on."""
        with self._tables.write() as connection:
            return _renew_codes(connection, account.id)

    def reset(self, account: Account) -> None:
        """Forget app and recovery codes; whoever is signed in with them is out."""
        with self._tables.write() as connection:
            connection.execute(
                "UPDATE staff SET totp = NULL, totp_step = NULL WHERE id = ?",
                (account.id,),
            )
            connection.execute(
                "DELETE FROM recovery_codes WHERE staff = ?", (account.id,)
            )
            end_sessions(connection, account.id)

    def _opened(self, box: bytes, account: str) -> str:
        try:
            return unseal(self._key, box, _place(account)).decode()
        except BoxError:
            raise BadFactor(
                "手机验证码读不出来，请用恢复码，或请管理员重设。"
                " The second factor does not open: use a recovery code, or have it"
                " reset."
            ) from None

    def _step_of(self, secret: str, code: str, after: int) -> int | None:
        """The step in time whose code that is, when it lies after another."""
        made, now = TOTP(secret), self._now() // 1000 // STEP_SECONDS
        steps = range(max(now - DRIFT, after + 1), now + DRIFT + 1)
        typed = plain_code(code).encode()
        right = [
            step
            for step in steps
            if hmac.compare_digest(made.generate_otp(step).encode(), typed)
        ]
        return right[0] if right else None


def new_secret() -> str:
    """160 random bits for an app, in base32 as RFC 4226 wants at least."""
    return random_base32()


def address_of(secret: str, login: str, site: str) -> str:
    """The ``otpauth:`` address that an app reads from the QR code."""
    address: str = TOTP(secret).provisioning_uri(name=login, issuer_name=site)
    return address


def plain_code(code: str) -> str:
    """A code as it is compared: without the spaces that people type."""
    return "".join(code.split())


def is_app_code(code: str) -> bool:
    """Whether somebody typed a code of an app and not a recovery code."""
    plain = plain_code(code)
    return len(plain) == DIGITS and plain.isascii() and plain.isdigit()


def _renew_codes(connection: Connection, account: str) -> list[str]:
    codes = [new_code() for _ in range(RECOVERY_CODES)]
    connection.execute("DELETE FROM recovery_codes WHERE staff = ?", (account,))
    connection.executemany(
        "INSERT INTO recovery_codes (staff, code) VALUES (?, ?)",
        [(account, _code_hash(account, code)) for code in codes],
    )
    return codes


def _code_hash(account: str, code: str) -> bytes:
    plain = "".join(c for c in code.upper() if c.isalnum())
    return digest(f"recovery:{account}:{plain}")


def _place(account: str) -> str:
    return f"staff/{account}/totp"
