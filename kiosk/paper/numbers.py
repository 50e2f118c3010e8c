"""`NumberDesk`: registered numbers, which lead from a certificate to a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kiosk.house import House
from verification.documents import Document, DocumentKind
from verification.errors import DocumentError, RegistryConflict
from verification.registry import Change, Editor, Registry

Facts = Mapping[str, str | int]


class NumberProblem(Exception):
    """A number that cannot be registered or is not there; it is never repeated."""


class What(StrEnum):
    """Who gave a certificate out, as far as a site tells them apart."""

    COMMUNITY = "community"
    EMPLOYER = "employer"
    HOSPITAL = "hospital"
    CARE_HOME = "care_home"
    OTHER = "other"


class Step(StrEnum):
    """What happens to a number that is registered already."""

    REVOKE = "revoke"
    RESTORE = "restore"
    REMOVE = "remove"


CONFLICTS = {
    "unknown_person": "没有登记过此人，请先登记 this person is not registered; "
    "register first",
    "card_of_another_person": "这个编号已登记在别人名下，请先移除 the number "
    "belongs to somebody else; remove it there first",
    "unknown_card": "这个编号没有登记 this number is not registered",
}


@dataclass(frozen=True, slots=True)
class NumberDesk:
    """Links numbers of certificates to people, in one author's name."""

    registry: Registry
    author: str
    now: Callable[[], datetime]
    record: Callable[[Facts], None]

    @classmethod
    def of(cls, house: House, author: str, now: Callable[[], datetime]) -> "NumberDesk":
        """The desk of a house."""
        return cls(house.registry, author, now, house.recorder(author))

    def link(
        self,
        number: str,
        person: bytes,
        what: What | None = None,
        until: date | None = None,
    ) -> Document:
        """A number leads to this person from now on; one that was lost counts again.

        Args:
            number: as the bar or QR code has it.
            person: subject of her document.
            what: kind of certificate.
            until: the last day on which it counts; ``None`` is no end.

        Raises:
            NumberProblem: it cannot be one, belongs to somebody else, or the person
                is not registered.

        """
        document = _parsed(number)
        linked = self._editor().link_card(
            person, document, what=what, valid_until=until
        )
        self._apply(linked, "paper.registered")
        return document

    def change(self, number: str, step: Step) -> Document:
        """Revoke, restore or remove a number.

        Raises:
            NumberProblem: it cannot be one, or is not registered.

        """
        document, editor = _parsed(number), self._editor()
        card = self.registry.find_card(self.registry.subject(document))
        if card is None:
            raise NumberProblem(CONFLICTS["unknown_card"])
        make = {
            Step.REVOKE: editor.revoke_card,
            Step.RESTORE: editor.restore_card,
            Step.REMOVE: editor.unlink_card,
        }[step]
        self._apply(make(card.person, card.card), f"paper.{step}d")
        return document

    def _apply(self, change: Change, word: str) -> None:
        try:
            self.registry.apply([change])
        except RegistryConflict as conflict:
            raise NumberProblem(CONFLICTS[conflict.code]) from None
        self.record({"change": word})

    def _editor(self) -> Editor:
        return Editor(self.registry.keys, self.author, self.now())


def _parsed(number: str) -> Document:
    try:
        return Document.parse(number, DocumentKind.PAPER)
    except DocumentError:
        raise NumberProblem(
            "编号须为 4 至 40 位字母、数字、- 或 /，且含数字 a number has 4 to 40 "
            "letters, digits, - or /, and at least one digit"
        ) from None
