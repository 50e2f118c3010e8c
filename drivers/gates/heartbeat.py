"""A gate's health, from what its board answers."""

from drivers.gates.board import Answer, Kind
from drivers.protocols import Condition
from drivers.supervisor import Health

MISSES = 3


class Heartbeat:
    """Tells a `Health` about good frames and about silence."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._misses = 0
        self._fault = ""

    def heard(self, answer: Answer, patient: bool = True) -> None:
        """Count an answer; silence counts only when we were ``patient``."""
        if answer.kind is Kind.NOT_DUE:
            return
        if answer.kind is not Kind.NONE:
            self._misses = 0
            self.good("answers")
        elif patient:
            self._misses += 1
            if self._misses >= MISSES:
                self._health.change(Condition.SILENT, "the board does not answer")

    def good(self, reason: str) -> None:
        """Say that all is well, unless a fault stands."""
        if not self._fault:
            self._health.good(reason)

    def fail(self, reason: str) -> None:
        """Say that something is out of order for as long as the port is open."""
        self._fault = reason
        self._health.change(Condition.FAILED, reason)
