"""Reports for pages: days are counted in a thread, so that no page waits for them."""

import threading

import structlog

from kiosk.reports import DayBook, Report, Span
from verification.ledger.errors import LedgerProblem

log = structlog.get_logger()
PATIENCE_S = 0.08  # what a page waits for days that are counted quickly
NOTHING = 0.0  # seconds: what is counted already
END_S = 10.0


class Counting:
    """The day book of a house and the thread that fills it.

    A page gets what is counted so far; whoever reads on asks again.
    """

    def __init__(self, book: DayBook) -> None:
        self.book = book
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()
        self._fault: LedgerProblem | None = None

    def report(self, span: Span, lane: str | None) -> Report:
        """A report, with as many of its days as are counted within a moment.

        Raises:
            LedgerProblem: the ledger cannot be read.

        """
        found = self.book.report(span, lane, NOTHING)
        if found.uncounted:
            self._begin(span).join(PATIENCE_S)
            found = self.book.report(span, lane, NOTHING)
        if found.uncounted and self._fault is not None:
            raise self._fault
        return found

    def close(self) -> None:
        """End the thread after the day that it counts."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(END_S)

    def _begin(self, span: Span) -> threading.Thread:
        """The thread that counts; what it does not, it does when asked again."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._fault = None
                self._thread = threading.Thread(
                    target=self._count, args=(span,), name="report", daemon=True
                )
                self._thread.start()
            return self._thread

    def _count(self, span: Span) -> None:
        try:
            while not self._ended.is_set() and self.book.report(span).uncounted:
                pass
        except LedgerProblem as error:
            log.error("report_failed", error=type(error).__name__)
            self._fault = error  # for the page that waits
