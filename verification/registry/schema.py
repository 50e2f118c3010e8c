"""The tables of ``registry.db``.

A gate reads ``people``, ``cards``, ``attestations``, ``passes``, ``revoked_passes``,
``listed_passes`` and ``marks`` only: narrow rows keyed by a 16-byte subject or an
8-byte pass id, WITHOUT ROWID, so that a lookup is one walk down one tree. Boxes,
keys and lists lie in tables of their own that a lookup never touches. Dates are
numbers YYYYMMDD, times Unix seconds (``changes``: milliseconds).
"""

from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from verification.storage import connect, write

MMAP_BYTES = 1 << 30  # the narrow tables of a city; measured 13 to 20 µs a lookup

migrations = Migrations("registry")


@migrations()
def first(db: Database) -> None:
    """People, cards, boxes, changes."""
    for statement in (
        PEOPLE,
        CARDS,
        ATTESTATIONS,
        MARKS,
        KEYS,
        BOXES,
        CHANGES,
        IMPORTS,
    ):
        db.execute(statement)
    for statement in INDEXES:
        db.execute(statement)


@migrations()
def papers(db: Database) -> None:
    """Passes, what ended them, the signed lists, and keys of foreign papers."""
    for statement in (PASSES, REVOKED, LISTED, LISTS, TRUST, PASSES_OF):
        db.execute(statement)


@migrations()
def names(db: Database) -> None:
    """The blind index of names; older people are entered by `registry.names`."""
    for statement in (NAME_KEY, BY_NAME, UNNAMED):
        db.execute(statement)


@migrations()
def attested(db: Database) -> None:
    """What was shown for an attestation."""
    db.execute("ALTER TABLE attestations ADD COLUMN shown TEXT")


@migrations()
def bases(db: Database) -> None:
    """On which legal basis each person is registered, and whether it holds."""
    for column in BASIS:
        db.execute(f"ALTER TABLE people ADD COLUMN {column}")


@migrations()
def policies(db: Database) -> None:
    """The rules that somebody of the staff set; a version is never changed."""
    db.execute(POLICIES)
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER policies_no_{verb.lower()} BEFORE {verb} ON policies "
            "BEGIN SELECT RAISE(ABORT, 'a version of the rules stays as it is'); END"
        )


@migrations()
def asked(db: Database) -> None:
    """What people asked of us about their own data."""
    for statement in (ASKED, ASKED_OPEN, ASKED_OF):
        db.execute(statement)


@migrations()
def certificates(db: Database) -> None:
    """What a registered certificate is, and until when it counts."""
    db.execute(CERTIFICATES)


@migrations()
def ending(db: Database) -> None:
    """Passes by when they end, for whoever looks for those that are over."""
    for statement in (PASSES_END, REVOKED_END):
        db.execute(statement)


@migrations()
def heirs(db: Database) -> None:
    """Since when a person is known to have died, and whose relative asked."""
    db.execute("ALTER TABLE people ADD COLUMN died_at INTEGER")
    db.execute("ALTER TABLE asked ADD COLUMN relation TEXT")


@migrations()
def taken_back(db: Database) -> None:
    """What a restored registry was told of people and cards that it does not know."""
    db.execute(TAKEN_BACK)


PEOPLE = """CREATE TABLE people (
    subject BLOB PRIMARY KEY, kind TEXT NOT NULL, status TEXT, source TEXT,
    status_at INTEGER, valid_until INTEGER, masked_name TEXT NOT NULL,
    birth_year INTEGER, revoked INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID, STRICT"""
CARDS = """CREATE TABLE cards (
    card BLOB PRIMARY KEY, person BLOB NOT NULL REFERENCES people (subject),
    kind TEXT NOT NULL, revoked INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID, STRICT"""
