"""Readers on the desks of the office: what is laid there is sealed for its pages.

They belong to no lane and decide nothing. A device's own thread waits for no
database: it puts the card down here, and the process's main thread seals it.
"""

import queue
from collections.abc import Callable, Sequence

import structlog

from drivers.protocols import CardRead, DeviceState, DriverEvent
from drivers.supervisor import Supervisor
from kiosk.config.devices import ReaderTable
from kiosk.gate.device_board import DeviceBoard, device_view
from kiosk.gate.devices import NamedDevice, make_reader
from kiosk.lane.registering import laid_card
from kiosk.live.laid import LaidCards, Purpose
from kiosk.live.store import LIVE_ERRORS

log = structlog.get_logger()

NO_LANE = ""


class Enrolment:
    """All readers of the office.

    Args:
        tables: their config; the id of a reader is also the id of what lies there.
        laid: takes the cards; `publish` belongs to one thread alone.
        devices: told how the readers are.
        wake: has what was told published at once.

    Raises:
        ConfigError: a driver that no installed distribution brings.

    """

    def __init__(
        self,
        tables: Sequence[ReaderTable],
        laid: LaidCards,
        devices: DeviceBoard,
        wake: Callable[[], None],
    ) -> None:
        self._laid, self._devices, self._wake = laid, devices, wake
        self._cards: queue.SimpleQueue[CardRead] = queue.SimpleQueue()
        self.supervisors = tuple(self._supervisor(table) for table in tables)

    def publish(self) -> None:
        """Seal what was laid since the last time."""
        while not self._cards.empty():
            card = self._cards.get_nowait()
            try:
                self._laid.lay(Purpose.ENROLMENT, card.reader, laid_card(card))
            except LIVE_ERRORS as error:  # the clerk lays it again
                log.error("not_laid", reader=card.reader, error=type(error).__name__)

    def _supervisor(self, table: ReaderTable) -> Supervisor:
        device = make_reader(table, self._hear)
        named = NamedDevice(device, "reader", table.driver)

        def listen(event: DriverEvent) -> None:
            if isinstance(event, DeviceState):
                self._devices.note(device_view(NO_LANE, named, event))
                self._wake()

        return Supervisor(device, listen)

    def _hear(self, event: DriverEvent) -> None:
        if isinstance(event, CardRead):
            self._cards.put(event)
            self._wake()
