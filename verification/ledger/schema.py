"""The tables of ledger.db and how the file begins.

``events`` is append-only, held so by triggers; ``details`` and ``subject_keys``
hold the personal part and may lose rows; ``frontier`` is the Merkle tree's one
row; ``open_orders`` and ``claims`` are working memory and no evidence.
"""

import sqlite3
from dataclasses import dataclass

from sqlite_utils import Database, Migrations

from verification.ledger.chain import genesis_hash
from verification.ledger.errors import LedgerProblem
from verification.storage import write

migrations = Migrations("ledger")

SEALED = (
    "the ledger only grows: record a new event instead; "
    "to erase a person, destroy the key of their boxes"
)

# `kind`, `lane`, `visit` and `at` are copies out of `head`, for the queries; the
# chain covers only `head`, and a check of the ledger compares them with it.
EVENTS = """
CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    head TEXT NOT NULL,
    commitment BLOB NOT NULL CHECK (length(commitment) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    kind TEXT NOT NULL,
    lane TEXT,
    visit TEXT,
    at TEXT NOT NULL
) STRICT
"""

TABLES = (
    EVENTS,
    "CREATE INDEX events_kind ON events(kind)",
    "CREATE INDEX events_lane ON events(lane)",
    "CREATE INDEX events_visit ON events(visit)",
    "CREATE INDEX events_at ON events(at)",
    """CREATE TABLE genesis (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        kiosk TEXT NOT NULL, public_key BLOB NOT NULL, installed TEXT NOT NULL,
        hash BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE frontier (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        size INTEGER NOT NULL, nodes BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE checkpoints (
        size INTEGER PRIMARY KEY, note TEXT NOT NULL, before BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE subject_keys (
        subject BLOB PRIMARY KEY, key_id BLOB NOT NULL UNIQUE, wrapped BLOB NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE details (
        seq INTEGER PRIMARY KEY, key_id BLOB NOT NULL, box BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX details_key ON details(key_id)",
    """CREATE TABLE open_orders (
        "order" TEXT PRIMARY KEY, seq INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE claims (
        subject BLOB PRIMARY KEY, lane TEXT NOT NULL, visit TEXT NOT NULL,
        made_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX claims_until ON claims(until_ms)",
    "CREATE INDEX claims_visit ON claims(visit)",
)

# What a purge has erased and no event has told of yet.
PURGED = """CREATE TABLE purged (
    class TEXT PRIMARY KEY, gone INTEGER NOT NULL
) STRICT, WITHOUT ROWID"""

# INSERT OR REPLACE deletes without firing a delete trigger.
REPLACED = "INSERT ON events WHEN NEW.seq <= (SELECT max(seq) FROM events)"


@migrations()
def begin(db: Database) -> None:
    """Version 1."""
    for statement in TABLES:
        db.conn.execute(statement)
    for table in ("events", "genesis", "checkpoints"):
        for verb in ("update", "delete"):
            db.conn.execute(_guard(f"{table}_no_{verb}", f"{verb} ON {table}"))
    db.conn.execute(_guard("events_no_replace", REPLACED))
    db.conn.execute("INSERT INTO frontier VALUES (1, 0, x'')")


@migrations()
def purges(db: Database) -> None:
    """Counts of what retention erases."""
    db.conn.execute(PURGED)


def _guard(name: str, change: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {change} "
        f"BEGIN SELECT RAISE(ABORT, '{SEALED}'); END"
    )


@dataclass(frozen=True, slots=True)
class Genesis:
    """What a ledger began with."""

    kiosk: str
    public_key: bytes
    installed: str
    hash: bytes

    def holds(self) -> bool:
        """Whether the stored hash is the one of the other three."""
        return self.hash == genesis_hash(self.kiosk, self.public_key, self.installed)


def prepare(db: Database, kiosk: str, public_key: bytes, installed: str) -> Genesis:
    """Bring the file to today's tables and return what it began with.

    Raises:
        LedgerProblem: the ledger of another kiosk or another key.

    """
    genesis = None
    if not migrations.pending(db):
        genesis = read_genesis(db.conn)
    if genesis is None:
        with write(db) as connection:  # two processes may start at once
            migrations.apply(db)
            digest = genesis_hash(kiosk, public_key, installed)
            connection.execute(
                "INSERT INTO genesis VALUES (1, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (kiosk, public_key, installed, digest),
            )
            genesis = read_genesis(connection)
    return _ours(genesis, kiosk, public_key)


def read_genesis(connection: sqlite3.Connection) -> Genesis | None:
    """What the ledger began with, if it has begun."""
    row = connection.execute(
        "SELECT kiosk, public_key, installed, hash FROM genesis"
    ).fetchone()
    return Genesis(*row) if row else None


def _ours(genesis: Genesis | None, kiosk: str, public_key: bytes) -> Genesis:
    if genesis is None or genesis.kiosk != kiosk:
        began = genesis.kiosk if genesis else "nobody"
        raise LedgerProblem(
            f"this ledger.db belongs to the kiosk {began!r} and not to {kiosk!r}; "
            "every kiosk keeps a data_dir of its own"
        )
    if genesis.public_key != public_key:
        raise LedgerProblem(
            "ledger.key is not the key that this ledger.db began with; "
            "restore keys/ledger.key from its safe copy"
        )
    return genesis
