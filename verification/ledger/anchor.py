"""The anchor: a small file that remembers how far the ledger had come.

Nothing inside a database can say that its own tail is gone, whether a power cut
damaged the log of SQLite or somebody put an old copy back. The anchor lies
elsewhere, best on another medium, and holds the last number and hash.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from verification.ledger.errors import LedgerProblem
from verification.ledger.files import replace_file

EVERY_S = 5.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A row of the ledger and its hash."""

    seq: int
    hash: bytes


class Anchor:
    """Writes the newest mark at most every ``every_s`` seconds.

    `saw` only remembers, so that no gate waits for this file; the process's
    housekeeping calls `tick`, and `flush` at its end.
    """

    def __init__(
        self,
        path: Path,
        every_s: float = EVERY_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path = path
        self._every_s = every_s
        self._monotonic = monotonic
        self._seen: Mark | None = None
        self._written: Mark | None = None
        self._due = monotonic()

    def saw(self, mark: Mark) -> None:
        """Remember a committed row."""
        self._seen = mark

    def tick(self) -> None:
        """Write when it is due.

        Raises:
            OSError: the file cannot be written.

        """
        if self._monotonic() >= self._due:
            self.flush()

    def flush(self) -> None:
        """Write now, unless the file already says so.

        Raises:
            OSError: the file cannot be written.

        """
        mark = self._seen
        if mark is None or mark == self._written:
            return
        self._due = self._monotonic() + self._every_s
        text = json.dumps({"seq": mark.seq, "hash": mark.hash.hex()}) + "\n"
        replace_file(self.path, text.encode())
        self._written = mark


def read_anchor(path: Path) -> Mark | None:
    """The mark in an anchor file; ``None`` when there is no file.

    Raises:
        LedgerProblem: the file is there and says nothing.

    """
    try:
        value = json.loads(path.read_bytes())
        return Mark(int(value["seq"]), bytes.fromhex(value["hash"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LedgerProblem(
            f"the ledger's anchor {path} cannot be read; compare the ledger with a "
            "checkpoint from outside: kiosk ledger verify"
        ) from error
