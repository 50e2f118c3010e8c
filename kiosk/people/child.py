"""The process that reads a table from outside: stdin is the file.

It limits itself before it looks at the first byte, has no database and no key,
and writes JSON lines: the head, one list ``[row, [cell, …]]`` for each row that
is not empty, and an end mark. A fault is one line with its name instead.

Start it as ``python -m kiosk.people.child SUFFIX LIMITS KNOWN``, both in JSON.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TextIO

from defusedxml.common import DefusedXmlException

from kiosk.bounded import limit_process
from kiosk.people.columns import Chosen, Column
from kiosk.people.csv_sheets import csv_sheets
from kiosk.people.errors import TableProblem
from kiosk.people.finding import Found, find_table
from kiosk.people.limits import Limits
from kiosk.people.seen import Known
from kiosk.people.sheets import Raw, Rows, Sheet, is_blank
from kiosk.people.texts import FileFault
from kiosk.people.xlsx_sheets import xlsx_sheets

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"
LONGEST_CELL = 1000
LONGEST_EXTRA = 20


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


def data_rows(found: Found, limits: Limits) -> Rows:
    """The rows under the header that hold anything, cut to our columns.

    Raises:
        TableProblem: more rows, or a longer run of empty rows, than allowed.

    """
    places = list(found.header.places.values())
    count = empty = 0
    for row, cells in found.sheet.rows():
        if row <= found.row:
            continue
        ours = [cells[place] if place < len(cells) else None for place in places]
        if is_blank(ours):
            empty += 1
            if empty > limits.rows:
                raise TableProblem(FileFault.EMPTY_ROWS, rows=limits.rows)
            continue
        empty = 0
        count += 1
        if count > limits.rows:
            raise TableProblem(FileFault.TOO_MANY_ROWS, rows=limits.rows)
        yield row, ours


def send(found: Found, sheets: Sequence[Sheet], limits: Limits, out: TextIO) -> None:
    """Write head, rows and end mark."""
    titles = {sheet.title for sheet in sheets} - {found.sheet.title}
    _line(
        out,
        {
            "columns": [Column(column) for column in found.header.places],
            "headings": found.header.headings,
            "key": found.header.key,
            "extra": found.header.extra[:LONGEST_EXTRA],
            "sheet": found.sheet.title,
            "other_sheets": len(titles),
            "seen": [one.packed for one in found.seen],
            "headless": found.headless,
        },
    )
    for row, cells in data_rows(found, limits):
        _line(out, [row, [_packed(cell) for cell in cells]])
    _line(out, {"end": True})


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
    return Known(chosen, tuple(told["statuses"]))


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
        send(find_table(sheets, known), sheets, limits, out)
    except BrokenPipeError:
        os._exit(1)  # the parent lost interest
    except Exception as error:
        problem = _fault(error)
        _line(out, {"fault": problem.fault, "values": problem.values})
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1], Limits(**json.loads(sys.argv[2])), _known(sys.argv[3]))
