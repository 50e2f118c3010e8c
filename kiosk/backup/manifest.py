"""What a backup says of itself, signed with the ledger's key.

Sealing for a public key proves nothing of who sealed: anybody could. The signature
says that the site itself made it, and the hash of the ledger's end says of which past.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from pydantic import BaseModel, ConfigDict, ValidationError

from kiosk.backup.errors import BackupProblem, Damaged

FORMAT = 1
DOMAIN = b"changxing/backup/v1\n"
SIGNATURE = 64
BLOCK = 1 << 20
# Plain names in few folders: a backup never writes anywhere else.
NAME = re.compile(r"(?:[\w-][\w.-]{0,99}/){0,3}[\w-][\w.-]{0,99}")


class Part(BaseModel):
    """One file of a backup."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    size: int
    sha256: str


class Manifest(BaseModel):
    """What is in a backup, and how far its ledger had come.

    ``keys`` says whether the site's keys are in it, too.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    program: str
    kiosk: str
    public_key: str
    made: datetime
    ledger_size: int
    ledger_hash: str
    people: int
    keys: bool
    parts: tuple[Part, ...]

    def signed(self, signer: Ed25519PrivateKey) -> bytes:
        """The signature and the text that it is for."""
        text = self.model_dump_json().encode()
        return signer.sign(DOMAIN + text) + text

    @classmethod
    def opened(cls, data: bytes) -> Self:
        """A manifest whose own key signed it; the caller says whose that must be.

        Raises:
            Damaged: it does not say what it was signed to say.
            BackupProblem: a later version of this program made it.

        """
        signature, text = data[:SIGNATURE], data[SIGNATURE:]
        try:
            told = cls.model_validate_json(text)
            public = bytes.fromhex(told.public_key)
            Ed25519PublicKey.from_public_bytes(public).verify(signature, DOMAIN + text)
        except (ValidationError, ValueError, InvalidSignature):
            raise Damaged(
                "备份的清单无效 the manifest of the backup is not valid"
            ) from None
        if told.format > FORMAT:
            raise BackupProblem(
                "备份来自更新的版本，请先升级 a later version made it: update first"
            )
        if not all(NAME.fullmatch(part.name) for part in told.parts):
            raise Damaged("备份的清单无效 its manifest names strange files")
        return told

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(part.size for part in self.parts)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that goes into a backup, and its name there."""

    name: str
    path: Path

    def part(self) -> Part:
        """Its size and hash; the file must not change any more."""
        digest = hashlib.sha256()
        with self.path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
        size = self.path.stat().st_size
        return Part(name=self.name, size=size, sha256=digest.hexdigest())
