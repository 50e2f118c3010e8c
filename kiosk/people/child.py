"""The process that reads a table from outside: stdin is the file.

It limits itself before it looks at the first byte, has no database and no key,
and writes JSON lines: the head, one list ``[row, [cell, …], died]`` for each row that
speaks of somebody, and an end mark. A fault is one line with its name instead.

Start it as ``python -m kiosk.people.child SUFFIX LIMITS KNOWN``, both in JSON.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TextIO

from defusedxml.common import DefusedXmlException

from kiosk.bounded import limit_process
from kiosk.people.columns import Chosen, Column
from kiosk.people.csv_sheets import csv_sheets
from kiosk.people.errors import TableProblem
from kiosk.people.finding import Found, find_table
from kiosk.people.limits import Limits
from kiosk.people.rows import is_nobody, says_died
from kiosk.people.seen import Known
from kiosk.people.sheets import Raw, Rows, Sheet, is_blank
from kiosk.people.texts import FileFault
from kiosk.people.xlsx_sheets import xlsx_sheets

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"
LONGEST_CELL = 1000
LONGEST_EXTRA = 20
MOST_SKIPPED = 1000


def open_sheets(descriptor: int, suffix: str, limits: Limits) -> list[Sheet]:
    """Choose the format; content and extension must agree.

    Raises:
        TableProblem: they do not, or the file cannot be opened.

    """
    os.lseek(descriptor, 0, os.SEEK_SET)
    start = os.read(descriptor, 4)
    if start == OLE:
        raise TableProblem(FileFault.OLD_EXCEL)
    if (start == ZIP) != (suffix == ".xlsx"):
        raise TableProblem(FileFault.WRONG_TYPE)
    if start == ZIP:
        return xlsx_sheets(os.fdopen(os.dup(descriptor), "rb"), limits)
    return csv_sheets(descriptor)


def wanted(sheets: Sequence[Sheet], known: Known) -> Sequence[Sheet]:
    """All sheets, or the one that somebody chose."""
    return [one for one in sheets if one.title == known.sheet] or sheets


def titles_of(sheets: Sequence[Sheet]) -> list[str]:
    """Each title once: a text file is read with several delimiters."""
    return list(dict.fromkeys(sheet.title for sheet in sheets))


@dataclass(slots=True)
class Data:
    """The rows under the headings, cut to our columns.

    Attributes:
        skipped: numbers of rows that speak of nobody, once all were read.

    """

    found: Found
    limits: Limits
    skipped: list[int] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, list[Raw], bool]]:
        """Number, cells, and whether the row says that its person died.

        Raises:
            TableProblem: more rows, or a longer run of empty rows, than allowed.

        """
        header, most = self.found.header, self.limits.rows
        places = list(header.places.values())
        count = empty = 0
        for row, cells in self._filled():
            ours = [cells[place] if place < len(cells) else None for place in places]
            if is_blank(ours) or is_nobody(cells, header):
                empty += 1
                if empty > most:
                    raise TableProblem(FileFault.EMPTY_ROWS, rows=most)
                if not is_blank(ours):
                    self.skipped.append(row)
                continue
            empty = 0
            count += 1
            if count > most:
                raise TableProblem(FileFault.TOO_MANY_ROWS, rows=most)
            yield row, ours, says_died(cells, header)

    def _filled(self) -> Rows:
        return (one for one in self.found.sheet.rows() if one[0] > self.found.row)


def send(found: Found, sheets: Sequence[Sheet], limits: Limits, out: TextIO) -> None:
    """Write head, rows and end mark."""
    _line(
        out,
        {
            "columns": [Column(column) for column in found.header.places],
            "headings": found.header.headings,
            "key": found.header.key,
            "extra": found.header.extra[:LONGEST_EXTRA],
            "sheet": found.sheet.title,
            "sheets": titles_of(sheets),
            "seen": [one.packed for one in found.seen],
            "headless": found.headless,
        },
    )
    data = Data(found, limits)
    for row, cells, died in data.rows():
        _line(out, [row, [_packed(cell) for cell in cells], died])
    _line(out, {"end": True, "skipped": data.skipped[:MOST_SKIPPED]})


def _found(sheets: Sequence[Sheet], known: Known) -> Found:
    try:
        return find_table(wanted(sheets, known), known)
    except TableProblem as problem:
        problem.values["sheets"] = titles_of(sheets)
        raise


def _packed(cell: Raw) -> Any:
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    return cell[: LONGEST_CELL + 1] if isinstance(cell, str) else cell


def _line(out: TextIO, value: Any) -> None:
    out.write(json.dumps(value, separators=(",", ":")) + "\n")


def _known(text: str) -> Known:
    told = json.loads(text)
    chosen: dict[str, Chosen] = {
        key: {word: column and Column(column) for word, column in choice.items()}
        for key, choice in told["chosen"].items()
    }
    return Known(chosen, tuple(told["statuses"]), told["sheet"])


def _fault(error: Exception) -> TableProblem:
    if isinstance(error, TableProblem):
        return error
    if isinstance(error, MemoryError):
        return TableProblem(FileFault.MEMORY)
    if any(isinstance(cause, DefusedXmlException) for cause in _causes(error)):
        return TableProblem(FileFault.SUSPICIOUS)
    # Whatever a parser says about a file from outside, it may quote its content.
    return TableProblem(FileFault.DAMAGED)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__  # openpyxl wraps what it meets


def main(suffix: str, limits: Limits, known: Known) -> None:
    """Read stdin, write stdout."""
    limit_process(limits.memory_bytes, limits.cpu_seconds)
    out = sys.stdout
    try:
        sheets = open_sheets(sys.stdin.fileno(), suffix, limits)
        send(_found(sheets, known), sheets, limits, out)
    except BrokenPipeError:
        os._exit(1)  # the parent lost interest
    except Exception as error:
        problem = _fault(error)
        _line(out, {"fault": problem.fault, "values": problem.values})
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1], Limits(**json.loads(sys.argv[2])), _known(sys.argv[3]))
