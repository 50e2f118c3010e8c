"""Days are counted before anybody asks: in small portions, by a thread of the pages.

It looks once a minute, so that the present day goes on and a day is kept some minutes
after its midnight; a start finds what was missed. After each portion it rests longer
than the portion took, so that pages and gates go on beside it on any machine.
"""

import threading
import time
from datetime import timedelta

import structlog

from kiosk.reports.book import DayBook
from kiosk.reports.report import Report
from kiosk.reports.spans import LONGEST, Span
from verification.ledger.errors import LedgerProblem

log = structlog.get_logger()
FIRST_S = 5.0  # a machine that starts has enough to do
EVERY_S = 60.0
PORTION = 300  # events
RESTS = 4  # times as long as it counted
RESTS_ASKED = 1  # while somebody waits for the numbers
AT_ONCE = 1000  # events that are read for a page which asks: about a minute's
END_S = 10.0


class CountsAhead:
    """The reports of a site, and the thread that counts ahead of them.

    Args:
        book: of the site.
        first_s: how long after the start it begins, unless somebody asks.

    """

    def __init__(self, book: DayBook, first_s: float = FIRST_S) -> None:
        self.book = book
        self._first_s = first_s
        self._wanted: Span | None = None
        self._fault: LedgerProblem | None = None
        self._asked, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="report", daemon=True)

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """End after the portion that is being counted; the next start goes on."""
        self._ended.set()
        self._asked.set()
        if self._thread.is_alive():
            self._thread.join(END_S)

    def report(self, span: Span, lane: str | None) -> Report:
        """A report of what is counted by now; the rest of it is counted next.

        Raises:
            LedgerProblem: the ledger cannot be read.

        """
        found = self.book.report(span, lane, AT_ONCE)
        if found.uncounted:
            if self._fault is not None:
                raise self._fault
            self._wanted = span
            self._asked.set()
        return found

    def look(self) -> None:
        """Count what a page waits for, then all that anybody may ask for."""
        today = self.book.today()
        ahead = Span(today - timedelta(days=LONGEST - 1), today)
        try:
            while not self._ended.is_set():
                wanted = self._wanted
                missing = self._portion(wanted or ahead)
                if not missing and wanted is None:
                    break
                if not missing and self._wanted is wanted:
                    self._wanted = None
            self._fault = None
        except LedgerProblem as error:
            log.error("report_failed", error=type(error).__name__)
            self._fault, self._wanted = error, None  # for the page that waits

    def _portion(self, span: Span) -> int:
        """A portion and the rest after it; how many days are missing."""
        begun = time.monotonic()
        missing = self.book.count(span, PORTION)
        if missing:
            rests = RESTS if self._wanted is None else RESTS_ASKED
            self._ended.wait(rests * (time.monotonic() - begun))
        return missing

    def _run(self) -> None:
        self._asked.wait(self._first_s)
        while not self._ended.is_set():
            self._asked.clear()
            try:
                self.look()
            except Exception as error:  # a thread that dies silently counts no day
                log.error("report_failed", error=type(error).__name__)
            self._asked.wait(EVERY_S)
