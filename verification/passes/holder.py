"""Whose pass it is: a keyed hash that only this site's kiosks can compare.

An unkeyed hash of an 18-digit number whose region and birthday are known is
guessed in seconds, hence the key. The pass id is hashed with the number, so that
two passes of one person do not match each other. The key of each signing key is
derived from one master, so that the key id on a pass says which one to use.
"""

import hmac
import os
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from verification.documents import Document
from verification.keys import LENGTH, read_key, write_key
from verification.passes.claims import HOLDER_LENGTH, PassClaims

HOLDER_KEY = "holder.key"


class HolderKeys:
    """Compares passes with documents; its master never appears in ``repr``.

    Args:
        master: 32 bytes, the same at every kiosk of a site.

    """

    def __init__(self, master: bytes) -> None:
        self._master = master
        self._derived: dict[bytes, bytes] = {}

    def hash(self, kid: bytes, pass_id: bytes, document: Document) -> bytes:
        """What a pass says of its holder: 16 bytes.

        Args:
            kid: id of the key that signs the pass.
            pass_id: of the pass.
            document: the holder's, in its normal form.

        """
        plain = f"{document.kind}:v1:{document.number}".encode()
        mac = hmac.digest(self._key(kid), pass_id + plain, "sha256")
        return mac[:HOLDER_LENGTH]

    def matches(self, kid: bytes, claims: PassClaims, document: Document) -> bool:
        """Whether a document is that of a pass's holder; takes the same time always."""
        return hmac.compare_digest(claims.holder, self.hash(kid, claims.id, document))

    def _key(self, kid: bytes) -> bytes:
        if kid not in self._derived:
            info = f"changxing/holder/{kid.hex()}".encode()
            hkdf = HKDF(hashes.SHA256(), LENGTH, None, info)
            self._derived[kid] = hkdf.derive(self._master)
        return self._derived[kid]


def load_holder_keys(directory: Path) -> HolderKeys | None:
    """The holder key of a site, or ``None`` where it never came.

    Args:
        directory: the keys of the site.

    Raises:
        KeyProblem: it is there, but must not be used.

    """
    path = directory / HOLDER_KEY
    return HolderKeys(read_key(path)) if path.exists() else None


def create_holder_key(directory: Path) -> None:
    """Make the holder key of an issuing site; one that is there already stays."""
    if not (directory / HOLDER_KEY).exists():
        write_key(directory / HOLDER_KEY, os.urandom(LENGTH))
