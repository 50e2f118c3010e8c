"""What the tests of the card readers share."""

import contextlib
from collections.abc import Iterator
from datetime import date

from drivers.protocols import CardRead, CardSignal, DeviceState, DriverEvent, Signal
from drivers.supervisor import Backoff, Device, Supervisor
from drivers.twins.blocks import resident_block

OLD_LADY = resident_block(
    number="11010519491231002X",
    name="测试人",
    birth=date(1949, 12, 31),
    valid_from=date(2006, 1, 2),
)
NEIGHBOUR = resident_block(
    number="440524188001010014",
    name="测试邻",
    birth=date(1980, 1, 1),
    valid_from=date(2020, 1, 1),
    valid_until=date(2040, 1, 1),
)


class Events(list[DriverEvent]):
    """What a driver said."""

    def __call__(self, event: DriverEvent) -> None:
        self.append(event)

    @property
    def cards(self) -> list[CardRead]:
        return [event for event in self if isinstance(event, CardRead)]

    @property
    def numbers(self) -> list[str]:
        return [card.number for card in self.cards]

    @property
    def signals(self) -> list[Signal]:
        return [event.signal for event in self if isinstance(event, CardSignal)]

    @property
    def states(self) -> list[tuple[str, str]]:
        return [
            (str(event.condition), event.reason)
            for event in self
            if isinstance(event, DeviceState)
        ]


@contextlib.contextmanager
def running(device: Device, events: Events) -> Iterator[Supervisor]:
    """``device`` under a supervisor, once it is well."""
    supervisor = Supervisor(device, events, Backoff(0.02, 0.05))
    supervisor.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()
