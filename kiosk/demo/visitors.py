"""Who comes on the morning of `kiosk demo --script morning`, and what they do."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from drivers.protocols import CardKind
from kiosk.demo import people
from kiosk.demo.people import DAY, DemoPerson

FIRST = 1000  # invented people below belong to the simulator's drawer


class Part(StrEnum):
    """What a visitor plays."""

    RESIDENT = "resident"
    SENIOR_CARD = "senior_card"
    HMT = "hmt"
    FOREIGN = "foreign"
    YELLOW = "yellow"
    RED = "red"
    STATUS_EXPIRED = "status_expired"
    DOCUMENT_EXPIRED = "document_expired"
    PAPER = "paper"  # holds her pass before the camera, with her card at hand
    UNKNOWN = "unknown"  # staff look and open
    UNKNOWN_CARD = "unknown_card"
    TWICE = "twice"  # lays the card again right after passing
    LEFT_LYING = "left_lying"
    NOBODY = "nobody"  # the gate opens, she turns back
    UNPLUGGED = "unplugged"  # the reader's cable is pulled, then plugged in


# How many of a hundred visitors play which part; each comes at least once.
SHARE: dict[Part, int] = {
    Part.RESIDENT: 50,
    Part.SENIOR_CARD: 15,
    Part.HMT: 3,
    Part.FOREIGN: 2,
    Part.PAPER: 5,
    Part.YELLOW: 3,
    Part.RED: 2,
    Part.STATUS_EXPIRED: 3,
    Part.DOCUMENT_EXPIRED: 2,
    Part.UNKNOWN: 6,
    Part.UNKNOWN_CARD: 2,
    Part.TWICE: 4,
    Part.LEFT_LYING: 3,
}
RARE = {Part.NOBODY: 2, Part.UNPLUGGED: 2}  # so many in all, they take long

# The reason that the first verdict must have, and whether staff then open.
EXPECTED: dict[Part, str] = {
    Part.RESIDENT: "status_valid",
    Part.SENIOR_CARD: "status_valid",
    Part.HMT: "status_valid",
    Part.FOREIGN: "status_valid",
    Part.PAPER: "pass_valid",
    Part.YELLOW: "status_attention",
    Part.RED: "status_barred",
    Part.STATUS_EXPIRED: "status_expired",
    Part.DOCUMENT_EXPIRED: "document_expired",
    Part.UNKNOWN: "not_registered",
    Part.UNKNOWN_CARD: "not_registered",
    Part.TWICE: "status_valid",
    Part.LEFT_LYING: "status_valid",
    Part.NOBODY: "status_valid",
    Part.UNPLUGGED: "status_valid",
}
STAFF_OPEN = frozenset({Part.YELLOW, Part.UNKNOWN, Part.UNKNOWN_CARD})


@dataclass(frozen=True, slots=True)
class Visitor:
    """One visitor of the morning."""

    part: Part
    person: DemoPerson

    @property
    def expected(self) -> str:
        """The reason that the first verdict must have."""
        return EXPECTED[self.part]


def crowd(
    count: int, today: date, seed: int = 7, *, papers: bool = True
) -> list[Visitor]:
    """The visitors of a morning: the same for the same count and seed.

    Without a camera at any lane nobody comes with ``papers``.
    """
    parts = list(_parts(count, papers))
    random.Random(seed).shuffle(parts)  # noqa: S311 - a crowd, not a secret
    return [
        Visitor(part, _cast(part, FIRST + i, today)) for i, part in enumerate(parts)
    ]


def _parts(count: int, papers: bool) -> Iterator[Part]:
    shares = {part: n for part, n in SHARE.items() if papers or part is not Part.PAPER}
    wanted = [*RARE, *shares]  # every part once, then by share
    wanted += [part for part, times in RARE.items() for _ in range(times - 1)]
    common = [part for part, share in shares.items() for _ in range(share)]
    wanted += [common[i * 37 % len(common)] for i in range(max(0, count - len(wanted)))]
    yield from wanted[:count]


def _cast(part: Part, index: int, today: date) -> DemoPerson:
    if part is Part.SENIOR_CARD:
        return people.senior(index, part.value, today)
    if part in _DOCUMENTS:
        return people.other_document(index, _DOCUMENTS[part], part.value, today)
    if part is Part.UNKNOWN_CARD:
        return people.unknown_senior(part.value, index)
    status = _STATUS.get(part, "green")
    dates = {_ENDED[part]: today - DAY} if part in _ENDED else {}
    return people.resident(index, status, part.value, today, **dates)


_DOCUMENTS = {Part.HMT: CardKind.HMT, Part.FOREIGN: CardKind.FOREIGN_2023}
_STATUS = {Part.UNKNOWN: None, Part.YELLOW: "yellow", Part.RED: "red"}
_ENDED = {Part.STATUS_EXPIRED: "status_until", Part.DOCUMENT_EXPIRED: "until"}
