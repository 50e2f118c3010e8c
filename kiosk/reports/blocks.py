"""The tables of a report: the same for the page, for paper and for spreadsheets."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kiosk.reports import words
from kiosk.reports.block import Block, Row, plain
from kiosk.reports.report import Report
from kiosk.reports.staff_blocks import busy_hours, by_staff, let_in_again
from kiosk.reports.tally import Table, Tally
from kiosk.reports.visits import UNRECORDED
from kiosk.reports.words import Text
from verification.catalogue import OUTCOME_OF
from verification.reasons import Outcome, Reason

OUTCOMES = (*(str(outcome) for outcome in Outcome), "staff")
CALLS = (
    "all",
    "pressed",
    "answered",
    "unanswered",
    "overtaken",
    "waiting",
    "escalated",
)
TIMES = (
    Table.DECIDED_MS,
    Table.THROUGH_MS,
    Table.OPEN_MS,
    Table.STAFF_MS,
    Table.ANSWER_MS,
    Table.ARRIVE_MS,
    Table.CLOSE_MS,
)
FIGURES: tuple[Text, ...] = (
    ("来访", "visits"),
    ("走进来", "went in"),
    *(words.OUTCOMES[outcome] for outcome in OUTCOMES),
    ("人工放行（次）", "openings by staff"),
    ("呼叫", "calls"),
)

OUTCOME_HEAD = (FIGURES[0], *(words.OUTCOMES[outcome] for outcome in OUTCOMES))


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called; ``staff`` is ``None`` where nobody may see who it was."""

    lanes: Mapping[str, str] = field(default_factory=dict)
    staff: Mapping[str, str] | None = None


def blocks_of(report: Report, names: Names) -> list[Block]:
    """All tables of a report; those of which nothing is known have no row."""
    found = [
        _overview(report),
        _days(report),
        _lanes(report, names),
        _documents(report.total),
        _ages(report.total),
        _reasons(report.total),
        _overrides(report.total),
        _calls(report.total),
        _times(report.total),
        _devices(report.total),
    ]
    if names.staff is not None:
        found[7:7] = [
            by_staff(report.total, names.staff),
            busy_hours(report.total, names.staff),
            let_in_again(report.total, names.staff),
        ]
    return found


def _overview(report: Report) -> Block:
    total, fault = report.total, report.our_fault
    rows: list[Row] = [
        (FIGURES[0], plain(report.visits)),
        (FIGURES[1], plain(report.through)),
        (
            ("其中人工放行", "of these let in by staff"),
            plain(total.count(Table.VISITS, "through_staff")),
        ),
        (("没有放行或要等", "refused or had to wait"), plain(report.hindered)),
        (
            ("来访的人里 60 岁以上", "visits of people of 60 and over"),
            plain(report.sixty_and_over),
        ),
        (
            ("来访的人里年龄未记录", "visits whose age is not recorded"),
            plain(report.of_age(UNRECORDED)),
        ),
        (
            ("下令放行而门没有开", "opening ordered, gate stayed shut"),
            plain(total.total(Table.UNOPENED)),
        ),
    ]
    if fault is not None:
        share = ("机器的原因占来访", "our fault, of all visits")
        rows.append((share, plain(f"{fault * 100:.1f} %")))
    head = (("总数", "in all"), ("数", "number"))
    return Block("overview", ("总数", "In all"), head, tuple(rows))


def _days(report: Report) -> Block:
    rows = [
        (plain(line.day), *_figures(line.tally)) for line in report.days if line.counted
    ]
    if len(rows) > 1:
        rows.append((("合计", "total"), *_figures(report.total)))
    head = (("日期", "day"), *FIGURES)
    return Block("days", ("每天", "By day"), head, tuple(rows))


def _lanes(report: Report, names: Names) -> Block:
    rows = tuple(
        (_lane(line.lane, names), *_figures(line.tally))
        for line in report.lanes
        if line.lane or line.tally.total(Table.DEVICES)
    )
    head = (("通道", "lane"), *FIGURES)
    return Block("lanes", ("每条通道", "By lane"), head, rows)


