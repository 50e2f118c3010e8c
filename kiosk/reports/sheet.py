"""A report as a file for spreadsheets: one table under the other, inert cells."""

from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.people.writers import write_csv, write_xlsx
from kiosk.reports.blocks import Names, blocks_of
from kiosk.reports.report import Report
from kiosk.reports.words import Text

WRITERS: dict[str, Callable[[Path, Iterator[list[str]]], None]] = {
    ".csv": write_csv,
    ".xlsx": write_xlsx,
}


def write_sheet(path: Path, report: Report, names: Names, site: str) -> None:
    """Write a report to a new file, .csv or .xlsx.

    Raises:
        FileExistsError: the file is there already.
        KeyError: neither .csv nor .xlsx.

    """
    WRITERS[path.suffix](path, sheet(report, names, site))


def sheet(report: Report, names: Names, site: str) -> Iterator[list[str]]:
    """The lines of a report, Chinese and English in one cell."""
    lane = names.lanes.get(report.lane or "", report.lane or "全部通道 all lanes")
    yield ["工作台账 report", site, lane]
    yield ["日期 days", str(report.span.first), str(report.span.last)]
    for block in blocks_of(report, names):
        if block.rows:
            yield []
            yield [_both(block.title)]
            for row in (block.head, *block.rows):
                yield [_both(cell) for cell in row]


def _both(text: Text) -> str:
    chinese, english = text
    return chinese if chinese == english else f"{chinese} {english}"
