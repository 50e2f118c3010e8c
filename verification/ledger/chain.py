"""The hash chain: pure functions over the bytes that are stored.

h(0) = SHA-256 of what the ledger began with (kiosk, public key, time), and
h(n) = SHA-256(0x00 | h(n-1) | SHA-256(head) | commitment). ``head`` is canonical
JSON without personal data; ``commitment`` is SHA-256(salt | payload), and the
payload itself lies outside the chain, so that it can be erased. The salt keeps
a commitment to a document number from being guessed: there are few numbers.
"""

import hashlib
import json
from collections.abc import Mapping

SALT = 16
DIGEST = 32
STEP = b"\x00"

_encoder = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)

Scalar = str | int | float | bool | None


def canonical(value: Mapping[str, object]) -> str:
    """JSON with sorted keys and no spaces.

    Raises:
        ValueError: a number that JSON cannot say.

    """
    return _encoder.encode(value)


def genesis_hash(kiosk: str, public_key: bytes, installed: str) -> bytes:
    """Compute h(0): another kiosk, key or time begins another chain."""
    start = {"installed": installed, "kiosk": kiosk, "public_key": public_key.hex()}
    return hashlib.sha256(canonical(start).encode()).digest()


def commit(salt: bytes, payload: bytes) -> bytes:
    """Commit to a payload without telling it."""
    return hashlib.sha256(salt + payload).digest()


NOTHING = commit(bytes(SALT), b"")  # the commitment of an event about nobody


def link(previous: bytes, head: bytes, commitment: bytes) -> bytes:
    """Compute h(n) from h(n-1) and the stored bytes of row n."""
    digest = hashlib.sha256(head).digest()
    return hashlib.sha256(STEP + previous + digest + commitment).digest()