def _lane(lane: str, names: Names) -> Text:
    return plain(names.lanes.get(lane, lane)) if lane else ("全站", "whole site")


def _figures(tally: Tally) -> Row:
    outcomes = (tally.count(Table.OUTCOMES, outcome) for outcome in OUTCOMES)
    return tuple(
        plain(number)
        for number in (
            tally.count(Table.VISITS, "all"),
            tally.count(Table.VISITS, "through"),
            *outcomes,
            tally.total(Table.OVERRIDES),
            tally.count(Table.CALLS, "all"),
        )
    )


def _documents(tally: Tally) -> Block:
    found = tally.split(Table.DOCUMENTS)
    rows = tuple(
        (words.of(words.DOCUMENTS, document), *_outcomes(outcomes))
        for document, outcomes in found.items()
    )
    head = (("出示了什么", "shown"), *OUTCOME_HEAD)
    return Block("documents", ("每种证件", "By document"), head, rows)


def _ages(tally: Tally) -> Block:
    found = tally.split(Table.AGES)
    rows = tuple(
        (word, *_outcomes(found[group]))
        for group, word in words.AGES.items()
        if group in found
    )
    head = (("年龄段", "age"), *OUTCOME_HEAD)
    return Block("ages", ("各年龄段", "By age"), head, rows)


def _outcomes(outcomes: Counter[str]) -> Row:
    cells = (outcomes.total(), *(outcomes[outcome] for outcome in OUTCOMES))
    return tuple(plain(number) for number in cells)


def _reasons(tally: Tally) -> Block:
    head = (
        ("原因", "reason"),
        ("结果", "outcome"),
        ("次数", "times"),
        ("其中人工放行", "of these let in by staff"),
    )
    rows = tuple(
        (
            words.of(words.REASONS, reason),
            _outcome(reason),
            plain(count),
            plain(tally.count(Table.LET_IN, reason)),
        )
        for reason, count in tally.pairs(Table.REASONS)
    )
    title = ("没有自动放行的原因", "Why people were not admitted at once")
    return Block("reasons", title, head, rows)


def _outcome(reason: str) -> Text:
    known = reason in list(Reason)
    return words.OUTCOMES[OUTCOME_OF[Reason(reason)]] if known else plain("")


def _overrides(tally: Tally) -> Block:
    reasons: Counter[str] = Counter()
    for by_reason in tally.split(Table.OVERRIDES).values():
        reasons.update(by_reason)
    rows = tuple(
        (words.of(words.OPENED_FOR, reason), plain(count))
        for reason, count in reasons.most_common()
    )
    head = (("原因", "reason"), ("次数", "times"))
    return Block("overrides", ("人工放行", "Opened by staff"), head, rows)


def _calls(tally: Tally) -> Block:
    rows = tuple(
        (words.CALLS[word], plain(tally.count(Table.CALLS, word))) for word in CALLS
    )
    head = (("呼叫", "calls"), ("次数", "times"))
    some = tally.count(Table.CALLS, "all")
    return Block("calls", ("呼叫", "Calls for help"), head, rows if some else ())


def _times(tally: Tally) -> Block:
    head = (
        ("时间", "time"),
        ("次数", "times"),
        ("一半不超过（秒）", "half within (s)"),
        ("百分之九十五不超过（秒）", "95 % within (s)"),
    )
    return Block("times", ("等了多久", "Times"), head, tuple(_time_rows(tally)))


def _time_rows(tally: Tally) -> Iterator[Row]:
    for table in TIMES:
        spread = tally.spread(table)
        if spread is not None:
            numbers = (spread.count, seconds(spread.median), seconds(spread.p95))
            yield (words.TIMES[table], *(plain(number) for number in numbers))


def seconds(value: float) -> str:
    """Seconds as people read them: fine where they are few."""
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _devices(tally: Tally) -> Block:
    rows = tuple(
        (plain(device), plain(count)) for device, count in tally.pairs(Table.DEVICES)
    )
    head = (("设备", "device"), ("断开次数", "times lost"))
    return Block("devices", ("设备断开", "Devices lost"), head, rows)
