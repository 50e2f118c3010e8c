"""The site's secrets, as files that only their owner can read.

One 32-byte site key, made at the first start; every other symmetric key is
derived from it by HKDF-SHA256 under a name of its own, so that the key of the
index says nothing about the key of the boxes. The ledger signs its checkpoints
with an Ed25519 key of its own.
"""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from verification.errors import KeyProblem

LENGTH = 32
KEY_VERSION = 1
SITE_KEY = "site.key"
LEDGER_KEY = "ledger.key"


@dataclass(frozen=True, slots=True)
class Keys:
    """All secrets of a site; none of them appears in ``repr``.

    Attributes:
        index: for the keyed hashes of document and card numbers.
        names: for the keyed hashes of people's names, by which the office searches.
        wrap: wraps each person's own key.
        session: signs what a browser holds for us (CSRF, one-time forms).
        signer: signs checkpoints of the ledger.

    """

    index: bytes = field(repr=False)
    names: bytes = field(repr=False)
    wrap: bytes = field(repr=False)
    session: bytes = field(repr=False)
    signer: Ed25519PrivateKey = field(repr=False)
    version: int = KEY_VERSION


def derive(site_key: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose."""
    info = f"changxing/{purpose}/v{KEY_VERSION}".encode()
    return HKDF(hashes.SHA256(), LENGTH, None, info).derive(site_key)


def load_keys(directory: Path) -> Keys:
    """Read the keys of a site.

    Raises:
        KeyProblem: a file is missing, a link, of wrong length, not ours, or
            readable by others.

    """
    site_key = read_key(directory / SITE_KEY)
    return Keys(
        index=derive(site_key, "index"),
        names=derive(site_key, "names"),
        wrap=derive(site_key, "wrap"),
        session=derive(site_key, "session"),
        signer=Ed25519PrivateKey.from_private_bytes(read_key(directory / LEDGER_KEY)),
    )


def create_keys(directory: Path) -> None:
    """Make the keys of a new site; a key that is there already stays.

    The caller makes sure that no database exists yet: a new key over old data
    would lock everybody's records for ever.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    directory.chmod(0o700)
    for name in (SITE_KEY, LEDGER_KEY):
        if not (directory / name).exists():
            write_key(directory / name, os.urandom(LENGTH))


def read_key(path: Path) -> bytes:
    """A key of 32 bytes.

    Raises:
        KeyProblem: as `load_keys`.

    """
    data = read_secret(path)
    if len(data) != LENGTH:
        raise KeyProblem(f"{path} has {len(data)} bytes and not {LENGTH}; restore it")
    return data


def read_secret(path: Path) -> bytes:
    """The bytes of a file that only its owner may read.

    Raises:
        KeyProblem: it is missing, a link, not ours, or readable by others.

    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        raise KeyProblem(
            f"the key {path} is missing; restore it from its safe copy, "
            "a new key cannot open the old data"
        ) from None
    if not stat.S_ISREG(status.st_mode):
        raise KeyProblem(f"{path} is not a plain file; a key must not be a link")
    if status.st_mode & 0o077:
        raise KeyProblem(f"others can read {path}; run: chmod 600 {path}")
    if status.st_uid != os.geteuid():
        raise KeyProblem(f"{path} belongs to another user; run: chown to the service")
    return path.read_bytes()


def write_key(path: Path, data: bytes) -> None:
    """Write a secret so that only its owner can read it, whole or not at all."""
    temporary = path.with_name(path.name + ".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    temporary.replace(path)
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
