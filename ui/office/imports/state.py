"""How an import is, from the file to the registry and back."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kiosk.people.importer import ImportReport
from kiosk.people.planning import ImportPlan
from kiosk.people.progress import Stage
from kiosk.people.seen import Seen
from kiosk.people.undoing import Undone
from ui.words import Word


class Step(StrEnum):
    """Where an import stands."""

    NONE = "none"
    PLANNING = "planning"
    ASKING = "asking"  # somebody has to say what the columns are
    PLANNED = "planned"  # somebody has to decide
    WRITING = "writing"
    WRITTEN = "written"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"


WAITING = frozenset({Step.ASKING, Step.PLANNED})
RUNNING = frozenset({Step.PLANNING, Step.WRITING, Step.UNDOING})
ENDED = frozenset({Step.WRITTEN, Step.UNDONE, Step.FAILED})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on the tray; ``suffix`` is all that is kept of its name."""

    path: Path
    suffix: str


@dataclass(frozen=True, slots=True)
class State:
    """The newest of one import.

    Attributes:
        owner: account that began it.
        at: when it came to this step, UTC.
        stage, done, total: of a running step, in rows.
        accepted: doubtful rows that somebody decided to take.
        problem: why it failed, or why somebody is asked.
        seen: columns of a file that somebody has to explain; ``key`` is the word by
            which the answer is remembered.
        sheet: title of the worksheet that is read, and ``sheets`` of all.

    """

    step: Step = Step.NONE
    owner: str = ""
    at: datetime | None = None
    stage: Stage | None = None
    done: int = 0
    total: int | None = None
    accepted: frozenset[int] = frozenset()
    upload: Upload | None = field(default=None, repr=False)
    plan: ImportPlan | None = field(default=None, repr=False)
    report: ImportReport | None = field(default=None, repr=False)
    undone: Undone | None = field(default=None, repr=False)
    problem: Word | None = None
    seen: tuple[Seen, ...] = ()
    key: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    @property
    def running(self) -> bool:
        """Whether a thread works on it."""
        return self.step in RUNNING

    @property
    def waits(self) -> bool:
        """Whether its owner has to do something."""
        return self.step in WAITING
