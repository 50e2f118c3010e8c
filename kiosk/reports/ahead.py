"""Days are counted before anybody asks, so that no page waits for it.

What is over is counted by a process of its own: at every start, every night some
minutes after midnight, and when somebody asks for days that are still missing. The
present day goes on in a thread of the pages: it looks once a minute, in portions, and
rests longer after each than the portion took.
"""

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import structlog

from kiosk.parent import environment
from kiosk.reports.book import DayBook
from kiosk.reports.report import Report
from kiosk.reports.spans import LONGEST, Span
from verification.ledger.errors import LedgerProblem

log = structlog.get_logger()
COMMAND = (sys.executable, "-P", "-B", "-m", "kiosk.reports.child")
FIRST_S = 10.0  # a machine that starts has enough to do
EVERY_S = 60.0
POLL_S = 0.25
PORTION = 200  # events
RESTS = 3  # times as long as it counted
AT_ONCE = 200  # events that are read for a page which asks: some seconds' at a rush
END_S = 10.0
DAY = timedelta(days=1)


class CountsAhead:
    """The reports of a site, and what counts ahead of them.

    Args:
        book: of the site.
        data_dir: of the site.
        timezone: of the site.
        first_s: how long after the start it begins, unless somebody asks.

    """

    def __init__(
        self, book: DayBook, data_dir: Path, timezone: str, first_s: float = FIRST_S
    ) -> None:
        self.book = book
        self._site = {"data_dir": str(data_dir.absolute()), "timezone": timezone}
        self._first_s = first_s
        self._wanted: Span | None = None
        self._over: date | None = None  # the day on which all before it was counted
        self._fault: LedgerProblem | None = None
        self._asked, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="report", daemon=True)

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """End what is being counted; the next start goes on."""
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
        """Go on with the present day, and count what is over and missing."""
        today, wanted = self.book.today(), self._wanted
        ahead = Span(today - (LONGEST - 1) * DAY, today)
        spans = [span for span in (wanted, ahead) if span is not None]
        try:
            self.book.count(spans[0], PORTION)  # what was kept is there at once
            self._count(Span(today - DAY, today))
            if wanted is not None or self._over != today:
                self._try_apart(spans)
            for span in spans:
                self._count(span)
        except LedgerProblem as error:
            log.error("report_failed", error=type(error).__name__)
            self._fault = error  # for the page that waits
        else:
            self._over, self._fault = today, None
        if self._wanted == wanted:
            self._wanted = None

    def _count(self, span: Span) -> None:
        """In this thread: the present day, and what no other process could count."""
        missing = 1
        while missing and not self._ended.is_set():
            begun = time.monotonic()
            missing = self.book.count(span, PORTION)
            if missing:
                self._ended.wait(RESTS * (time.monotonic() - begun))

    def _try_apart(self, spans: Sequence[Span]) -> None:
        try:
            self._count_apart(spans)
        except OSError as error:  # no memory for a process: this one counts instead
            log.warning("days_not_counted_apart", error=type(error).__name__)

    def _count_apart(self, spans: Sequence[Span]) -> None:
        """In a process that may take its time; its files are found afterwards."""
        days = [(str(span.first), str(span.last)) for span in spans]
        with subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
            text=True,
        ) as child:
            try:
                _tell(child, self._site | {"spans": days})
                while child.poll() is None and not self._ended.wait(POLL_S):
                    pass
            finally:
                child.kill()
        if child.returncode and not self._ended.is_set():
            log.warning("days_not_counted_apart", code=child.returncode)

    def _run(self) -> None:
        self._asked.wait(self._first_s)
        while not self._ended.is_set():
            self._asked.clear()
            try:
                self.look()
            except Exception as error:  # a thread that dies silently counts no day
                log.error("report_failed", error=type(error).__name__)
            self._asked.wait(EVERY_S)


def _tell(child: "subprocess.Popen[str]", asked: dict[str, object]) -> None:
    assert child.stdin is not None  # noqa: S101 - a pipe was asked for
    with contextlib.suppress(OSError):  # it has ended; its exit code says so
        child.stdin.write(json.dumps(asked))
        child.stdin.close()
