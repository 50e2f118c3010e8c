"""XLSX tables: first the archive is weighed, then openpyxl reads it in passing.

The sizes that an archive declares are not believed: every part is unpacked once
and counted. Formulas are never evaluated; what the spreadsheet last showed is
taken. Only a process with limits may call this.
"""

import functools
import os
import sys
import zipfile
from datetime import datetime
from typing import Any, BinaryIO

from kiosk.people.errors import TableProblem
from kiosk.people.limits import MIB, Limits
from kiosk.people.sheets import Raw, Rows, Sheet
from kiosk.people.texts import FileFault

MAX_COLUMNS = 64
CHUNK = 1 << 16
MOST_TIMES = 100  # tables of people unpack to 10 to 20 times their size


def xlsx_sheets(stream: BinaryIO, limits: Limits) -> list[Sheet]:
    """Every worksheet of the workbook that is not hidden, in order.

    Raises:
        TableProblem: too many parts, a bomb, or XML with entities.

    """
    weigh(stream, limits)
    book = _open(stream)
    # What a clerk does not see on the screen is nothing that she hands in.
    return [
        Sheet(sheet.title, functools.partial(_rows, sheet))
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    ]


def weigh(stream: BinaryIO, limits: Limits) -> None:
    """Count parts and real bytes of a zip archive.

    Raises:
        TableProblem: more of either than the limits allow.

    """
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
        if len(parts) > limits.entries:
            raise TableProblem(FileFault.TOO_MANY_PARTS, entries=limits.entries)
        allowed = _allowed(stream, limits)
        left = allowed
        for part in parts:
            left = _count(archive, part, left)
            if left < 0:
                raise TableProblem(FileFault.BOMB, mib=allowed // MIB)
    stream.seek(0)


def _allowed(stream: BinaryIO, limits: Limits) -> int:
    """How much may come out of a file: of a small one no more than tables do."""
    size = stream.seek(0, os.SEEK_END)
    return min(limits.unpacked_bytes, MOST_TIMES * size + MIB)


def _count(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    with archive.open(part) as unpacked:
        while left >= 0 and (chunk := unpacked.read(CHUNK)):
            left -= len(chunk)
    return left


def _open(stream: BinaryIO) -> Any:
    # openpyxl imports these two when they are installed; they cost start-up time
    # and address space, and reading text needs neither.
    for name in ("numpy", "PIL"):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # blocks it
    from openpyxl import load_workbook

    return load_workbook(stream, read_only=True, data_only=True, keep_links=False)


def _rows(sheet: Any) -> Rows:
    # The dimension that a sheet declares may be a lie in both directions.
    sheet.reset_dimensions()
    cells = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
    for row, values in enumerate(cells, start=1):
        yield row, tuple(map(_raw, values))


def _raw(value: Any) -> Raw:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)
