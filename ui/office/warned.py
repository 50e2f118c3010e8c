"""Warnings that a clerk confirms: what is allowed and is mostly a mistake.

A form comes back with a tick beside each; ticked and sent again it is carried out. A
tick holds for the value that it was given for, not for another one typed afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import request

from ui.language import t
from ui.office.common import zone

FIELD = "warned"
FAR = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to be confirmed.

    Attributes:
        word: what the tick sends: which warning, and of which value.
        field: that it is about.

    """

    word: str
    field: str
    text: str


def unconfirmed(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """All of them while one was not ticked, so that none is lost; else none."""
    found, ticked = tuple(doubts), set(request.form.getlist(FIELD))
    return () if ticked.issuperset(one.word for one in found) else found


def last_day(field: str, day: date | None) -> list[Doubt]:
    """What is strange about the last day on which something counts."""
    today = datetime.now(zone()).date()
    if day is None or today <= day <= today + FAR:
        return []
    if day < today:
        text = t(
            f"最后一天 {day} 已经过去：保存以后马上就不算有效。",
            f"The last day, {day}, is over: it counts no longer once it is saved.",
        )
        return [Doubt(f"past:{field}:{day}", field, text)]
    text = t(
        f"最后一天 {day} 离今天超过 5 年：请看年份有没有打错。",
        f"The last day, {day}, is more than 5 years away: is the year right?",
    )
    return [Doubt(f"far:{field}:{day}", field, text)]
