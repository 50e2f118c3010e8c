"""Passes being printed for the office: one heap at a time, in a process of its own.

Whoever looks at the page that waits keeps it going. When nobody does for a while,
because a browser was closed, the process is ended and what it made is forgotten.
Nothing lies on the disk.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

import structlog

from kiosk.passes.printing.job import Job, Printing
from kiosk.passes.printing.progress import Progress, Stage
from kiosk.passes.problems import PassProblem, Why

log = structlog.get_logger()

AWAY_SECONDS = 10.0  # without a look; the page looks twice a second
REST_SECONDS = 90.0  # for a finished file
WATCH_SECONDS = 0.5
END_SECONDS = 5.0


class Step(StrEnum):
    """Where a heap stands."""

    WORKING = "working"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Heap:
    """The newest of one heap.

    Attributes:
        owner: account that wants it.
        passes: how many.
        stage, done, total: of the work, in pages.
        pdf: when it is ready.
        problem: when it failed.
        recorded: whether it is known to the ledger that the names left.

    """

    owner: str
    passes: int
    step: Step = Step.WORKING
    stage: Stage | None = None
    done: int = 0
    total: int = 0
    pdf: bytes = field(default=b"", repr=False)
    problem: PassProblem | None = None
    recorded: bool = False


class HeapWork:
    """The heaps of a site: one that is printed, and files that wait to be fetched."""

    def __init__(
        self,
        away_seconds: float = AWAY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        printer: Callable[[Job], Printing] = Printing,
    ) -> None:
        self._away = away_seconds
        self._clock = clock
        self._printer = printer
        self._lock = threading.Condition()
        self._heaps: dict[str, Heap] = {}
        self._looked: dict[str, float] = {}
        self._printing: Printing | None = None
        self._threads: list[threading.Thread] = []

    def begin(self, owner: str, job: Job) -> bool:
        """Print; false while another heap is printed."""
        with self._lock:
            if self._printing is not None:
                return False
            printing = self._printing = self._printer(job)
            self._heaps[owner] = Heap(owner, len(job.passes))
            self._looked[owner] = self._clock()
            begun = [
                threading.Thread(target=work, args=(owner, printing), name="passes")
                for work in (self._run, self._watch)
            ]
            for thread in begun:
                thread.start()
            alive = [thread for thread in self._threads if thread.is_alive()]
            self._threads = alive + begun
        return True

    def look(self, owner: str) -> Heap | None:
        """How this owner's heap stands; looking keeps it going."""
        with self._lock:
            if owner in self._heaps:
                self._looked[owner] = self._clock()
            return self._heaps.get(owner)

    def wait(self, owner: str, seconds: float) -> Heap | None:
        """The same, when it is through or after so long."""
        with self._lock:
            self._lock.wait_for(lambda: not self._works(owner), seconds)
        return self.look(owner)

    def take(self, owner: str) -> Heap | None:
        """A finished heap, to be handed out; it stays for a while if that fails."""
        with self._lock:
            heap = self.look(owner)
            if heap is None or heap.step is not Step.READY:
                return None
            self._heaps[owner] = replace(heap, recorded=True)
            return heap

    def drop(self, owner: str) -> None:
        """Nobody wants it any more."""
        with self._lock:
            working = self._works(owner)
            self._heaps.pop(owner, None)
            if working and self._printing is not None:
                self._printing.stop()
            self._lock.notify_all()

    def close(self) -> None:
        """End what is printed and wait for it."""
        for owner in list(self._heaps):
            self.drop(owner)
        for thread in self._threads:
            thread.join(END_SECONDS)

    def _works(self, owner: str) -> bool:
        heap = self._heaps.get(owner)
        return heap is not None and heap.step is Step.WORKING

    def _run(self, owner: str, printing: Printing) -> None:
        def far(stage: Stage, done: int, total: int) -> None:
            with self._lock:
                if owner in self._heaps:
                    now = self._heaps[owner]
                    now = replace(now, stage=stage, done=done, total=total)
                    self._heaps[owner] = now

        made = _made(printing, far)
        with self._lock:
            self._printing = None
            if owner in self._heaps:
                self._heaps[owner] = _ended(self._heaps[owner], made)
            self._lock.notify_all()

    def _watch(self, owner: str, printing: Printing) -> None:
        """Until the heap is gone: somebody dropped it, or nobody looked."""
        with self._lock:
            while owner in self._heaps:
                working = self._works(owner)
                if working and self._printing is not printing:
                    return  # a later heap of the same owner has its own watch
                limit = self._away if working else max(self._away, REST_SECONDS)
                if self._clock() - self._looked[owner] > limit:
                    self.drop(owner)
                self._lock.wait(WATCH_SECONDS)


def _made(printing: Printing, far: Progress) -> bytes | PassProblem:
    try:
        return printing.run(far)
    except PassProblem as problem:
        return problem
    except Exception as error:  # a thread that dies silently would run for ever
        log.error("printing_failed", error=type(error).__name__)
        return PassProblem(Why.BROKE_OFF)


def _ended(heap: Heap, made: bytes | PassProblem) -> Heap:
    if isinstance(made, PassProblem):
        return replace(heap, step=Step.FAILED, problem=made)
    return replace(heap, step=Step.READY, pdf=made)
