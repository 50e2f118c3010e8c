"""What the page of retention shows: classes with their days, and receipts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kiosk.house import House
from kiosk.retention.classes import CLASSES, DataClass
from kiosk.retention.purge import ClockUntrusted, check_clock, due, last_purge
from kiosk.retention.settings import bounds, limits_of
from ui.language import t
from ui.office.retention.common import local
from verification.errors import VerificationError
from verification.ledger import Event, EventKind

RECEIPTS = 30
LOOKED_AT = 20_000  # of the oldest personal parts; beyond, the page says "more than"
MONTH = timedelta(days=30)
LATE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Row:
    """One class: its limit, what is due now, what went within the last month."""

    setting: str
    name: str
    after: str
    days: int | None
    fixed: str
    least: int
    most: int
    due: str
    gone: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """One purge that erased something."""

    seq: int
    at: str
    what: str
    total: int


@dataclass(frozen=True, slots=True)
class State:
    """How the purge stands: when it was last, and what keeps it from its work."""

    last: str
    late: bool
    problem: str
    doubtful: bool


def rows(house: House) -> list[Row]:
    """All classes."""
    counts, gone = _due(house), _gone(purges(house))
    return [_row(house, one, counts, gone) for one in CLASSES]


def state_of(house: House) -> State:
    """What to tell above the classes."""
    last = last_purge(house)
    late = last is not None and datetime.now(UTC) - last > LATE
    problem, doubtful = "", False
    try:
        check_clock(house)
    except ClockUntrusted as error:
        doubtful = type(error) is not ClockUntrusted
        problem = _words(doubtful)
    return State(local(last), late, problem, doubtful)


def purges(house: House) -> list[Event]:
    """The newest purges, newest first."""
    kind = EventKind.RETENTION_PURGED
    return house.ledger.reader.before(limit=400, kind=kind)


def receipts(events: list[Event]) -> list[Receipt]:
    """Those that erased something."""
    found = []
    for event in events:
        counts = counts_of(event)
        if counts:
            what = "，".join(f"{name} {n}" for name, n in counts)
            total = sum(n for _, n in counts)
            found.append(Receipt(event.seq, local(event.at), what, total))
    return found[:RECEIPTS]


def counts_of(event: Event) -> list[tuple[str, int]]:
    """What a purge erased, by the names of the classes."""
    counts = [
        (t(one.name.zh, one.name.en), int(event.more.get(one.kept.value) or 0))
        for one in CLASSES
    ]
    return [(name, n) for name, n in counts if n]


def _row(
    house: House, one: DataClass, counts: Mapping[str, str], gone: Mapping[str, int]
) -> Row:
    least, most = bounds(one.setting) if one.setting else (0, 0)
    return Row(
        setting=one.setting,
        name=t(one.name.zh, one.name.en),
        after=t(one.after.zh, one.after.en),
        days=getattr(limits_of(house.config), one.setting) if one.setting else None,
        fixed=t(one.fixed.zh, one.fixed.en) if one.fixed else "",
        least=least,
        most=most,
        due=counts.get(one.kept.value, "0"),
        gone=gone.get(one.kept.value, 0),
    )


def _due(house: House) -> dict[str, str]:
    try:
        found = due(house, LOOKED_AT)
    except VerificationError:
        return {one.kept.value: "?" for one in CLASSES}
    more = f"{LOOKED_AT}+"
    return {name: str(n) if n < LOOKED_AT else more for name, n in found.items()}


def _gone(events: list[Event]) -> dict[str, int]:
    since = datetime.now(UTC) - MONTH
    gone: dict[str, int] = {}
    for event in events:
        if event.at >= since:
            for one in CLASSES:
                word = one.kept.value
                gone[word] = gone.get(word, 0) + int(event.more.get(word) or 0)
    return gone


def _words(doubtful: bool) -> str:
    if doubtful:
        return t(
            "这台机器的时钟向前跳了好几天，又没有校时，所以什么也没有删。请看看下面的日期和时间对不对。",
            "The clock of this machine went ahead by days and no time service vouches "
            "for it, so nothing was erased. Please look whether date and time are "
            "right.",
        )
    return t(
        "这台机器的时钟不可信，所以什么也没有删。请先校准时间。",
        "The clock of this machine is not trusted, so nothing was erased. Set it.",
    )
