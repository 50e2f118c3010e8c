"""The process that counts days which are over: stdin says where, files are the answer.

It has a low priority and bounds of its own, so that neither the pages nor a gate
wait for it, and ends with the process that started it.

Start it as ``python -m kiosk.reports.child``.
"""

import json
import resource
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.bounded import give_way
from kiosk.house import Folder
from kiosk.parent import parent_is_gone
from kiosk.reports.book import DayBook
from kiosk.reports.of_house import FOLDER
from kiosk.reports.spans import Span
from verification.keys import load_keys
from verification.ledger.vault import Vault

MEMORY_BYTES = 1024 * 1024 * 1024


def limit_process() -> None:
    """Bind this process: priority, memory."""
    give_way()
    for kind, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def count_days(asked: dict[str, Any]) -> None:
    """What is asked for: data_dir, timezone, and spans of days.

    Raises:
        LedgerProblem: the ledger cannot be read.

    """
    folder = Folder(Path(asked["data_dir"]))
    vault, zone = Vault(load_keys(folder.keys).wrap), ZoneInfo(asked["timezone"])
    kept = folder.root / FOLDER
    book = DayBook(folder.ledger, vault, kept, zone, (), lambda: datetime.now(UTC))
    for first, last in asked["spans"]:
        span = Span(date.fromisoformat(first), date.fromisoformat(last))
        while book.count(span) and not parent_is_gone():
            pass


if __name__ == "__main__":
    limit_process()
    count_days(json.load(sys.stdin))
