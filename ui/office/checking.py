"""One check of the whole ledger at a time, in a thread beside the pages."""

import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

from kiosk.house import House
from verification.ledger.damage import Verification

log = structlog.get_logger()
EXTENSION = "changxing.ledger_check"


@dataclass(frozen=True, slots=True)
class CheckState:
    """How the check is: under way, or its result with the time of its end.

    ``failed`` says that the check itself could not be carried out.
    """

    running: bool = False
    done: int = 0
    total: int = 0
    result: Verification | None = None
    at: datetime | None = None
    failed: bool = False


class LedgerCheck:
    """Verifies the ledger of a house when somebody asks; ends with its process."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lock = threading.Lock()
        self._state = CheckState()

    @property
    def state(self) -> CheckState:
        """The newest."""
        return self._state

    def begin(self) -> bool:
        """Start, unless one is under way; returns whether it was started."""
        with self._lock:
            if self._state.running:
                return False
            self._state = CheckState(running=True)
        threading.Thread(target=self._run, name="ledger-check", daemon=True).start()
        return True

    def _run(self) -> None:
        try:
            found = self._house.ledger.verify(
                progress=self._progress, anchor=self._house.folder.anchor
            )
        except Exception as error:  # a thread that dies silently would run for ever
            log.error("ledger_check_failed", error=type(error).__name__)
            self._state = CheckState(failed=True, at=datetime.now(UTC))
        else:
            self._state = CheckState(result=found, at=datetime.now(UTC))

    def _progress(self, done: int, total: int) -> None:
        self._state = replace(self._state, done=done, total=total)
