"""A process of its own that writes to a ledger: ``ledger_worker.py VERB FOLDER``.

``append`` records events for ever and says each number after its commit;
``fill`` records until the file may not grow, then goes on with room again.
"""

import os
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from verification.keys import load_keys
from verification.ledger import Entry, EventKind, Ledger, RecordFailed
from verification.moments import ClockState, Moment
from verification.storage import connect

ROOM = 500_000


def now() -> Moment:
    return Moment(datetime.now(UTC), ClockState.HOLDOVER)


def open_ledger(folder: Path) -> Ledger:
    keys = load_keys(folder / "keys")
    return Ledger(connect(folder / "ledger.db"), keys, "north", now)


def swipe(ledger: Ledger) -> int:
    subject = os.urandom(16)
    presented = Entry(EventKind.PRESENTED, subject=subject, personal={"name": "王*"})
    with ledger.transaction() as transaction:
        transaction.claim(subject, "1", subject.hex(), 60)
        transaction.append(presented)
        return transaction.append(Entry(EventKind.GATE_INTENT, more={"order": "o"})).seq


def append(folder: Path) -> None:
    ledger = open_ledger(folder)
    while True:
        os.write(1, f"{swipe(ledger)}\n".encode())


def fill(folder: Path) -> None:
    ledger = open_ledger(folder)
    last = swipe(ledger)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, most))
    try:
        while True:
            last = swipe(ledger)
    except RecordFailed as error:
        refused = str(error)
    kept = ledger.recent(1)[0].seq
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    after, well = swipe(ledger), ledger.verify().ok
    print(last, kept, after, well, refused, sep="|")  # noqa: T201  # its answer


if __name__ == "__main__":
    {"append": append, "fill": fill}[sys.argv[1]](Path(sys.argv[2]))
