r"""Signed checkpoints as any tool of transparency logs can check them.

C2SP signed-note with an Ed25519 signature, its text a C2SP tlog-checkpoint::

    <origin>\n<size, decimal>\n<root, base64>\n
    \n
    — <key name> <base64 of key id (4) | signature (64)>\n

where key id = SHA-256(key name | 0x0A | 0x01 | public key)[:4] and 0x01 says
Ed25519. Our key name is the origin.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from urllib.parse import quote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from verification.ledger.errors import NoteError

ED25519 = b"\x01"
KEY_ID = 4
MAX_NOTE = 64 * 1024


@dataclass(frozen=True, slots=True)
class TreeHead:
    """What a checkpoint says: of which log, how long, with which root."""

    origin: str
    size: int
    root: bytes


def origin_of(kiosk: str) -> str:
    """The name of a kiosk's log; a key name may hold no space and no plus sign."""
    return f"changxing/{quote(kiosk, safe='')}"


def key_id(name: str, public: bytes) -> bytes:
    """Four bytes that tell keys of one name apart."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:KEY_ID]


def verifier_key(name: str, public: bytes) -> str:
    """The public key in the form that note verifiers take."""
    encoded = base64.b64encode(ED25519 + public).decode()
    return f"{name}+{key_id(name, public).hex()}+{encoded}"


def sign_note(text: str, name: str, signer: Ed25519PrivateKey) -> str:
    """Put one signature under ``text``, which ends with a line feed."""
    public = signer.public_key().public_bytes_raw()
    blob = key_id(name, public) + signer.sign(text.encode())
    return f"{text}\n— {name} {base64.b64encode(blob).decode()}\n"


def open_note(note: str, name: str, public: bytes) -> str:
    """Return a note's text when our key signed it; other signatures may stand by.

    Raises:
        NoteError: too long, not a note, or not signed by this key.

    """
    if len(note) > MAX_NOTE:
        raise NoteError("the note is too long")
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise NoteError("this is not a signed note")
    text += "\n"
    for line in signatures.splitlines():
        if _is_ours(line, text, name, public):
            return text
    raise NoteError(f"the note is not signed by {name}")


def _is_ours(line: str, text: str, name: str, public: bytes) -> bool:
    dash, _, rest = line.partition(" ")
    signed_by, _, encoded = rest.partition(" ")
    if dash != "—" or signed_by != name:
        return False
    blob = _decode(encoded)
    if blob[:KEY_ID] != key_id(name, public):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(blob[KEY_ID:], text.encode())
    except InvalidSignature:
        raise NoteError("the signature does not fit the text") from None
    return True


def _decode(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise NoteError("a damaged base64 line in the note") from None


def sign_checkpoint(head: TreeHead, signer: Ed25519PrivateKey) -> str:
    """Sign a tree head."""
    root = base64.b64encode(head.root).decode()
    text = f"{head.origin}\n{head.size}\n{root}\n"
    return sign_note(text, head.origin, signer)


def open_checkpoint(note: str, origin: str, public: bytes) -> TreeHead:
    """Return what a checkpoint says when this log signed it.

    Raises:
        NoteError: another log, another key, or not a checkpoint.

    """
    lines = open_note(note, origin, public).split("\n")
    if len(lines) < 4 or lines[0] != origin:
        raise NoteError(f"this is no checkpoint of {origin}")
    size, root = lines[1], _decode(lines[2])
    if not (size.isascii() and size.isdigit()) or len(root) != 32:
        raise NoteError("a checkpoint needs a size and a root of 32 bytes")
    return TreeHead(origin, int(size), root)
