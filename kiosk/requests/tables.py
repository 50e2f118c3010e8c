"""The tables of requests in registry.db.

``subject`` is the keyed name of the document asked for, so that whoever is erased
is forgotten here, too. ``help_decisions`` outlives the rest and says nothing of
anybody.
"""

from sqlite_utils import Database, Migrations

from verification.storage import write

migrations = Migrations("help_requests")

TABLES = (
    """CREATE TABLE help_requests (
        id BLOB PRIMARY KEY, receipt TEXT NOT NULL UNIQUE, sent BLOB NOT NULL UNIQUE,
        received_ms INTEGER NOT NULL, box BLOB NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE help_people (
        request BLOB NOT NULL REFERENCES help_requests (id) ON DELETE CASCADE,
        place INTEGER NOT NULL, subject BLOB NOT NULL, box BLOB NOT NULL,
        outcome TEXT, decided_ms INTEGER, PRIMARY KEY (request, place)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX help_people_of ON help_people (subject)",
    """CREATE TABLE help_decisions (
        seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, received_ms INTEGER NOT NULL,
        author TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL
    ) STRICT""",
)


@migrations()
def begin(db: Database) -> None:
    """Version 1."""
    for statement in TABLES:
        db.conn.execute(statement)


def lay_out(db: Database) -> None:
    """Make the tables where they are missing."""
    if migrations.pending(db):
        with write(db):  # two processes may start at once: one waits
            migrations.apply(db)
