"""The invented people of the demo, what they carry, and their registration."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from drivers.protocols import CardKind
from verification.documents import Document
from verification.invented import InventedPerson, invented_person
from verification.numbers import check_character
from verification.registry import Change, Editor, PlanKind, Planner, Registry, Row

DAY = timedelta(days=1)
YEAR = timedelta(days=365)
DRAWER = 20  # invented people 0 to 19 lie in the simulator's drawer
LENDER, WITHDRAWN, PAST, REPLACED = 10, 11, 12, 13  # who have papers, and no card
AUTHOR = "demo"
UNKNOWN_CARDS = 990_000_000  # serials from here on are nobody's


@dataclass(frozen=True, slots=True)
class DemoCard:
    """A card that somebody invented carries.

    ``serial`` is what a senior or citizen card's chip holds; documents have a
    ``number`` and the printed fields.
    """

    id: str
    label: str
    kind: CardKind
    person: InventedPerson = field(repr=False)
    number: str = field(repr=False)
    valid_until: date | None = None
    serial: int = 0


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody invented as the registry knows them; ``status`` None: it does not."""

    card: DemoCard
    status: str | None
    status_until: date | None = None


def resident(
    index: int, status: str | None, label: str, today: date, **changes: date
) -> DemoPerson:
    """A resident with an identity card; ``until`` and ``status_until`` are dates."""
    person = invented_person(index)
    card = DemoCard(
        f"resident-{index}",
        label,
        CardKind.RESIDENT,
        person,
        person.number,
        changes.get("until"),
    )
    return DemoPerson(card, status, changes.get("status_until", today + YEAR))


def other_document(index: int, kind: CardKind, label: str, today: date) -> DemoPerson:
    """A resident of Hong Kong, Macao or Taiwan, or a foreigner, registered green."""
    person = invented_person(index)
    number = _number_of(kind, person, index)
    card = DemoCard(f"{kind}-{index}", label, kind, person, number, today + YEAR)
    return DemoPerson(card, "green", today + YEAR)


def senior(index: int, label: str, today: date) -> DemoPerson:
    """Somebody with a senior card whose chip holds ``index`` plus a constant."""
    person = invented_person(index)
    card = DemoCard(
        f"senior-{index}",
        label,
        CardKind.SENIOR,
        person,
        person.number,
        serial=100_000_000 + index,
    )
    return DemoPerson(card, "green", today + YEAR)


def drawer(today: date) -> list[DemoPerson]:
    """The cards of the simulator, each with what will become of it."""
    return [
        resident(0, "green", "身份证 · 可以通行", today),
        resident(1, "green", "身份证 · 可以通行（二）", today),
        other_document(2, CardKind.HMT, "港澳台居住证 · 可以通行", today),
        other_document(3, CardKind.FOREIGN_2023, "外国人永居证 · 可以通行", today),
        resident(4, "yellow", "身份证 · 黄：请工作人员看", today),
        resident(5, "red", "身份证 · 红：不放行", today),
        resident(6, "green", "身份证 · 登记已过期", today, status_until=today - DAY),
        resident(7, "green", "身份证 · 证件已过期", today, until=today - DAY),
        resident(8, None, "身份证 · 没有登记", today),
        senior(9, "老年卡 · 可以通行", today),
        unknown_senior("老年卡 · 没有登记"),
    ]


def holders(today: date) -> list[DemoPerson]:
    """Who come with a paper alone; their cards are not in the drawer."""
    found = (LENDER, WITHDRAWN, PAST, REPLACED)
    return [resident(index, "green", "", today) for index in found]


def unknown_senior(label: str, index: int = 0) -> DemoPerson:
    """A senior card that leads to nobody."""
    card = DemoCard(
        f"senior-unknown-{index}",
        label,
        CardKind.SENIOR,
        invented_person(DRAWER - 1),
        invented_person(DRAWER - 1).number,
        serial=UNKNOWN_CARDS + index,
    )
    return DemoPerson(card, None)


def register(registry: Registry, people: Iterable[DemoPerson], now: datetime) -> int:
    """Register those whom the registry should know; returns how many were new."""
    planner = Planner(registry, Editor(registry.keys, AUTHOR, now, source=AUTHOR))
    new = 0

    def groups() -> Iterator[tuple[Change, ...]]:
        nonlocal new
        for person in people:
            if person.status is None:
                continue
            planned = planner.plan(_row(person))
            new += planned.kind is PlanKind.NEW
            if planned.kind is not PlanKind.DOUBTFUL:
                yield planned.changes

    registry.apply_many(groups())
    return new


def delivered(card: DemoCard, preset: str) -> str:
    """The card number that a reader of this preset makes of the chip's serial."""
    if preset == "m3650a":
        return f"{card.serial:08X}"
    return f"{card.serial:010d}"


def _row(person: DemoPerson) -> Row:
    card = person.card
    cards: tuple[Document, ...] = ()
    if card.kind is CardKind.SENIOR:
        cards = tuple(
            Document.parse(delivered(card, preset), "senior")
            for preset in ("rdm6300", "m3650a")
        )
    kind = card.kind.value if card.serial == 0 else "resident"
    return Row(
        Document.parse(card.number, kind),
        card.person.name,
        person.status,
        person.status_until,
        card.person.phone,
        cards,
    )


def _number_of(kind: CardKind, person: InventedPerson, index: int) -> str:
    region = {CardKind.HMT: "810000", CardKind.FOREIGN_2023: "911840"}[kind]
    digits = f"{region}{person.birth:%Y%m%d}{index % 1000:03d}"
    return digits + check_character(digits)
