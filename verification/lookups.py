"""What a verdict needs of the registry."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from verification.documents import Document
from verification.passes.claims import PassClaims
from verification.registry.papers import PassRecord
from verification.registry.records import Attestation, CardRecord, PersonRecord


class PaperLookup(Protocol):
    """What it needs to know of papers."""

    def pass_record(self, pass_id: bytes) -> PassRecord | None:
        """The pass with this id, if it was issued here."""

    def pass_by_code(self, prefix: bytes) -> PassRecord | None:
        """The pass whose short code stands for these 5 bytes."""

    def pass_revoked(self, pass_id: bytes) -> bool:
        """Whether it was revoked here or stands on the signed list."""

    def lists_at(self) -> datetime | None:
        """When the newest list of revoked passes was signed."""

    def holder_matches(
        self, claims: PassClaims, kid: bytes, document: Document
    ) -> bool | None:
        """Whether a document is the holder's; ``None`` without the holder key."""


class RegistryLookup(Protocol):
    """What it needs to know of people and cards."""

    @property
    def papers(self) -> PaperLookup:
        """Passes and lists."""

    def subject(self, document: Document) -> bytes:
        """The keyed name of a document or card."""

    def find(self, subject: bytes) -> PersonRecord | None:
        """The person with this document."""

    def find_card(self, card: bytes) -> CardRecord | None:
        """Whom a card leads to."""

    def attestations(self, subject: bytes) -> Mapping[str, Attestation]:
        """What the person showed in support, by kind."""

    def data_at(self) -> datetime | None:
        """When somebody last changed or confirmed the data."""
