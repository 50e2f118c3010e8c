"""The tables of live.db, and how a file of another version is told from ours."""

import sqlite3
import zlib
from dataclasses import fields

from kiosk.live.views import BoardView, ScreenView

LIVE_SCHEMA = """
CREATE TABLE lanes (
  lane TEXT PRIMARY KEY, seq INTEGER, at_ms INTEGER, screen TEXT, board TEXT) STRICT;
CREATE TABLE devices (
  device TEXT PRIMARY KEY, lane TEXT, role TEXT, driver TEXT, condition TEXT,
  reason TEXT, since_ms INTEGER) STRICT;
CREATE TABLE processes (
  name TEXT PRIMARY KEY, pid INTEGER, started_ms INTEGER, beat_ms INTEGER,
  clock TEXT, note TEXT) STRICT;
CREATE TABLE commands (
  id TEXT PRIMARY KEY, at_ms INTEGER, expires_ms INTEGER, lane TEXT, kind TEXT,
  staff TEXT, body TEXT, taken_ms INTEGER, done_ms INTEGER, result TEXT) STRICT;
CREATE TABLE screens (
  lane TEXT PRIMARY KEY, at_ms INTEGER, tag TEXT) STRICT;
CREATE TABLE outlines (
  lane TEXT PRIMARY KEY, at_ms INTEGER, points TEXT, good INTEGER,
  module_px REAL) STRICT;
CREATE TABLE laid (
  purpose TEXT, id TEXT, at_ms INTEGER, box BLOB,
  PRIMARY KEY (purpose, id)) STRICT;
CREATE TABLE twins (
  device TEXT PRIMARY KEY, lane TEXT, role TEXT, driver TEXT, body TEXT) STRICT;
CREATE TABLE twin_orders (
  id INTEGER PRIMARY KEY, at_ms INTEGER, device TEXT, verb TEXT, body TEXT,
  done_ms INTEGER, result TEXT) STRICT;
CREATE TABLE twin_traffic (
  id INTEGER PRIMARY KEY, at_ms INTEGER, device TEXT, received INTEGER, bytes BLOB,
  note TEXT) STRICT;
"""
OLD_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
)
GATE_TABLES = (
    "lanes",
    "devices",
    "processes",
    "commands",
    "screens",
    "outlines",
    "laid",
)


def is_ours(connection: sqlite3.Connection) -> bool:
    """Whether the file has the tables, and in them what we can read."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0]) == LAYOUT


def lay_out(connection: sqlite3.Connection) -> None:
    """Make the tables anew, within a transaction; another version's are dropped.

    After an update the file is that of the old version, whose views nobody can read.
    """
    if is_ours(connection):
        return  # another process was quicker
    for (table,) in connection.execute(OLD_TABLES).fetchall():
        connection.execute(f'DROP TABLE "{table}"')
    for statement in LIVE_SCHEMA.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {LAYOUT}")


def _layout() -> int:
    # Also the views: they lie in the tables as JSON.
    views = [field.name for view in (ScreenView, BoardView) for field in fields(view)]
    return zlib.crc32(f"{LIVE_SCHEMA} {views}".encode()) >> 1


LAYOUT = _layout()  # changes by itself with whatever it is made of; 31 bits
