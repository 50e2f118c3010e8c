"""Things to do again and again while there is nothing better to do."""

import math
from collections.abc import Callable, Iterable


class Chore:
    """An action and when it is due next (monotonic seconds)."""

    def __init__(
        self, period: float, action: Callable[[], None], talks: bool = True
    ) -> None:
        self.period, self.action, self.talks = period, action, talks
        self.due = 0.0


class Chores:
    """Runs the one that has been due the longest.

    ``talks`` marks chores that occupy the line; they can be left out.
    """

    def __init__(self, chores: Iterable[Chore]) -> None:
        self._chores = tuple(chores)

    def run_one(self, now: float, may_talk: bool) -> bool:
        """Do one chore that is due; whether there was one."""
        due = [chore for chore in self._allowed(may_talk) if chore.due <= now]
        if not due:
            return False
        chore = min(due, key=lambda chore: chore.due)
        chore.due = now + chore.period
        chore.action()
        return True

    def next_due(self, may_talk: bool) -> float:
        """When the next chore is due; infinity when there is none."""
        return min((chore.due for chore in self._allowed(may_talk)), default=math.inf)

    def _allowed(self, may_talk: bool) -> Iterable[Chore]:
        return (chore for chore in self._chores if may_talk or not chore.talks)
