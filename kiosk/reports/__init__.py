"""Reports: what a span of days came to, in numbers about nobody."""

from kiosk.reports.ahead import CountsAhead
from kiosk.reports.block import Block
from kiosk.reports.blocks import Names, blocks_of
from kiosk.reports.book import DayBook
from kiosk.reports.of_house import counts_ahead, day_book
from kiosk.reports.report import DayLine, LaneLine, Report
from kiosk.reports.sheet import sheet, write_sheet
from kiosk.reports.spans import BadSpan, Span
from kiosk.reports.tally import Spread, Table, Tally

__all__ = [
    "BadSpan",
    "Block",
    "CountsAhead",
    "DayBook",
    "DayLine",
    "LaneLine",
    "Names",
    "Report",
    "Span",
    "Spread",
    "Table",
    "Tally",
    "blocks_of",
    "counts_ahead",
    "day_book",
    "sheet",
    "write_sheet",
]
