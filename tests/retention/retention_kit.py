"""A site whose clock stands still until a test moves it."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from kiosk.config import Config
from kiosk.house import House, kiosk_id
from kiosk.requests import Relation, Relative, Request, RequestBook
from kiosk.retention.purge import purge
from verification.documents import Document
from verification.invented import invented_person
from verification.ledger import Entry, EventKind, Ledger
from verification.moments import ClockState, Moment
from verification.registry import Editor, Personal, Row

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)  # in Shanghai, too

IMPORT = UUID(int=1)  # the list that everybody came with


class Clock:
    """Stands where it was put, and is trusted as far as a test says."""

    def __init__(self) -> None:
        self.utc = NOON
        self.state = ClockState.SYNCED

    def moment(self) -> Moment:
        return Moment(self.utc, self.state)

    def forward(self, **by: float) -> None:
        self.utc += timedelta(**by)


class Aging:
    """A house over that clock, and short words for what a test does with it."""

    def __init__(self, config: Config, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        house = House.open(config, lambda text: None)
        house.ledger.close()
        # The house's own ledger asks the machine's clock.
        ledger = Ledger(
            house.ledger_db, house.keys, kiosk_id(house.keys), self.clock.moment
        )
        self.house = replace(house, ledger=ledger, clock=self.clock)  # type: ignore[arg-type]  # as much of a ClockWatch as is asked
        self.ledger = ledger

    @property
    def now(self) -> datetime:
        return self.clock.utc

    def register(
        self,
        index: int = 1,
        status: str = "green",
        until: date | None = None,
        source: str = "office",
    ) -> bytes:
        person = invented_person(index)
        editor = Editor(
            self.house.keys, "staff-1", self.now, origin=IMPORT, source=source
        )
        personal = Personal("resident", person.number, person.name, person.phone)
        change = editor.register(personal, status, until)
        card = editor.link_card(
            change.key, Document.parse(person.senior_card, "senior")
        )
        self.house.registry.apply([change, card])
        return change.key

    def ask_for(self, index: int = 1) -> None:
        """A relative asks that this person be registered."""
        person = invented_person(index)
        row = Row(Document.parse(person.number, "resident"), person.name)
        relative = Relative("测试", "13800138000", Relation.CHILD)
        book = RequestBook(self.house.registry)
        book.receive(Request(relative, (row,)), f"form-{index}", self.now)

    def enter(self, subject: bytes, name: str = "王*", times: int = 1) -> None:
        entry = Entry(EventKind.PRESENTED, subject=subject, personal={"name": name})
        self.ledger.append(*[entry] * times)

    def look_at(self, subject: bytes) -> None:
        self.ledger.append(Entry(EventKind.PERSONAL_VIEWED, subject=subject))

    def purge(self, **more: bool) -> dict[str, int]:
        """What went, without the classes of which nothing did."""
        return {k: n for k, n in purge(self.house, **more).counts.items() if n}

    def known(self) -> list[str]:
        """Kinds of events that still say of whom they are."""
        return [e.kind.value for e in self.ledger.events(personal=True) if e.personal]

    def bytes_on_disk(self) -> bytes:
        found = sorted(self.house.folder.root.glob("*.db*"))
        return b"".join(path.read_bytes() for path in found)

    def close(self) -> None:
        self.house.close()


def lose(site: Aging, *, keys: bool = False) -> None:
    """The disk dies; the keys come back from the safe."""
    site.close()
    root = site.house.folder.root
    for path in root.iterdir():
        if path.name != "keys" or keys:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def names(config: Config) -> list[str]:
    house = House.open(config, lambda text: None)
    try:
        return sorted(person.name for person in house.registry.people())
    finally:
        house.close()
