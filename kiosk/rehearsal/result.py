"""What a rehearsal came to: numbers about nobody."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from verification.catalogue import OUTCOME_OF
from verification.reasons import Outcome, Reason


class Move(NamedTuple):
    """From one verdict to another."""

    before: Reason
    after: Reason

    @property
    def outcomes(self) -> tuple[Outcome, Outcome]:
        """The outcomes of both."""
        return OUTCOME_OF[self.before], OUTCOME_OF[self.after]


@dataclass(slots=True)
class Day:
    """One day: verdicts on visits, how many would be others, and in which direction.

    ``admitted`` would go in without waiting for staff, ``stopped`` no longer.
    """

    visits: int = 0
    changed: int = 0
    admitted: int = 0
    stopped: int = 0


@dataclass(slots=True)
class Rehearsed:
    """What would have been otherwise.

    Attributes:
        visits: with a verdict, in these days.
        gone: of these, what was shown cannot be put together again.
        today: of these, compared by what is known today: the person's data, or the
            rules, were others then.
        moves: other verdicts, and how many.
        days: by date.
        cut: whether only the newest visits were looked at: there were too many.

    """

    visits: int = 0
    gone: int = 0
    today: int = 0
    moves: Counter[Move] = field(default_factory=Counter)
    days: dict[str, Day] = field(default_factory=dict)
    cut: bool = False

    @property
    def changed(self) -> int:
        """How many verdicts would be others."""
        return self.moves.total()

    @property
    def admitted(self) -> int:
        """How many would have gone in without staff who did not."""
        return sum(day.admitted for day in self.days.values())

    @property
    def stopped(self) -> int:
        """How many would have waited for staff who did not."""
        return sum(day.stopped for day in self.days.values())

    def count(self, date: str, move: Move) -> None:
        """One visit whose verdict is known under both rules."""
        if move.before is move.after:
            return
        day, (before, after) = self.days[date], move.outcomes
        self.moves[move] += 1
        day.changed += 1
        day.admitted += after is Outcome.ADMIT is not before
        day.stopped += before is Outcome.ADMIT is not after

    def as_dict(self) -> dict[str, Any]:
        """For a pipe."""
        return {
            "visits": self.visits,
            "gone": self.gone,
            "today": self.today,
            "cut": self.cut,
            "moves": [[*move, count] for move, count in self.moves.most_common()],
            "days": {
                date: [day.visits, day.changed, day.admitted, day.stopped]
                for date, day in sorted(self.days.items())
            },
        }

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> "Rehearsed":
        """Back from a pipe.

        Raises:
            KeyError, TypeError, ValueError: it is none.

        """
        moves = {
            Move(Reason(before), Reason(after)): int(count)
            for before, after, count in found["moves"]
        }
        days = {date: Day(*numbers) for date, numbers in found["days"].items()}
        visits, gone, today = (int(found[name]) for name in ("visits", "gone", "today"))
        return cls(visits, gone, today, Counter(moves), days, bool(found["cut"]))
