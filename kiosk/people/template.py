"""An empty people table with our headings, to be filled in."""

import csv
import io

from kiosk.people.columns import CHINESE, Column
from kiosk.people.workbook import write_workbook

HEADINGS = [CHINESE[column] for column in Column]


def empty_csv() -> bytes:
    """UTF-8 with byte order mark, without which spreadsheets guess wrongly."""
    text = io.StringIO()
    csv.writer(text).writerow(HEADINGS)
    return text.getvalue().encode("utf-8-sig")


def empty_xlsx() -> bytes:
    """One sheet whose columns are all text, so that numbers keep their digits."""
    file = io.BytesIO()
    write_workbook(file, iter([HEADINGS]))
    return file.getvalue()