CERTIFICATES = """CREATE TABLE certificates (
    card BLOB PRIMARY KEY REFERENCES cards (card) ON DELETE CASCADE,
    what TEXT, valid_until INTEGER
) WITHOUT ROWID, STRICT"""
ATTESTATIONS = """CREATE TABLE attestations (
    person BLOB NOT NULL REFERENCES people (subject), kind TEXT NOT NULL,
    valid_until INTEGER, recorded_at INTEGER NOT NULL, PRIMARY KEY (person, kind)
) WITHOUT ROWID, STRICT"""
MARKS = """CREATE TABLE marks (
    name TEXT PRIMARY KEY, value INTEGER NOT NULL
) WITHOUT ROWID, STRICT"""
KEYS = """CREATE TABLE person_keys (
    person BLOB PRIMARY KEY, version INTEGER NOT NULL, wrapped BLOB NOT NULL
) WITHOUT ROWID, STRICT"""
BOXES = """CREATE TABLE boxes (
    subject BLOB PRIMARY KEY, person BLOB NOT NULL, box BLOB NOT NULL
) STRICT"""
CHANGES = """CREATE TABLE changes (
    seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, at INTEGER NOT NULL,
    author TEXT NOT NULL, kind TEXT NOT NULL, key BLOB NOT NULL, origin BLOB,
    body TEXT NOT NULL, before TEXT, box BLOB, before_box BLOB
) STRICT"""
IMPORTS = """CREATE TABLE imports (
    id BLOB PRIMARY KEY, at INTEGER NOT NULL, author TEXT NOT NULL, label TEXT NOT NULL,
    undoes BLOB, confirmed_at INTEGER, new INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,
    doubtful INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0
) STRICT"""
PASSES = """CREATE TABLE passes (
    id BLOB PRIMARY KEY, person BLOB NOT NULL REFERENCES people (subject),
    generation INTEGER NOT NULL, kind TEXT NOT NULL, kid BLOB NOT NULL,
    issued_at INTEGER NOT NULL, not_before INTEGER NOT NULL, expires INTEGER NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0, why TEXT
) WITHOUT ROWID, STRICT"""
PASSES_OF = "CREATE INDEX passes_of ON passes (person, generation)"
PASSES_END = "CREATE INDEX passes_end ON passes (expires)"
REVOKED_END = "CREATE INDEX revoked_end ON revoked_passes (expires)"
# Outlives the person: nothing in it says whose pass it was.
REVOKED = """CREATE TABLE revoked_passes (
    id BLOB PRIMARY KEY, at INTEGER NOT NULL, why TEXT NOT NULL, expires INTEGER
) WITHOUT ROWID, STRICT"""
# The ids of the newest signed list, so that a gate need not read the list.
LISTED = """CREATE TABLE listed_passes (
    id BLOB PRIMARY KEY
) WITHOUT ROWID, STRICT"""
LISTS = """CREATE TABLE paper_lists (
    name TEXT PRIMARY KEY, seq INTEGER NOT NULL, issued_at INTEGER NOT NULL,
    data BLOB NOT NULL, imported_at INTEGER NOT NULL, author TEXT NOT NULL
) STRICT"""
TRUST = """CREATE TABLE trust_files (
    name TEXT PRIMARY KEY, sha256 BLOB NOT NULL, data BLOB NOT NULL,
    imported_at INTEGER NOT NULL, author TEXT NOT NULL
) STRICT"""
# In the row of the person, so that it cannot outlive her. Equal names have equal keys:
# the masked name beside it says more.
NAME_KEY = "ALTER TABLE people ADD COLUMN name_key BLOB"
BY_NAME = "CREATE INDEX people_by_name ON people (name_key) WHERE name_key IS NOT NULL"
UNNAMED = "CREATE INDEX people_unnamed ON people (subject) WHERE name_key IS NULL"
BASIS = ("basis TEXT", "notice TEXT", "basis_at INTEGER", "withdrawn_at INTEGER")
POLICIES = """CREATE TABLE policies (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, author TEXT NOT NULL, body TEXT
) STRICT"""
ASKED = """CREATE TABLE asked (
    id BLOB PRIMARY KEY, person BLOB NOT NULL REFERENCES people (subject),
    kind TEXT NOT NULL, asked_on INTEGER NOT NULL, due INTEGER NOT NULL,
    asked_by TEXT NOT NULL, prepared_by TEXT, prepared_at INTEGER, purpose TEXT,
    done_at INTEGER, done_by TEXT, how TEXT
) STRICT"""
# A restore of an earlier version may have made it already.
TAKEN_BACK = """CREATE TABLE IF NOT EXISTS taken_back (
    what TEXT NOT NULL, key ANY NOT NULL, value INTEGER NOT NULL,
    since INTEGER NOT NULL, PRIMARY KEY (what, key)
) WITHOUT ROWID, STRICT"""
ASKED_OPEN = "CREATE INDEX asked_open ON asked (due) WHERE done_at IS NULL"
ASKED_OF = "CREATE INDEX asked_of ON asked (person)"
INDEXES = (
    # Most people have one card and one box: these serve erasure and the office.
    "CREATE INDEX cards_of ON cards (person)",
    "CREATE INDEX boxes_of ON boxes (person) WHERE person <> subject",
    "CREATE INDEX changes_of ON changes (key)",
    "CREATE INDEX changes_from ON changes (origin) WHERE origin IS NOT NULL",
)


def open_registry(path: Path, *, mmap_bytes: int = MMAP_BYTES) -> Database:
    """Open the file and bring its tables up to date.

    Raises:
        StorageProblem: it cannot be opened as we need it.

    """
    db = connect(path, mmap_bytes=mmap_bytes)
    if migrations.pending(db):
        with write(db):  # two processes may start at once: one migrates, one waits
            migrations.apply(db)
    return db
