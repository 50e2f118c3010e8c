"""Boxes: personal data under a person's own key, bound to its place.

A box is ``version(1) | algorithm(1) | nonce(12) | ciphertext+tag`` with
AES-256-GCM. The additional data name the table and the row, so that a box
copied to another row does not open. Destroying the person's key, which itself
lies wrapped in a box, erases the person.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from verification.errors import BoxError

VERSION = 1
AES_256_GCM = 1
NONCE = 12
KEY = 32


def new_key() -> bytes:
    """A fresh key for one person."""
    return os.urandom(KEY)


def seal(key: bytes, plain: bytes, place: str) -> bytes:
    """Close ``plain`` into a box that opens only at ``place``."""
    nonce = os.urandom(NONCE)
    header = bytes((VERSION, AES_256_GCM))
    return header + nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(key: bytes, box: bytes, place: str) -> bytes:
    """Open a box.

    Raises:
        BoxError: another key, another place, or damaged bytes.

    """
    if box[:2] != bytes((VERSION, AES_256_GCM)):
        raise BoxError(f"a box of an unknown kind at {place}")
    try:
        return AESGCM(key).decrypt(box[2 : 2 + NONCE], box[2 + NONCE :], place.encode())
    except (InvalidTag, ValueError):
        raise BoxError(f"the box at {place} does not open") from None
