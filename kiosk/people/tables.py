"""Read a table from outside without trusting it: a child process parses it.

A file that makes a parser eat all memory or run for ever kills the child and
becomes one `TableProblem` here.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from kiosk.bounded import Child, ChildDied
from kiosk.people.columns import Column
from kiosk.people.errors import TableProblem
from kiosk.people.limits import MIB, UPLOAD, Limits
from kiosk.people.seen import Known, Seen
from kiosk.people.sheets import Raw
from kiosk.people.texts import FileFault

MODULE = "kiosk.people.child"
SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, our columns of it, whether it says 已故."""

    number: int
    cells: dict[Column, Raw] = field(repr=False)
    died: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What was found before the first row.

    Attributes:
        columns: in the order of the file.
        extra: headings of columns that are kept out.
        sheet: title of the worksheet; empty for text files.
        sheets: titles of all worksheets that are not hidden.
        headings: of the columns, as the file has them.
        key: the word for the set of all headings, or for the shape of a list
            without any.
        seen: every column, with examples.
        headless: there were no headings.

    """

    columns: tuple[Column, ...]
    extra: tuple[str, ...]
    sheet: str
    sheets: tuple[str, ...]
    headings: tuple[str, ...] = ()
    key: str = ""
    seen: tuple[Seen, ...] = ()
    headless: bool = False

    @property
    def other_sheets(self) -> int:
        """How many worksheets were not read."""
        return len(self.sheets) - 1


class Table:
    """A table that is being read; use it as a context, iterate it once.

    ``known`` says what somebody took the columns of such lists for before. After the
    last row ``skipped`` has the numbers of rows that speak of nobody, as sums.

    Raises:
        TableProblem: from opening or from any row; no row counts after it.
        OSError: the file cannot be opened.

    """

    def __init__(
        self,
        path: Path,
        limits: Limits = UPLOAD,
        *,
        suffix: str | None = None,
        known: Known | None = None,
    ) -> None:
        suffix = (path.suffix if suffix is None else suffix).lower()
        if suffix == ".xls":
            raise TableProblem(FileFault.OLD_EXCEL)
        if suffix not in SUFFIXES:
            raise TableProblem(FileFault.WRONG_TYPE)
        if path.stat().st_size > limits.file_bytes:
            raise TableProblem(FileFault.TOO_LARGE, mib=limits.file_bytes // MIB)
        words = [
            suffix,
            json.dumps(asdict(limits)),
            json.dumps(asdict(known or Known())),
        ]
        with path.open("rb") as file:
            self._child = Child(MODULE, words, file, limits.wall_seconds)
        self.skipped: tuple[int, ...] = ()
        try:
            self.head = self._read_head()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Table":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[Row]:
        columns = self.head.columns
        while isinstance(line := self._next(), list):
            number, cells, died = line
            values = (_unpacked(cell) for cell in cells)
            yield Row(number, dict(zip(columns, values, strict=True)), died)
        self.skipped = tuple(line["skipped"])

    def close(self) -> None:
        """End the child, if it still runs; closing twice is harmless."""
        self._child.close()

    def _read_head(self) -> Head:
        line = self._next()
        return Head(
            tuple(Column(name) for name in line["columns"]),
            tuple(line["extra"]),
            line["sheet"],
            tuple(line["sheets"]),
            tuple(line["headings"]),
            line["key"],
            tuple(map(Seen.unpacked, line["seen"])),
            line["headless"],
        )

    def _next(self) -> Any:
        try:
            value = self._child.line()
        except ChildDied as death:
            fault = FileFault.TOO_SLOW if death.stopped else FileFault.MEMORY
            raise TableProblem(fault) from None
        if isinstance(value, dict) and "fault" in value:
            raise TableProblem(FileFault(value["fault"]), **value["values"])
        return value


def _unpacked(cell: Any) -> Raw:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["date"])
    value: Raw = cell
    return value
