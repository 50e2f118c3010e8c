"""Where the bars of a report's charts stand; a template draws them."""

from dataclasses import dataclass

from kiosk.reports import Report, Table, words
from kiosk.reports.tally import Tally
from verification.catalogue import OUTCOME_OF
from verification.reasons import Outcome, Reason

HIGH = 200  # pixels of the highest bar
KINDS = (*(str(outcome) for outcome in Outcome), "staff")
MOST_REASONS = 8
MOST_LABELS = 4  # dates beside each other on a phone


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a bar: its outcome, and where it stands in pixels from above."""

    kind: str
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One day: its place in per cent of the width, its pieces, a label or none."""

    left: float
    width: float
    parts: tuple[Part, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Beam:
    """One reason: its words in both languages, and its length in per cent."""

    kind: str
    zh: str
    en: str
    count: int
    length: float


def columns(report: Report) -> tuple[int, list[Column]]:
    """The highest day's visits, and a column for every day."""
    lines = report.days
    most = max((line.tally.count(Table.VISITS, "all") for line in lines), default=0)
    if not most:
        return 0, []
    place = 100 / len(lines)
    every = -(-len(lines) // MOST_LABELS)
    return most, [
        Column(
            round(number * place + place * 0.1, 3),
            round(place * 0.8, 3),
            _parts(line.tally, most),
            f"{line.day:%m-%d}" if number % every == 0 else "",
        )
        for number, line in enumerate(lines)
    ]


def _parts(tally: Tally, most: int) -> tuple[Part, ...]:
    parts, top = [], float(HIGH)
    for kind in KINDS:
        height = tally.count(Table.OUTCOMES, kind) * HIGH / most
        if height:
            top -= height
            parts.append(Part(kind, round(top, 2), round(height, 2)))
    return tuple(parts)


def beams(report: Report) -> list[Beam]:
    """The most frequent reasons, the longest beam first."""
    found = report.total.pairs(Table.REASONS)[:MOST_REASONS]
    return [
        Beam(
            str(OUTCOME_OF[Reason(reason)]),
            *words.of(words.REASONS, reason),
            count,
            round(100 * count / found[0][1], 2),
        )
        for reason, count in found
        if reason in list(Reason)
    ]
