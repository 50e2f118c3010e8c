"""The first hour of a site: a one-time code, and how far its setting up has come.

The code is shown on the console and nowhere else; its hash lies in a file of the
site's own, together with who made the first account. What was broken off goes on where
it was: with a new code, typed by an administrator, another hour begins. Once it was
ended, or where somebody has an account that was not made here, no code counts any more.
"""

import contextlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kiosk.staff.secrets import code_hash, new_code, same
from kiosk.staff.tables import now_ms

NAME = "first_run.json"
OPEN_MS = 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come.

    Attributes:
        code: hash of the one-time code, in hex; empty once it was used.
        made_ms: when it was made.
        admin: internal id of the administrator who goes through it; empty before the
            first account.
        person: subject of the first person, in hex.
        person_ms: when that person was registered.

    """

    code: str
    made_ms: int
    admin: str = ""
    person: str = ""
    person_ms: int = 0


class FirstRun:
    """The setting up of the site whose folder that is."""

    def __init__(self, root: Path, clock: Callable[[], int] = now_ms) -> None:
        self._path, self._now = root / NAME, clock

    def begin(self) -> str:
        """A new code, which works once and for an hour; the one before is worthless.

        Raises:
            OSError: the file cannot be written.

        """
        return self._with_code(Progress("", 0))

    def resume(self) -> str | None:
        """As `begin`, for what was broken off; ``None`` when nothing was.

        Raises:
            OSError: the file cannot be written.

        """
        left = self._left()
        return self._with_code(left) if left is not None and left.admin else None

    def progress(self) -> Progress | None:
        """How far it has come; ``None`` when no hour is under way."""
        found = self._left()
        age = self._now() - found.made_ms if found is not None else -1
        return found if 0 <= age < OPEN_MS else None

    def right(self, code: str) -> bool:
        """Whether that is the code, and its hour is not over."""
        found = self.progress()
        if found is None or not found.code:
            return False
        return same(bytes.fromhex(found.code), code_hash(code))

    def made(self, admin: str) -> None:
        """An administrator, the first or another, goes on: the code is spent."""
        self._go_on(lambda found: replace(found, code="", admin=admin))

    def registered(self, person: bytes) -> None:
        """The first person is there."""
        at = self._now()
        self._go_on(lambda found: replace(found, person=person.hex(), person_ms=at))

    def end(self) -> None:
        """Set up, or given up."""
        self._path.unlink(missing_ok=True)

    def _left(self) -> Progress | None:
        """How far it had come, however long ago."""
        try:
            found = json.loads(self._path.read_bytes())
            return Progress(**found) if isinstance(found["made_ms"], int) else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def _with_code(self, found: Progress) -> str:
        code = new_code()
        opened = replace(found, code=code_hash(code).hex(), made_ms=self._now())
        self._write(opened)
        return code

    def _go_on(self, change: Callable[[Progress], Progress]) -> None:
        found = self.progress()
        if found is not None:
            self._write(change(found))

    def _write(self, progress: Progress) -> None:
        temporary = self._path.with_suffix(".new")
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(progress), file)
        temporary.replace(self._path)
