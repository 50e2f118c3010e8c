"""The tables about openings by staff, for who supervises them."""

from collections import Counter
from collections.abc import Mapping

from kiosk.reports import words
from kiosk.reports.block import Block, plain
from kiosk.reports.tally import BY, Table, Tally
from kiosk.reports.unusual import USUAL_IN_AN_HOUR
from kiosk.reports.words import Text


def by_staff(tally: Tally, staff: Mapping[str, str]) -> Block:
    """Who opened how often, and whether they said why."""
    found = tally.split(Table.OVERRIDES)
    silent = tally.tables[Table.UNOPENED]
    unseen = {who: Counter[str]() for who in silent if who not in found}
    rows = tuple(
        (
            plain(staff.get(who, who)),
            plain(reasons.total()),
            plain(reasons.total() - reasons[""]),
            plain(reasons[""]),
            _list(reasons),
            plain(silent[who]),
        )
        for who, reasons in (found | unseen).items()
    )
    head = (
        ("工作人员", "member of staff"),
        ("放行", "opened"),
        ("写了原因", "with a reason"),
        ("没写原因", "without"),
        ("原因", "reasons"),
        ("下令而门没有开", "ordered, gate stayed shut"),
    )
    return Block("by_staff", ("谁放行的", "Opened by whom"), head, rows)


def _list(reasons: Counter[str]) -> Text:
    found = [
        (words.of(words.OPENED_FOR, reason), count)
        for reason, count in reasons.most_common()
        if reason
    ]
    return (
        "，".join(f"{word[0]} {count}" for word, count in found) or "—",
        ", ".join(f"{word[1]} {count}" for word, count in found) or "—",
    )


def busy_hours(tally: Tally, staff: Mapping[str, str]) -> Block:
    """Who opened more often within an hour than is usual."""
    found = [key.split(BY) for key, _ in tally.pairs(Table.BUSY_HOURS)]
    rows = tuple(
        (plain(staff.get(who, who)), plain(when), plain(count))
        for who, when, count in sorted(found, key=lambda one: one[1])
    )
    head = (
        ("工作人员", "member of staff"),
        ("从这时起一小时", "the hour from"),
        ("放行", "opened"),
    )
    title = (
        f"不寻常：一小时里人工放行超过 {USUAL_IN_AN_HOUR} 次",
        f"Unusual: more than {USUAL_IN_AN_HOUR} openings by one person in an hour",
    )
    return Block("busy_hours", title, head, rows)


def let_in_again(tally: Tally, staff: Mapping[str, str]) -> Block:
    """How many visitors were let in several times on one day, and by whom."""
    several = ("不同的人", "several people")
    rows = tuple(
        (
            plain(staff.get(who, who)) if who else several,
            plain(often),
            plain(visitors),
        )
        for who, found in tally.split(Table.LET_IN_AGAIN).items()
        for often, visitors in sorted(found.items())
    )
    head = (
        ("放行的人", "opened by"),
        ("同一天放行几次", "times on one day"),
        ("多少位来访者", "visitors"),
    )
    title = (
        "不寻常：同一位来访者一天人工放行几次",
        "Unusual: the same visitor let in by staff several times a day",
    )
    return Block("let_in_again", title, head, rows)
