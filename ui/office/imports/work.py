"""One import of a site at a time, in a thread beside the pages.

Reading and comparing can be broken off at any moment; writing is let come to its end.
A file is deleted with its use, when nobody decides for an hour, and at every start.
"""

import threading
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import IO
from uuid import UUID

import structlog

from kiosk.house import House
from kiosk.people.at_house import importer_at, recorder, utc_now
from kiosk.people.errors import TableProblem
from kiosk.people.importer import Importer
from kiosk.people.progress import Stage
from kiosk.people.seen import Known, Seen
from kiosk.people.tables import Table
from kiosk.people.undoing import undo_import
from ui.office.imports.choices import Choices
from ui.office.imports.state import ENDED, WAITING, State, Step, Upload
from ui.office.imports.tray import Tray
from ui.words import Word
from verification.registry import Registry

log = structlog.get_logger()

REST_SECONDS = 3600.0
END_SECONDS = 20.0
NO_ROOM = Word(
    "磁盘快满了，不能导入。请管理员先清理磁盘。",
    "The disk is nearly full: nothing can be imported before it is cleared.",
)
BROKEN = Word(
    "没有做完。请再试一次；已经写入的一部分在下面标着“没做完”，可以撤销。",
    "It broke off. Try again; what was written stands below as broken off and can be "
    "taken back.",
)

Job = Callable[[Registry, State], State]


class _Leaving(Exception):
    """The pages end: what only reads is broken off."""


