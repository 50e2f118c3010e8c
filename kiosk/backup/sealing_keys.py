"""The two halves of a backup's key, in the writing of age.

The public half (``age1…``) seals and stands in config.toml; the private half
(``AGE-SECRET-KEY-1…``) opens and lies on a stick in a safe, never on the machine.
"""

from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)

from kiosk.backup import bech32
from kiosk.backup.errors import BackupProblem, BadKey
from verification.ledger.files import replace_file

PUBLIC = "age"
PRIVATE = "age-secret-key-"
LENGTH = 32


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a backup is sealed for."""

    public: bytes

    @classmethod
    def parse(cls, text: str) -> "Recipient":
        """A public key as ``kiosk backup keys`` shows it.

        Raises:
            BadKey: it is none.

        """
        public = _decode(PUBLIC, text)
        try:
            # Points of small order would seal with a secret that everybody knows.
            X25519PrivateKey.generate().exchange(
                X25519PublicKey.from_public_bytes(public)
            )
        except ValueError:
            raise BadKey("公钥不可用 this public key must not be used") from None
        return cls(public)

    def __str__(self) -> str:
        """As people copy it."""
        return bech32.encode(PUBLIC, self.public)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who can open a backup; never in ``repr``."""

    private: X25519PrivateKey = field(repr=False)

    @classmethod
    def make(cls) -> "Identity":
        """A new one."""
        return cls(X25519PrivateKey.generate())

    @classmethod
    def read(cls, path: Path) -> "Identity":
        """The identity in a key file; lines that begin with # are notes.

        Raises:
            BackupProblem: the file cannot be read, or holds no key.

        """
        try:
            lines = path.read_text("utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise BackupProblem(
                f"读不了密钥 cannot read the key {path}: {error}"
            ) from None
        for line in map(str.strip, lines):
            if line and not line.startswith("#"):
                return cls(X25519PrivateKey.from_private_bytes(_decode(PRIVATE, line)))
        raise BadKey(f"{path} 里没有密钥 holds no key")

    @property
    def recipient(self) -> Recipient:
        """The public half."""
        return Recipient(self.private.public_key().public_bytes_raw())

    def write(self, path: Path) -> None:
        """Write a key file that only its owner can read.

        Raises:
            OSError: it cannot be written.

        """
        secret = bech32.encode(PRIVATE, self.private.private_bytes_raw()).upper()
        text = f"# public key: {self.recipient}\n{secret}\n"
        replace_file(path, text.encode())


def _decode(prefix: str, text: str) -> bytes:
    try:
        data = bech32.decode(prefix, text.strip())
    except ValueError as error:
        raise BadKey(f"不是备份密钥 not a key of a backup: {error}") from None
    if len(data) != LENGTH:
        raise BadKey("不是备份密钥 not a key of a backup: wrong length")
    return data
