"""Lines of the logs that an investigator may see: our own events, nothing typed.

A line is taken when it is one of our JSON objects and, without the text of an error,
plain ASCII in which no number of a person can hide. All others are counted only.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.incident.clean import clean
from kiosk.logs import PERSONAL

UNITS = ("changxing-gate", "changxing-web")
PATIENCE_S = 60
MOST = 50_000  # lines
MOST_COUNTED = 10**10  # bytes and seconds of a site
LONG = re.compile(r"\d{9}")
FRAME = re.compile(r'File "[^"]*?([\w-]+/[\w-]+\.py)", line (\d+), in (\w+)')
ERROR = re.compile(r"^([A-Za-z_][\w.]*)(?::|$)", re.MULTILINE)


@dataclass(slots=True)
class Lines:
    """What was taken, and how many lines were not."""

    taken: list[str] = field(default_factory=list)
    dropped: int = 0

    def add(self, lines: Iterable[str]) -> None:
        """Look at lines, the newest last."""
        for line in lines:
            text = safe_line(line)
            if text is None:
                self.dropped += bool(line.strip())
            else:
                self.taken.append(text)
        self.dropped += max(0, len(self.taken) - MOST)
        self.taken = self.taken[-MOST:]


def safe_line(line: str) -> str | None:
    """A line as it goes into the pack; ``None`` when it must not."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    if not isinstance(said, dict) or "event" not in said:
        return None
    if "exception" in said:
        said["exception"] = where_it_happened(str(said["exception"]))
    if any(map(_may_hide, _texts(said))) or PERSONAL.search(json.dumps(said)):
        return None
    return json.dumps(clean(said))


def _may_hide(text: str) -> bool:
    """Whether somebody's name, number, card or phone could be in it."""
    return not text.isascii() or LONG.search(text) is not None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from map(str, value)
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, int | float) and abs(value) > MOST_COUNTED:
        yield str(value)  # a card's number needs no quotes


def where_it_happened(trace: str) -> list[str]:
    """The frames of a traceback and the kind of error, never what it said."""
    frames = [f"{file}:{line} {name}" for file, line, name in FRAME.findall(trace)]
    kinds = ERROR.findall(trace)
    return [*frames, *kinds[-1:]]


def journal(since: datetime) -> Iterator[str]:
    """Lines that systemd keeps of our units; none where there is no systemd."""
    program = shutil.which("journalctl")
    if program is None:
        return
    units = [f"--unit={unit}" for unit in UNITS]
    command: list[Any] = [program, "--quiet", "--output=cat", *units]
    command.append(f"--since=@{int(since.timestamp())}")
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return
    yield from done.stdout.decode("utf-8", "replace").splitlines()


def log_file(path: Path) -> Iterator[str]:
    """Lines of a file, however it is encoded.

    Raises:
        OSError: it cannot be read.

    """
    with path.open(encoding="utf-8", errors="replace") as file:
        yield from file
