"""Numbers of openings by staff that an administrator or auditor should look at.

What is kept says which member of staff and how often, and of no visitor who it was.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.openings import Opening
from kiosk.reports.tally import Table, Tally
from kiosk.reports.visits import Visit

WHOLE_SITE = ""  # in the place of a lane
USUAL_IN_AN_HOUR = 10
HOUR = timedelta(hours=1)
SEVERAL = ""  # in the place of a member of staff


def count_unusual(visits: Iterable[Visit], zone: ZoneInfo) -> Tally | None:
    """More than ten in an hour, or the same visitor twice a day; often nothing.

    Args:
        visits: of one day, at all lanes.
        zone: in which an hour is said.

    """
    known, tally = [one for one in visits if one.openings], Tally()
    for staff, moments in _by_staff(known).items():
        begin, count = _busiest(sorted(moments))
        if count > USUAL_IN_AN_HOUR:
            when = f"{begin.astimezone(zone):%Y-%m-%d %H:%M}"
            tally.add(Table.BUSY_HOURS, staff, when, str(count))
    for (staff, often), visitors in _again(known).items():
        tally.tables[Table.LET_IN_AGAIN][f"{staff}|{often}"] += visitors
    return None if tally.empty else tally


def _by_staff(visits: Iterable[Visit]) -> dict[str, list[datetime]]:
    found = defaultdict[str, list[datetime]](list)
    for visit in visits:
        for one in visit.openings:
            found[one.staff].append(one.moment)
    return found


def _busiest(moments: list[datetime]) -> tuple[datetime, int]:
    """Where the busiest hour begins, and how many fall into it."""
    best, first = (moments[0], 0), 0
    for last, moment in enumerate(moments):
        while moment - moments[first] >= HOUR:
            first += 1
        best = max(best, (moments[first], last - first + 1), key=lambda one: one[1])
    return best


def _again(visits: Iterable[Visit]) -> Counter[tuple[str, int]]:
    """How many visitors were let in several times, by whom and how often."""
    found = defaultdict[bytes, list[Opening]](list)
    for visit in visits:
        if visit.who is not None:
            found[visit.who].append(visit.openings[0])
    again: Counter[tuple[str, int]] = Counter()
    for openings in found.values():
        staff = {one.staff for one in openings}
        if len(openings) > 1:
            again[staff.pop() if len(staff) == 1 else SEVERAL, len(openings)] += 1
    return again
