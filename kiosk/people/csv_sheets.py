"""Text tables: which encoding, which delimiter.

An encoding is taken only if the whole file decodes in it. Without a byte order
mark UTF-8 is tried before GB18030, because GB18030 text is hardly ever valid
UTF-8 while the reverse often is.
"""

import codecs
import csv
import functools
import os
from collections.abc import Iterable

from kiosk.people.errors import TableProblem
from kiosk.people.sheets import Rows, Sheet
from kiosk.people.texts import FileFault

DELIMITERS = (",", "\t", ";")
CHUNK = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def csv_sheets(descriptor: int) -> list[Sheet]:
    """One candidate for each delimiter; the header decides between them.

    Raises:
        TableProblem: it is not text in an encoding that we know.

    """
    encoding = find_encoding(descriptor)
    return [
        Sheet("", functools.partial(_rows, descriptor, encoding, delimiter))
        for delimiter in DELIMITERS
    ]


def find_encoding(descriptor: int) -> str:
    """The name of the encoding for Python's codecs.

    Raises:
        TableProblem: none of ours fits.

    """
    os.lseek(descriptor, 0, os.SEEK_SET)
    start = os.read(descriptor, 4)
    marked = [name for mark, name in MARKS if start.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        if _decodes(descriptor, encoding):
            return encoding
    raise TableProblem(FileFault.ENCODING)


def _decodes(descriptor: int, encoding: str) -> bool:
    os.lseek(descriptor, 0, os.SEEK_SET)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := os.read(descriptor, CHUNK):
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _rows(descriptor: int, encoding: str, delimiter: str) -> Rows:
    os.lseek(descriptor, 0, os.SEEK_SET)
    with os.fdopen(os.dup(descriptor), encoding=encoding, newline="") as lines:
        # strict: an unpaired quote would silently swallow the rows after it.
        yield from _numbered(csv.reader(lines, delimiter=delimiter, strict=True))


def _numbered(reader: Iterable[list[str]]) -> Rows:
    row = 0
    try:
        for row, cells in enumerate(reader, start=1):
            yield row, cells
    except csv.Error:
        raise TableProblem(FileFault.QUOTES, row=row + 1) from None
