"""The tables of live.db and the one object that reads and writes them."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from sqlite_utils import Database

from kiosk.live.layout import GATE_TABLES, is_ours, lay_out
from kiosk.live.views import BoardView, DeviceView, LaneView, ScreenView
from kiosk.looks import Look
from verification.errors import StorageProblem
from verification.storage import BUSY_MS, connect, data_version, write

LIVE_ERRORS: tuple[type[Exception], ...] = (sqlite3.Error,)
CONFIRMED = "confirmed"  # a clock in holdover that staff looked at; it has not jumped
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def now_ms() -> int:
    """Unix time in milliseconds, for people and for expiry; never for a pulse."""
    return time.time_ns() // 1_000_000


class Live:
    """One process's hold on live.db; safe from any of its threads."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._lock = threading.RLock()
        if not is_ours(db.conn):  # no write into a locked file
            with self.write() as connection:
                lay_out(connection)

    @contextmanager
    def lock(self) -> Iterator[sqlite3.Connection]:
        """The connection, for this thread alone."""
        with self._lock:
            yield self.db.conn

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One write transaction, for this thread alone."""
        with self._lock, write(self.db) as connection:
            yield connection

    def version(self) -> int:
        """Changes when another process has written."""
        with self._lock:
            return data_version(self.db)

    def begin_anew(self) -> None:
        """Empty what the gate process says; it does so at its start."""
        with self.write() as connection:
            for table in GATE_TABLES:
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    def show(self, lane: str, screen: ScreenView, board: BoardView) -> int:
        """Publish a lane's new views; returns their sequence number."""
        with self.write() as connection:
            row = connection.execute(
                "INSERT INTO lanes VALUES"
                " (?, (SELECT coalesce(max(seq), 0) + 1 FROM lanes), ?, ?, ?)"
                " ON CONFLICT(lane) DO UPDATE SET seq = excluded.seq,"
                " at_ms = excluded.at_ms, screen = excluded.screen,"
                " board = excluded.board RETURNING seq",
                (lane, now_ms(), json.dumps(asdict(screen)), json.dumps(asdict(board))),
            ).fetchone()
        return int(row[0])

    def lanes(self) -> list[LaneView]:
        """All lanes as they are now, by name."""
        with self.lock() as connection:
            rows = connection.execute("SELECT * FROM lanes ORDER BY lane").fetchall()
        return [_lane_view(row) for row in rows]

    def lane(self, lane: str) -> LaneView | None:
        """One lane as it is now; ``None`` before the gate process said anything."""
        with self.lock() as connection:
            row = connection.execute(
                "SELECT * FROM lanes WHERE lane = ?", (lane,)
            ).fetchone()
        return _lane_view(row) if row else None

    def show_device(self, view: DeviceView) -> None:
        """Publish a device's condition."""
        with self.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO devices VALUES (?, ?, ?, ?, ?, ?, ?)",
                tuple(asdict(view).values()),
            )

    def devices(self) -> list[DeviceView]:
        """All devices, by lane and name."""
        with self.lock() as connection:
            rows = connection.execute(
                "SELECT * FROM devices ORDER BY lane, device"
            ).fetchall()
        return [DeviceView(*row) for row in rows]

    def beat(self, name: str, pid: int, started_ms: int, clock: str = "") -> None:
        """Say that a process lives; boards call it dead after 3 s without."""
        with self.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO processes VALUES (?, ?, ?, ?, ?, '')",
                (name, pid, started_ms, now_ms(), clock),
            )

    def beat_age_ms(self, name: str) -> int | None:
        """How long ago a process last said that it lives; ``None`` for never."""
        with self.lock() as connection:
            row = connection.execute(
                "SELECT beat_ms FROM processes WHERE name = ?", (name,)
            ).fetchone()
        return None if row is None else now_ms() - int(row[0])

    def clock(self) -> str:
        """The `ClockState` that the gate process last said, or `CONFIRMED`."""
        with self.lock() as connection:
            row = connection.execute(
                "SELECT clock FROM processes WHERE name = 'gate'"
            ).fetchone()
        return row[0] if row else ""

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self.db.close()


def open_live(path: Path, busy_ms: int = BUSY_MS) -> Live:
    """Open live.db; a damaged one is thrown away, for it holds nothing."""
    try:
        return Live(connect(path, synchronous="OFF", busy_ms=busy_ms))
    except (sqlite3.DatabaseError, StorageProblem) as error:
        if not _is_damage(error):
            raise  # one that is locked or on a full disk is in use: keep it
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return Live(connect(path, synchronous="OFF", busy_ms=busy_ms))


def _is_damage(error: Exception) -> bool:
    code = getattr(error.__cause__ or error, "sqlite_errorcode", 0)
    return code & 0xFF in DAMAGE  # the low byte; the rest says where


def _lane_view(row: tuple[str, int, int, str, str]) -> LaneView:
    lane, seq, at_ms, screen, board = row
    shown = json.loads(screen)
    shown["look"] = Look(shown["look"])
    return LaneView(
        lane, seq, at_ms, ScreenView(**shown), BoardView(**json.loads(board))
    )
