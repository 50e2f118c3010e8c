"""What a report was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.reports import BadSpan, Span
from ui.language import t

Problems = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """The form as it was sent; ``days`` is ``None`` when it cannot be answered.

    ``problems`` are pairs of a field and what is wrong with it.
    """

    span: str
    month: str
    first: str
    last: str
    lane: str | None
    days: Span | None
    problems: Problems = field(default_factory=list)

    def arguments(self) -> dict[str, str]:
        """The same, for the address of its files."""
        found = {
            "span": self.span,
            "month": self.month,
            "first": self.first,
            "last": self.last,
            "lane": self.lane or "",
        }
        return {name: value for name, value in found.items() if value}

    def problem(self, name: str) -> str:
        """What is wrong with a field, if anything."""
        return dict(self.problems).get(name, "")


def asked(form: Mapping[str, str], lane: str | None, today: date) -> Asked:
    """Read the form; a span that nobody knows is today."""
    span = form.get("span", "today")
    span = span if span in SPANS else "today"
    month = form.get("month", "").strip()[:10] or f"{today:%Y-%m}"
    first, last = (form.get(name, "").strip()[:10] for name in ("first", "last"))
    days, problems = _days(span, month, first, last, today)
    return Asked(span, month, first, last, lane, days, problems)


def _days(
    span: str, month: str, first: str, last: str, today: date
) -> tuple[Span | None, Problems]:
    if span == "month":
        return _month(month)
    if span == "days":
        return _from_to(first, last)
    return (Span.week_of(today) if span == "week" else Span(today, today)), []


def _month(word: str) -> tuple[Span | None, Problems]:
    try:
        return Span.month(word), []
    except BadSpan:
        said = t("月份请写成 2026-11 这样。", "Write the month like 2026-11.")
        return None, [("month", said)]


def _from_to(first: str, last: str) -> tuple[Span | None, Problems]:
    days = {"first": _date(first), "last": _date(last)}
    said = t("请写日期，像 2026-11-21。", "A date is wanted, like 2026-11-21.")
    problems = [(name, said) for name, day in days.items() if day is None]
    if days["first"] is None or days["last"] is None:
        return None, problems
    try:
        return Span(days["first"], days["last"]), []
    except BadSpan:
        said = t(
            "最后一天不能在第一天前面，最多一年。",
            "The last day cannot lie before the first; a year at most.",
        )
        return None, [("last", said)]


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


SPANS: dict[str, tuple[str, str]] = {
    "today": ("今天", "today"),
    "week": ("本周", "this week"),
    "month": ("某个月", "a month"),
    "days": ("从…到…", "from … to …"),
}
