"""Brakes: how often one account, or one stranger, may do what costs or tells much.

OWASP ASVS 5.0, 2.4.1: nobody at a desk asks faster, a program would.

In a view, after the form was found right and before anything is done::

    problem = braked("export")
    if problem:
        return page_with(problem), 429

``search`` is for searches among people, ``view`` for one field in full, ``export`` for
a copy of somebody's data; each is counted for the account, in however many browsers.
``request`` is for the form that relatives fill in without an account: it is counted for
the address, and all of them together as well. The counts lie in registry.db: a limit
of three a day that a restart forgets, as any that counts in memory, is none.
"""

from dataclasses import dataclass

from ui.access import current
from ui.coming_in import address
from ui.desk import desk
from ui.language import t

MINUTE, HOUR, DAY = 60, 3_600, 86_400
EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times within so many seconds."""

    most: int
    seconds: int


LIMITS: dict[str, Limit] = {
    "search": Limit(30, MINUTE),
    "view": Limit(20, HOUR),
    "export": Limit(3, DAY),
    "request": Limit(10, HOUR),
}
ALTOGETHER: dict[str, Limit] = {"request": Limit(300, DAY)}  # of all strangers


def braked(what: str) -> str | None:
    """Why this cannot be done now; ``None`` when it may be, and is counted.

    ``what`` is a word of `LIMITS`.
    """
    found = current()
    wait = _take(what, found.account.id if found else address(), LIMITS[what])
    if not wait and what in ALTOGETHER:
        wait = _take(what, EVERYBODY, ALTOGETHER[what])
    return _said(-(-wait // 1000)) if wait else None


def _take(what: str, who: str, limit: Limit) -> int:
    return desk().staff.brakes.take(what, who, limit.most, limit.seconds * 1000)


def _said(seconds: int) -> str:
    if seconds > 2 * HOUR:
        hours = -(-seconds // HOUR)
        return t(f"太多了，请过 {hours} 小时再试。", f"Too many; wait {hours} hours.")
    if seconds > 2 * MINUTE:
        minutes = -(-seconds // MINUTE)
        return t(
            f"太多了，请过 {minutes} 分钟再试。", f"Too many; wait {minutes} minutes."
        )
    return t(f"太快了，请过 {seconds} 秒再试。", f"Too fast; wait {seconds} s.")
