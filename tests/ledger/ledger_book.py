"""A ledger file that a test opens, edits and puts back, and a clock that it sets."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from sqlite3 import connect as raw_connect

from sqlite_utils import Database

from verification.evidence import EvidenceKind
from verification.keys import Keys
from verification.ledger import Anchor, Entry, EventKind, Ledger
from verification.moments import ClockState, Moment
from verification.reasons import Outcome, Reason
from verification.storage import connect

NOON = datetime(2026, 11, 21, 4, 0, 0, 123456, tzinfo=UTC)
SUBJECT = bytes(range(16))
PERSONAL = {"name": "王*", "number": "9999**********1234"}
VERDICT = Entry(
    EventKind.VERDICT,
    lane="1",
    visit="v1",
    outcome=Outcome.ADMIT,
    reason=Reason.STATUS_VALID,
    evidence=EvidenceKind.CARD,
    staff="s7",
    data_age_s=60,
    rules="r1",
    more={"order": "o1", "seconds": 3.5, "first": True, "why": None},
    subject=SUBJECT,
    personal=PERSONAL,
)


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    utc: datetime = NOON
    state: ClockState = ClockState.SYNCED

    def __call__(self) -> Moment:
        return Moment(self.utc, self.state)

    def forward(self, **by: float) -> None:
        self.utc += timedelta(**by)


@dataclass
class Book:
    """Opens one ledger file as often as a test asks, and closes what it opened."""

    folder: Path
    keys: Keys
    clock: Clock = field(default_factory=Clock)
    opened: list[tuple[Ledger, Database]] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.folder / "ledger.db"

    def open(self, *, busy_ms: int = 5000, anchor: Anchor | None = None) -> Ledger:
        db = connect(self.path, busy_ms=busy_ms)
        ledger = Ledger(db, self.keys, "north", self.clock, boot="b1", anchor=anchor)
        self.opened.append((ledger, db))
        return ledger

    def db(self) -> Database:
        return self.opened[-1][1]

    def edit(self, *statements: str) -> None:
        """What somebody with the file and the SQLite shell can do."""
        connection = raw_connect(self.path)
        triggers = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()

    def put_away(self, name: str) -> Path:
        """A whole copy of the file, made behind the ledger's back."""
        target = self.folder / name
        source, copy = raw_connect(self.path), raw_connect(target)
        source.backup(copy)
        source.close()
        copy.close()
        return target

    def put_back(self, copy: Path) -> None:
        self.close()
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        copyfile(copy, self.path)

    def close(self) -> None:
        for ledger, db in self.opened:
            ledger.close()
            db.close()
        self.opened.clear()
