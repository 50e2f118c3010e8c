"""One purge at a time that somebody asked for, in a thread beside the pages."""

import threading

import structlog
from flask import current_app

from kiosk.house import House
from kiosk.retention.keeper import ERRORS, REST_S
from kiosk.retention.purge import purge
from ui.desk import desk

log = structlog.get_logger()
EXTENSION = "changxing.purge"


class PurgeWork:
    """The purge of a house that is under way, or how the last one ended."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lock = threading.Lock()
        self._rest = threading.Event()
        self.running = False
        self.failed = False

    def begin(self, staff: str) -> bool:
        """Start, unless one is under way; whoever asks has looked at the clock."""
        with self._lock:
            if self.running:
                return False
            self.running, self.failed = True, False
        threading.Thread(
            target=self._run, args=(staff,), name="purge", daemon=True
        ).start()
        return True

    def _run(self, staff: str) -> None:
        try:
            purge(self._house, self._pause, staff, clock_is_right=True)
        except ERRORS as error:
            log.error("purge_failed", error=type(error).__name__)
            self.failed = True
        finally:
            self.running = False

    def _pause(self) -> None:
        """Gates have their turn."""
        self._rest.wait(REST_S)


def purge_work() -> PurgeWork:
    """The one of this app."""
    found = current_app.extensions.setdefault(EXTENSION, PurgeWork(desk().house))
    assert isinstance(found, PurgeWork)  # noqa: S101 - the line above put it there
    return found
