"""The passes and numbers of the demo's invented people; a later start finds them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kiosk.demo.people import AUTHOR, LENDER, PAST, REPLACED, WITHDRAWN
from kiosk.house import House
from kiosk.paper.numbers import NumberDesk
from kiosk.passes.content import Hand, claims_for
from kiosk.passes.desk import PassDesk
from verification.documents import Document
from verification.errors import KeyProblem
from verification.invented import invented_person
from verification.passes.holder import load_holder_keys
from verification.passes.keys import SigningKey
from verification.passes.signer import sign_pass
from verification.registry import PassRecord

LONG_AGO = timedelta(days=40)  # the office of the demo has been there for so long
DAYS = 30
SPARE = timedelta(days=1)  # a pass that ends sooner is renewed
QR_NUMBER = "XF-2026-000417"
BAR_NUMBER = "XF20260005"
LENT_NUMBER = "XF-2026-000562"


@dataclass(frozen=True, slots=True)
class DemoPapers:
    """What is written in the codes of the demo's papers.

    Attributes:
        valid: passes that count.
        revoked: one that was withdrawn.
        expired: one whose last day is over.
        old, new: before and after it was issued anew.

    """

    valid: tuple[str, ...]
    revoked: str
    expired: str
    old: str
    new: str


class DemoOffice:
    """Issues the demo's papers, or finds them where a former start has.

    Args:
        house: of the demo; its registry knows the holders.

    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._now = datetime.now(UTC)
        self._desk = self._desk_at(lambda: self._now)
        former = self._desk_at(lambda: self._now - LONG_AGO)
        if self._desk.office.lists() is None:
            former.office.make()
        self._former = former

    def papers(self) -> DemoPapers:
        """All passes; those that are missing or used up are issued."""
        # First: the newest change says how old the registry's data are.
        past = self._expired(PAST)
        old, new = self._generations(REPLACED)
        return DemoPapers(
            tuple(self._text(self._valid(index)) for index in (0, 1, LENDER)),
            self._text(self._revoked(WITHDRAWN)),
            self._text(past),
            self._text(old),
            self._text(new),
        )

    def fresh(self, number: str) -> str:
        """What a new pass of the holder of this ID card says; earlier ones end."""
        person = self._house.registry.subject(Document.parse(number, "resident"))
        return self._desk.issue(person, DAYS).text

    def signer(self) -> SigningKey:
        """The key that signs passes now."""
        return self._desk.office.signer()

    def numbers(self) -> None:
        """Register the numbers of a community's certificates."""
        desk = NumberDesk.of(self._house, AUTHOR, lambda: self._now)
        owners = {QR_NUMBER: 1, BAR_NUMBER: 0, LENT_NUMBER: LENDER}
        for number, owner in owners.items():
            card = self._house.registry.subject(Document.parse(number, "paper"))
            if self._house.registry.find_card(card) is None:
                desk.link(number, self._subject(owner))

    def _valid(self, index: int) -> PassRecord:
        found = self._passes(index)
        if found and not found[0].revoked and found[0].expires > self._now + SPARE:
            return found[0]
        return self._issue(self._desk, index)

    def _revoked(self, index: int) -> PassRecord:
        found = self._passes(index)
        if found and found[0].revoked and found[0].expires > self._now + SPARE:
            return found[0]
        made = self._issue(self._desk, index)
        self._desk.revoke(made.id.hex())
        self._desk.publish()
        return made

    def _expired(self, index: int) -> PassRecord:
        found = self._passes(index)
        return found[0] if found else self._issue(self._former, index)

    def _generations(self, index: int) -> tuple[PassRecord, PassRecord]:
        if not self._passes(index):
            self._issue(self._desk, index)
        if len(self._passes(index)) == 1:
            self._issue(self._desk, index)
        new = self._valid(index)
        return self._passes(index)[1], new

    def _issue(self, desk: PassDesk, index: int) -> PassRecord:
        return desk.find(desk.issue(self._subject(index), DAYS).claims.id.hex())

    def _passes(self, index: int) -> list[PassRecord]:
        return self._house.registry.papers.passes_of(self._subject(index))

    def _subject(self, index: int) -> bytes:
        document = Document.parse(invented_person(index).number, "resident")
        return self._house.registry.subject(document)

    def _text(self, record: PassRecord) -> str:
        """What its code says; also for a pass that no desk would print again."""
        details = self._house.registry.details(record.person)
        office = self._desk.office
        keys = load_holder_keys(office.folder)
        if details is None or keys is None:
            raise KeyProblem("演练的密钥不全，请删除演练目录 the demo's keys are gone")
        hand = Hand(office.signer(), keys)
        times = (record.issued_at, record.not_before, record.expires)
        claims = claims_for(details, hand, (record.id, record.generation), times)
        return sign_pass(claims, hand.signer).text

    def _desk_at(self, now: Callable[[], datetime]) -> PassDesk:
        return PassDesk.of(self._house, AUTHOR, now)
