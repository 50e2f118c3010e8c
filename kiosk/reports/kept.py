"""Counted days beside the ledger, from which they can be made anew.

A kept day names the state of the ledger that it was counted from, and the hash of what
it came to; when that state is another, or the file is gone or damaged in whatever way,
the day is counted again.
"""

import contextlib
import hashlib
import json
import os
import tempfile
from datetime import date
from pathlib import Path

from kiosk.reports.counting import Lanes
from kiosk.reports.tally import Tally

VERSION = 4  # of how days are counted: raise it when the same events count otherwise


class KeptDays:
    """One file for each day.

    Args:
        folder: made when it is not there.
        zone: in which a day begins.

    """

    def __init__(self, folder: Path, zone: str) -> None:
        self._folder = folder
        self._counted = f"{VERSION} {zone}"

    def read(self, day: date, state: str) -> Lanes | None:
        """What a day came to; ``None`` unless it was counted from this very state."""
        try:
            head, _, text = self._path(day).read_text(encoding="utf-8").partition("\n")
            if head != self._head(state, text):
                return None
            lanes = json.loads(text).items()
            return {lane: Tally.from_dict(tables) for lane, tables in lanes}
        except (OSError, ValueError):
            return None

    def write(self, day: date, state: str, lanes: Lanes) -> None:
        """Keep a day; a full disk makes a report slow, not wrong."""
        tables = {lane: tally.as_dict() for lane, tally in lanes.items()}
        text = json.dumps(tables)
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            _write(self._path(day), f"{self._head(state, text)}\n{text}")

    def _head(self, state: str, text: str) -> str:
        return f"{self._counted} {state} {hashlib.sha256(text.encode()).hexdigest()}"

    def _path(self, day: date) -> Path:
        return self._folder / f"{day}.json"


def _write(path: Path, text: str) -> None:
    """All of it or nothing, readable by its owner only."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
