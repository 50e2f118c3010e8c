"""Lines of text into a file that only its owner can read."""

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from kiosk.people.guard import guard, unguard
from kiosk.people.workbook import write_workbook


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A new file with mode 0600; half a file does not stay behind.

    Raises:
        FileExistsError: never over something that is there.

    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def write_csv(path: Path, lines: Iterator[list[str]]) -> None:
    """A new CSV file."""
    with new_file(path) as file:
        csv_into(file, lines)


def write_xlsx(path: Path, lines: Iterator[list[str]]) -> None:
    """A new XLSX file."""
    with new_file(path) as file:
        xlsx_into(file, lines)


def csv_into(file: IO[bytes], lines: Iterator[list[str]]) -> None:
    """UTF-8 with byte order mark, which spreadsheets need; formulas made inert."""
    file.write("\ufeff".encode())
    writer = csv.writer(_Encoder(file))
    for line in lines:
        writer.writerow([guard(cell) for cell in line])


def xlsx_into(file: IO[bytes], lines: Iterator[list[str]]) -> None:
    """Every cell is text and stays text when somebody edits it."""
    write_workbook(file, ([_typed(cell) for cell in line] for line in lines))


def _typed(text: str) -> str:
    """A typed string runs nothing; only what a reader would unguard is guarded."""
    return guard(text) if unguard(text) != text else text


class _Encoder:
    """What `csv.writer` writes into, as UTF-8."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        return self._file.write(text.encode())
