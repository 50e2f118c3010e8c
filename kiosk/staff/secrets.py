"""Passwords, one-time codes and session tokens: how each is made and compared.

Passwords are short and chosen by people, so they go through argon2id with the
figures of OWASP's cheat sheet (19 MiB, two passes, one lane). Two threads of their own
work on them: a storm of sign-ins cannot starve the pages, and the memory that the C
library keeps for each thread that once used 19 MiB stays that of two. Codes and tokens
are long and random, so that one SHA-256 of them is enough.
"""

import hashlib
import hmac
import secrets
import unicodedata
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from kiosk.staff.errors import BadPassword
from kiosk.staff.guessable import is_guessable

SHORTEST = 12
LONGEST = 256
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like another
CODE_GROUPS = (4, 4, 4)  # 60 bits, good for a day
TOKEN_BYTES = 32

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_workers = ThreadPoolExecutor(2, "argon2")
_NOBODY = _hasher.hash(secrets.token_hex(16))  # compared when there is no password


def check_password(password: str, *names: str) -> None:
    """Refuse a password that is too short, too long or easily thought of.

    Args:
        password: as it was typed.
        names: of the person and the place.

    Raises:
        BadPassword: it must not be used; the text says why.
    """
    if len(password) < SHORTEST:
        raise BadPassword(
            f"密码至少要 {SHORTEST} 个字。 At least {SHORTEST} characters."
        )
    if len(password) > LONGEST:
        raise BadPassword(f"密码最多 {LONGEST} 个字。 At most {LONGEST} characters.")
    if is_guessable(password, *names):
        raise BadPassword("这个密码太容易猜到。 This password is too easy to guess.")


def hash_password(password: str) -> str:
    """The argon2id hash of a password."""
    return _workers.submit(_hasher.hash, _normal(password)).result()


def password_matches(stored: str | None, password: str) -> bool:
    """Compare; takes as long when there is no password to compare with."""
    typed = _normal(password[:LONGEST])
    try:
        _workers.submit(_hasher.verify, stored or _NOBODY, typed).result()
    except (Argon2Error, InvalidHashError):
        return False
    return stored is not None


def new_code() -> str:
    """A one-time code as it is shown: ``K7Q2-M9XT-4DZ3``."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(n)) for n in CODE_GROUPS)
    return "-".join(groups)


def code_hash(code: str) -> bytes:
    """What is stored of a code; case, spaces and hyphens do not matter."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    return digest(f"code:{plain}")


def new_token() -> str:
    """256 random bits for a session."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(text: str) -> bytes:
    """SHA-256 of something that nobody can guess, or that must only be unreadable."""
    return hashlib.sha256(text.encode()).digest()


def same(left: bytes, right: bytes) -> bool:
    """Compare without telling by time where they differ."""
    return hmac.compare_digest(left, right)


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)
