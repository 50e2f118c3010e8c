"""A `Change`: the only way in which the registry becomes another.

Every change is keyed by the subject of the person it is about (the withdrawal of a
pass that nobody here knows: by the pass). What is personal
in it (number, name, phone) travels apart from the body and is boxed under the
person's own key when it is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from verification.documents import Document, subject
from verification.ids import new_id
from verification.keys import Keys
from verification.passes.claims import PassClaims
from verification.registry.kinds import ChangeKind, PassEnd

Value: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One intent, complete in itself; `registry.changes` carries it out.

    Attributes:
        kind: what happens.
        key: subject of the person.
        author: internal id of the member of staff, or a program's word.
        at: when, UTC.
        body: nothing personal; values of JSON.
        personal: boxed under the person's key, never in ``repr``.
        origin: the import that it came with.

    """

    kind: ChangeKind
    key: bytes
    author: str
    at: datetime
    body: Mapping[str, Value] = field(default_factory=dict)
    personal: Mapping[str, Value] | None = field(default=None, repr=False)
    origin: UUID | None = None
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Personal:
    """The content of a person's box; ``number`` in normal form."""

    kind: str
    number: str = field(repr=False)
    name: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)
    relative: str | None = field(default=None, repr=False)
    note: str | None = field(default=None, repr=False)

    def content(self) -> dict[str, Value]:
        """As the box holds it; what is not known is not in it."""
        fields = {
            "kind": self.kind,
            "number": self.number,
            "name": self.name,
            "phone": self.phone,
            "relative": self.relative,
            "note": self.note,
        }
        return {name: value for name, value in fields.items() if value}


