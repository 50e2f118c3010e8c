"""One purge at a time that somebody asked for, in a thread beside the pages."""

import threading

import structlog
from flask import Flask, current_app

from kiosk.house import House
from kiosk.retention.keeper import ERRORS, REST_S, STOP_S, Ends
from kiosk.retention.purge import purge
from ui.desk import desk

log = structlog.get_logger()
EXTENSION = "changxing.purge"


class PurgeWork:
    """The purge of a house that is under way, or how the last one ended."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lock = threading.Lock()
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None
        self.running = False
        self.failed = False

    def begin(self, staff: str) -> bool:
        """Start, unless one is under way; whoever asks has looked at the clock."""
        with self._lock:
            if self.running or self._ends.is_set():
                return False
            self.running, self.failed = True, False
            self._thread = threading.Thread(
                target=self._run, args=(staff,), name="purge", daemon=True
            )
            self._thread.start()
        return True

    def close(self) -> None:
        """End between two batches; the next purge does the rest."""
        self._ends.set()
        with self._lock:
            if self._thread:
                self._thread.join(STOP_S)

    def _run(self, staff: str) -> None:
        try:
            purge(self._house, self._pause, staff, clock_is_right=True)
        except Ends:
            log.info("purge_broken_off")
        except ERRORS as error:
            log.error("purge_failed", error=type(error).__name__)
            self.failed = True
        finally:
            self.running = False

    def _pause(self) -> None:
        """Gates have their turn."""
        if self._ends.wait(REST_S):
            raise Ends


def purge_work() -> PurgeWork:
    """The one of this app."""
    found = current_app.extensions.setdefault(EXTENSION, PurgeWork(desk().house))
    assert isinstance(found, PurgeWork)  # noqa: S101 - the line above put it there
    return found


def close_purge(app: Flask) -> None:
    """End a purge that is under way."""
    found = app.extensions.get(EXTENSION)
    if isinstance(found, PurgeWork):
        found.close()
