"""An issuing office in one folder, and the passes and papers that tests show."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from drivers.protocols import CardKind, CardRead, Code, PaperRead, Symbology
from kiosk.lane.actions import Decide
from kiosk.lane.desk import Desk
from kiosk.lane.shown import TypedCode
from kiosk.paper.believed import Believed
from kiosk.passes.desk import PassDesk
from kiosk.passes.office import PassOffice
from verification.documents import Document
from verification.invented import InventedPerson, invented_person
from verification.keys import create_keys, load_keys
from verification.ledger import EventKind, Ledger, StoredEvent
from verification.moments import ClockState, Moment
from verification.passes.holder import create_holder_key, load_holder_keys
from verification.passes.issued import IssuedPass
from verification.passes.keys import SigningKey, new_private_key
from verification.passes.signer import sign_pass
from verification.policy import Policy
from verification.reasons import Outcome
from verification.registry import Editor, Personal, Registry
from verification.storage import connect

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
HOLDER, OTHER = invented_person(1), invented_person(2)
STATUSES = {"green": Outcome.ADMIT, "red": Outcome.REFUSE}


@dataclass
class PaperOffice:
    """A site that issues passes, with lanes over its registry and ledger."""

    folder: Path
    registry: Registry
    ledger: Ledger
    now: datetime = NOW
    clock: ClockState = ClockState.SYNCED
    rules: dict[str, object] = field(default_factory=dict)

    def moment(self) -> Moment:
        return Moment(self.now, self.clock)

    def lane(self, name: str = "east") -> Desk:
        options = {"statuses": STATUSES, "paper_requires_id": False} | self.rules
        policy = Policy(**options)
        believed = Believed(self.registry.shelf, self.office.ring)
        rules = lambda: policy  # noqa: E731 - one word
        return Desk(name, self.registry, self.ledger, rules, self.moment, believed)

    @property
    def office(self) -> PassOffice:
        return PassOffice(
            self.folder / "keys",
            "测试社区",
            self.registry.shelf,
            self.registry.papers,
            "test",
            lambda: self.now,
            lambda facts: None,
        )

    @property
    def passes(self) -> PassDesk:
        zone = ZoneInfo("Asia/Shanghai")
        return PassDesk(
            self.registry, self.office, zone, lambda name: "", frozenset({"red"})
        )

    def issue(self, person: InventedPerson = HOLDER, days: int = 30) -> IssuedPass:
        """A pass for somebody invented, who is registered green first."""
        return self.passes.issue(self.register(person), days)

    def register(self, person: InventedPerson, status: str = "green") -> bytes:
        document = Document.parse(person.number, "resident")
        subject = self.registry.subject(document)
        editor = Editor(self.registry.keys, "test", self.now)
        if self.registry.find(subject) is None:
            personal = Personal("resident", person.number, name=person.name, phone="")
            self.registry.apply([editor.register(personal, status)])
        return subject

    def events(self, *kinds: EventKind) -> list[StoredEvent]:
        events = self.ledger.events()
        return [event for event in events if not kinds or event.kind in kinds]


@contextmanager
def paper_office(folder: Path) -> Iterator[PaperOffice]:
    """Opens an office with its first keys made."""
    create_keys(folder / "keys")
    create_holder_key(folder / "keys")
    keys = load_keys(folder / "keys")
    holder = load_holder_keys(folder / "keys")
    registry = Registry.open(folder / "registry.db", keys, holder=lambda: holder)
    db = connect(folder / "ledger.db", busy_ms=50)
    site = PaperOffice(folder, registry, None)  # type: ignore[arg-type]  # it needs us
    site.ledger = Ledger(db, keys, "kiosk", site.moment)
    site.office.make()
    try:
        yield site
    finally:
        registry.close()
        site.ledger.close()
        db.close()


def sheet(*texts: str) -> PaperRead:
    """What a camera reads of a sheet with these codes."""
    codes = [Code(Symbology.QR, text.encode(), "first") for text in texts]
    return PaperRead("east-camera", tuple(codes), at=0.0)


def shown(*texts: str, visit: str = "v1", **more: object) -> Decide:
    return Decide(visit, sheet(*texts), **more)


def typed(code: str, visit: str = "v1", **more: object) -> Decide:
    return Decide(visit, TypedCode(code), staff="staff-7", **more)


def card_of(person: InventedPerson) -> CardRead:
    return CardRead("r", CardKind.RESIDENT, person.number, at=0.0, name=person.name)


def forged(issued: IssuedPass) -> str:
    """The same pass, signed by somebody else in our name."""
    begins = issued.claims.issued_at
    somebody = SigningKey(issued.kid, new_private_key(), begins)
    return sign_pass(issued.claims, somebody).text


DAYS = timedelta(days=1)