@dataclass(frozen=True, slots=True)
class Editor:
    """Makes changes in one author's name; it writes nothing.

    Attributes:
        keys: to name people and cards.
        author: internal id of the member of staff, or a program's word.
        at: when, UTC; also the time of the statuses set.
        origin: the import that the changes belong to.
        source: where the statuses come from, a word such as ``import``.
        basis: the legal basis on which this editor registers people, a word; without
            one nothing is said of it.
        notice: the version of the notice that they were given.
        why: the reason of a correction or a status, a word; kept in the history.

    """

    keys: Keys
    author: str
    at: datetime
    origin: UUID | None = None
    source: str = "office"
    basis: str | None = None
    notice: str | None = None
    why: str | None = None

    def register(
        self,
        personal: Personal,
        status: str | None = None,
        valid_until: date | None = None,
    ) -> Change:
        """A new person, with a status or without."""
        key = self.subject(Document.parse(personal.number, personal.kind))
        body = self._status(status, valid_until) if status else {}
        if self.basis:
            body |= {"basis": self.basis, "notice": self.notice}
        return self._make(ChangeKind.REGISTERED, key, body, personal.content())

    def correct(self, key: bytes, personal: Personal) -> Change:
        """All personal fields anew; the number must stay the same."""
        body = self._why()
        return self._make(ChangeKind.CORRECTED, key, body, personal.content())

    def set_status(
        self, key: bytes, status: str | None, valid_until: date | None = None
    ) -> Change:
        """A status as it is known at `at`; it replaces the one before."""
        body = self._status(status, valid_until) | self._why()
        return self._make(ChangeKind.STATUS_SET, key, body)

    def link_card(
        self,
        key: bytes,
        card: Document,
        *,
        what: str | None = None,
        valid_until: date | None = None,
    ) -> Change:
        """A senior, social-security or citizen card, or a certificate.

        Args:
            key: of the person.
            card: its kind and number.
            what: of a certificate on paper, a word such as ``community``.
            valid_until: of a certificate, inclusive; ``None`` is no end.

        """
        body: dict[str, Value] = {
            "card": self.subject(card).hex(),
            "kind": str(card.kind),
        }
        if what:
            body["what"] = what
        if valid_until:
            body["valid_until"] = iso(valid_until)
        return self._make(ChangeKind.CARD_LINKED, key, body, {"number": card.number})

    def unlink_card(self, key: bytes, card: bytes) -> Change:
        """The card leads to this person no longer."""
        return self._make(ChangeKind.CARD_UNLINKED, key, {"card": card.hex()})

    def revoke_card(self, key: bytes, card: bytes) -> Change:
        """A lost card; ``card`` equal to ``key`` is the person's own document."""
        return self._make(ChangeKind.CARD_REVOKED, key, {"card": card.hex()})

    def restore_card(self, key: bytes, card: bytes) -> Change:
        """The card (or the person's own document) counts again."""
        return self._make(ChangeKind.CARD_RESTORED, key, {"card": card.hex()})

    def record_attestation(
        self,
        key: bytes,
        kind: str,
        valid_until: date | None = None,
        detail: str | None = None,
        *,
        shown: str | None = None,
        at: datetime | None = None,
    ) -> Change:
        """What the person showed; the newest of a kind counts.

        Args:
            key: of the person.
            kind: a word such as ``travel``.
            valid_until: inclusive; ``None`` is no end.
            detail: personal, kept in a box only.
            shown: what it was seen on, a word such as ``sms``.
            at: when it was shown; ``None`` is now.

        """
        body: dict[str, Value] = {"kind": kind, "valid_until": iso(valid_until)}
        if shown:
            body["shown"] = shown
        if at is not None:
            body["recorded_at"] = int(at.timestamp())
        personal = {"detail": detail} if detail else None
        return self._make(ChangeKind.ATTESTATION_RECORDED, key, body, personal)

    def withdraw_attestation(self, key: bytes, kind: str) -> Change:
        """It was recorded by mistake."""
        return self._make(ChangeKind.ATTESTATION_WITHDRAWN, key, {"kind": kind})

    def record_basis(self, key: bytes, basis: str, notice: str | None = None) -> Change:
        """On what legal basis we keep and match this person, from now on."""
        body = {"basis": basis, "notice": notice}
        return self._make(ChangeKind.BASIS_RECORDED, key, body)

    def withdraw_basis(self, key: bytes) -> Change:
        """The person took the consent back: no gate knows her from now on."""
        return self._make(ChangeKind.BASIS_WITHDRAWN, key, {})

    def record_death(
        self, key: bytes, relation: str, told: Mapping[str, str]
    ) -> Change:
        """The person died, as a close relative proved: no gate knows her from now on.

        Args:
            key: of the person.
            relation: of the relative, a word.
            told: who asked and the reference of the proof; kept in a box only.

        """
        return self._make(ChangeKind.DIED, key, {"relation": relation}, dict(told))

    def take_back_death(self, key: bytes) -> Change:
        """It was recorded of the wrong person."""
        return self._make(ChangeKind.LIVES, key, {})

    def issue_pass(self, claims: PassClaims, kid: bytes, key: bytes) -> Change:
        """A signed pass for this person; all earlier ones end with it."""
        body: dict[str, Value] = {
            "pass": claims.id.hex(),
            "kind": claims.kind,
            "generation": claims.generation,
            "kid": kid.hex(),
            "issued_at": int(claims.issued_at.timestamp()),
            "not_before": int(claims.not_before.timestamp()),
            "expires": int(claims.expires.timestamp()),
        }
        return self._make(ChangeKind.PASS_ISSUED, key, body)

    def revoke_pass(self, key: bytes, pass_id: bytes, why: PassEnd) -> Change:
        """The pass counts no longer; it never will again.

        Args:
            key: its person, or the pass id itself where the registry never knew it.
            pass_id: of the pass.
            why: what the office may know of it for ever.

        """
        body = {"pass": pass_id.hex(), "why": str(why)}
        return self._make(ChangeKind.PASS_REVOKED, key, body)

    def erase(self, key: bytes) -> Change:
        """Everything about the person goes, this receipt stays."""
        return self._make(ChangeKind.ERASED, key, {})

    def subject(self, document: Document) -> bytes:
        """The keyed name of a document or card."""
        return subject(self.keys, document)

    def _status(self, status: str | None, until: date | None) -> dict[str, Value]:
        return {
            "status": status,
            "valid_until": iso(until),
            "source": self.source,
            "status_at": int(self.at.timestamp()),
        }

    def _why(self) -> dict[str, Value]:
        return {"why": self.why} if self.why else {}

    def _make(
        self,
        kind: ChangeKind,
        key: bytes,
        body: Mapping[str, Value],
        personal: Mapping[str, Value] | None = None,
    ) -> Change:
        return Change(kind, key, self.author, self.at, body, personal, self.origin)


def iso(day: date | None) -> str | None:
    """A date as a body holds it."""
    return day.isoformat() if day else None