class ImportWork:
    """The import of a house that is under way, and how the last of each owner ended."""

    def __init__(self, house: House, rest_seconds: float = REST_SECONDS) -> None:
        self._house = house
        self._rest_seconds = rest_seconds
        self._tray = Tray(house.config.site.data_dir)
        self.choices = Choices(house.config.site.data_dir)
        self._tray.clear()
        self._lock = threading.RLock()
        self._state = State()
        self._ended: dict[str, State] = {}
        self._thread: threading.Thread | None = None
        self._timer: threading.Timer | None = None
        self._leaving = threading.Event()

    @property
    def state(self) -> State:
        """What is under way, or waits for a decision; whose ever it is."""
        return self._state

    def state_for(self, owner: str) -> State:
        """What is under way, or else how this owner's last one ended."""
        state = self._state
        return self._ended.get(owner, state) if state.step is Step.NONE else state

    def read(self, owner: str, upload: IO[bytes], suffix: str) -> bool:
        """Keep a file and compare it with the registry; false while another is."""
        with self._lock:
            if self._state.step is not Step.NONE or self._leaving.is_set():
                return False
            if not self._tray.has_room():
                self._end(State(Step.FAILED, owner, utc_now(), problem=NO_ROOM))
                return True
            laid = Upload(self._tray.lay(upload), suffix)
            self._start(State(Step.PLANNING, owner, utc_now(), upload=laid), self._plan)
            return True

    def accept(self, owner: str, rows: Collection[int]) -> bool:
        """Compare once more, with exactly these doubtful rows taken."""
        return self._go_on(owner, self._plan, accepted=frozenset(rows))

    def turn_to(self, owner: str, sheet: str) -> bool:
        """Compare another worksheet of the same file."""
        return self._go_on(owner, self._plan, accepted=frozenset(), sheet=sheet)

    def write(self, owner: str, label: str, *, all_or_nothing: bool) -> bool:
        """Carry the plan out."""

        def write(registry: Registry, state: State) -> State:
            assert state.plan is not None  # noqa: S101 - `_go_on` saw to it
            report = self._importer(registry, owner).apply(
                state.plan,
                label=label,
                all_or_nothing=all_or_nothing,
                progress=self._progress,
            )
            return replace(state, step=Step.WRITTEN, report=report)

        if self._state.step is not Step.PLANNED:
            return False
        return self._go_on(owner, write, Step.WRITING)

    def undo(self, owner: str, imported: UUID) -> bool:
        """Take an import back; false while another is under way."""

        def undo(registry: Registry, state: State) -> State:
            record = recorder(self._house, owner)
            undone = undo_import(registry, imported, owner, utc_now(), record)
            return replace(state, step=Step.UNDONE, undone=undone)

        with self._lock:
            if self._state.step is not Step.NONE or self._leaving.is_set():
                return False
            self._start(State(Step.UNDOING, owner, utc_now()), undo)
            return True

    def drop(self) -> bool:
        """Forget a list that waits; false when there is none."""
        with self._lock:
            if self._state.step not in WAITING:
                return False
            self._forget()
            return True

    def forget_end(self, owner: str) -> None:
        """Somebody has seen how it ended."""
        self._ended.pop(owner, None)

    def close(self) -> None:
        """Break off what reads, wait for what writes, delete the file."""
        self._leaving.set()
        if self._thread is not None:
            self._thread.join(END_SECONDS)
        with self._lock:
            self._forget()
        self._tray.clear()

    def _go_on(
        self,
        owner: str,
        job: Job,
        step: Step = Step.PLANNING,
        accepted: frozenset[int] | None = None,
        sheet: str | None = None,
    ) -> bool:
        with self._lock:
            state = self._state
            if state.owner != owner or state.step not in WAITING:
                return False
            rows = state.accepted if accepted is None else accepted
            sheet = state.sheet if sheet is None else sheet
            begun = replace(state, step=step, accepted=rows, sheet=sheet)
            self._start(replace(begun, at=utc_now()), job)
            return True

    def _start(self, state: State, job: Job) -> None:
        self._stop_timer()
        self._ended.pop(state.owner, None)
        self._state = replace(state, stage=None, done=0, total=None)
        self._thread = threading.Thread(
            target=self._run, args=(job,), name="import", daemon=True
        )
        self._thread.start()

    def _run(self, job: Job) -> None:
        state = self._worked(job)
        with self._lock:
            if state.step in ENDED:
                self._end(state)
            else:
                self._rest(state)

    def _worked(self, job: Job) -> State:
        try:
            registry = self._house.another_registry()
            try:
                found = job(registry, self._state)
            finally:
                registry.close()
        except TableProblem as error:
            said = Word(error.chinese, error.english)
            if "seen" not in error.values:
                return self._failed(said)
            return replace(
                self._state,
                step=Step.ASKING,
                at=utc_now(),
                problem=said,
                seen=tuple(map(Seen.unpacked, error.values["seen"])),
                key=error.values["key"],
                sheet=error.values["sheet"],
                sheets=tuple(error.values["sheets"]),
                plan=None,
            )
        except Exception as error:  # a thread that dies silently would run for ever
            if not isinstance(error, _Leaving):
                log.error("import_failed", error=type(error).__name__)
            return self._failed(BROKEN)
        return replace(found, at=utc_now())

    def _failed(self, problem: Word) -> State:
        return State(Step.FAILED, self._state.owner, utc_now(), problem=problem)

    def _plan(self, registry: Registry, state: State) -> State:
        assert state.upload is not None  # noqa: S101 - nothing is planned without one
        upload = state.upload
        words = tuple(self._house.policy.status)
        known = Known(self.choices.all(), words, state.sheet)
        with Table(upload.path, suffix=upload.suffix, known=known) as table:
            plan = self._importer(registry, state.owner).plan(
                table, accept=state.accepted, progress=self._progress
            )
        head = plan.head
        return replace(
            state,
            step=Step.PLANNED,
            plan=plan,
            problem=None,
            seen=head.seen,
            key=head.key,
            sheet=head.sheet,
            sheets=head.sheets,
        )

    def _importer(self, registry: Registry, owner: str) -> Importer:
        return importer_at(self._house, registry, owner)

    def _progress(self, stage: Stage, done: int, total: int | None) -> None:
        if self._leaving.is_set() and stage is not Stage.WRITING:
            raise _Leaving
        self._state = replace(self._state, stage=stage, done=done, total=total)

    def _rest(self, state: State) -> None:
        """Wait for a decision, but not for ever."""
        self._state = state
        if self._leaving.is_set():
            return
        self._timer = threading.Timer(self._rest_seconds, self.drop)
        self._timer.daemon = True
        self._timer.start()

    def _end(self, state: State) -> None:
        # First: whoever looks without the lock sees the one or the other.
        self._ended[state.owner] = replace(state, upload=None, plan=None)
        self._forget()

    def _forget(self) -> None:
        self._stop_timer()
        self._tray.clear()
        self._state = State()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
