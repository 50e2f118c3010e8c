"""Constants of an invented issuing site."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.house import House
from kiosk.passes.office import PassOffice
from verification.invented import invented_person
from verification.ledger import EventKind
from verification.passes.claims import PassClaims
from verification.passes.signer import sign_pass
from verification.registry import Editor, PassEnd, Personal

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
DAY = timedelta(days=1)

CLAIMS = PassClaims(
    id=bytes.fromhex("0123456789abcdef"),
    masked_name="欧**明",
    holder=bytes(range(16)),
    kind="resident",
    generation=2,
    issued_at=NOW,
    not_before=NOW,
    expires=NOW + 30 * DAY,
)


class Site:
    """An invented site with its office; its clock goes when it is told to."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.at = NOW
        self.office = PassOffice.of(house, "office", lambda: self.at)

    def later(self, days: float) -> None:
        """Let time pass."""
        self.at += days * DAY

    def recorded(self) -> list[Mapping[str, object]]:
        """What the ledger says of keys and lists."""
        events = self.house.ledger.events(kind=EventKind.REGISTRY_CHANGE)
        return [{"staff": event.staff, **event.more} for event in events]

    def issue(self, index: int = 1, days: int = 30, generation: int = 2) -> str:
        """The text of a new pass of an invented person."""
        registry, signer = self.house.registry, self.office.signer()
        editor = Editor(registry.keys, "office", self.at)
        person = invented_person(index)
        someone = Personal("resident", person.number, person.name)
        change = editor.register(someone, "green")
        made = replace(
            CLAIMS,
            id=hashlib.sha256(f"{index}/{generation}".encode()).digest()[:8],
            generation=generation,
            issued_at=self.at,
            not_before=self.at,
            expires=self.at + days * DAY,
        )
        issued = sign_pass(made, signer)
        registry.apply([change, editor.issue_pass(made, signer.kid, change.key)])
        return issued.text

    def revoke_all(self) -> None:
        """Revoke every pass."""
        registry = self.house.registry
        editor = Editor(registry.keys, "office", self.at)
        for record in list(registry.papers.passes()):
            change = editor.revoke_pass(record.person, record.id, PassEnd.LOST)
            registry.apply([change])


def private(number: int) -> ec.EllipticCurvePrivateKey:
    """A key that is the same in every run, and secret to nobody."""
    return ec.derive_private_key(number, ec.SECP256R1())
