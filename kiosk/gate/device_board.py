"""Devices' conditions on their way to live.db.

A device's own thread must wait for no database: it only puts its view down here,
and the process's main thread writes what is newest.
"""

import queue
import time

import structlog

from drivers.protocols import DeviceState
from kiosk.gate.devices import NamedDevice
from kiosk.live import DeviceView, Live
from kiosk.live.store import LIVE_ERRORS, now_ms

log = structlog.get_logger()


class DeviceBoard:
    """Takes views from any thread; `publish` belongs to one thread alone."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._noted: queue.SimpleQueue[DeviceView] = queue.SimpleQueue()
        self._unshown: dict[str, DeviceView] = {}

    def note(self, view: DeviceView) -> None:
        """Put a view down, from any thread; returns at once."""
        self._noted.put(view)

    def publish(self) -> None:
        """Write what is new; what live.db does not take waits for the next time."""
        while not self._noted.empty():
            view = self._noted.get_nowait()
            self._unshown[view.device] = view
        for view in list(self._unshown.values()):
            try:
                self._live.show_device(view)
            except LIVE_ERRORS as error:
                log.error("not_shown", device=view.device, error=type(error).__name__)
                return
            del self._unshown[view.device]


def device_view(lane: str, named: NamedDevice, state: DeviceState) -> DeviceView:
    """A device's condition as the board shows it."""
    age_ms = int((time.monotonic() - state.since) * 1000)
    return DeviceView(
        state.device,
        lane,
        named.role,
        named.driver,
        state.condition.value,
        state.reason,
        now_ms() - age_ms,
    )
