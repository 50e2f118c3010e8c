"""Orders to a gate, on their way from any thread to the device's own."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from drivers.protocols import GateOutcome

STALE_SECONDS = 1.0  # whoever a pulse was for may have left; a hold never ages
REMEMBERED = 1000


class Verb(StrEnum):
    """What can be ordered."""

    PULSE = "pulse"
    HOLD = "hold"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Order:
    """One order; ``asked_at`` is in monotonic seconds."""

    id: str
    verb: Verb
    asked_at: float
    seconds: float = 0.0


Report = Callable[[Order, GateOutcome, str], None]


class OrderBox:
    """A queue that answers for every order exactly once.

    An id that was seen before is dropped: its one result was or will be given.

    Args:
        report: takes the result of an order that is not carried out; called
            from the thread of whoever puts, takes or shuts.

    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._lock = threading.Lock()
        self._waiting: deque[Order] = deque()
        self._known: OrderedDict[str, None] = OrderedDict()
        self._open = False

    @property
    def waiting(self) -> bool:
        """Whether an order is in the box."""
        return bool(self._waiting)

    def put(self, order: Order, problem: str = "") -> None:
        """Take an order in; with a ``problem`` it is refused at once."""
        with self._lock:
            if not self._is_new(order.id):
                return
            accepted = self._open and not problem
            if accepted:
                self._waiting.append(order)
        if problem:
            self._report(order, GateOutcome.REFUSED, problem)
        elif not accepted:
            self._report(order, GateOutcome.PORT_LOST, "the port is not open")

    def take(self, now: float) -> Order | None:
        """The oldest order that is still wanted; refuses pulses gone stale."""
        while True:
            with self._lock:
                if not self._waiting:
                    return None
                order = self._waiting.popleft()
            fresh = now - order.asked_at <= STALE_SECONDS
            if fresh or order.verb is not Verb.PULSE:
                return order
            self._report(order, GateOutcome.REFUSED, "stale")

    def open(self) -> None:
        """The port is there: orders are taken in from now on."""
        with self._lock:
            self._open = True

    def shut(self) -> None:
        """The port is gone: whatever waits is lost, and new orders at once."""
        with self._lock:
            self._open = False
            lost = list(self._waiting)
            self._waiting.clear()
        for order in lost:
            self._report(order, GateOutcome.PORT_LOST, "the port was lost before")

    def _is_new(self, order_id: str) -> bool:
        if order_id in self._known:
            return False
        self._known[order_id] = None
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return True
