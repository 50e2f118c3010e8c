"""The personal part of events: boxes beside the chain that can be destroyed.

Each subject has a random key, wrapped by the site's key. A box holds
``salt | payload``; the chained row holds only the commitment to them. Without
the key nothing of a box can be read, and the chain still holds.
"""

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from verification.boxes import new_key, seal, unseal
from verification.errors import BoxError
from verification.ledger.chain import NOTHING, SALT, commit

KEY_ID = 16

Detail: TypeAlias = tuple[bytes, bytes, bytes]  # key id, wrapped key, box


class Vault:
    """Seals and opens the boxes of one ledger; ``wrap`` is the site's key."""

    def __init__(self, wrap: bytes) -> None:
        self._wrap = wrap

    def put(
        self,
        connection: sqlite3.Connection,
        seq: int,
        subject: bytes,
        personal: Mapping[str, str],
    ) -> bytes:
        """Box what an event says about somebody; returns the commitment."""
        payload = json.dumps({**personal, "subject": subject.hex()}).encode()
        salt = os.urandom(SALT)
        key_id, key = self._key_for(connection, subject)
        box = seal(key, salt + payload, _place(seq))
        connection.execute("INSERT INTO details VALUES (?, ?, ?)", (seq, key_id, box))
        return commit(salt, payload)

    def _key_for(
        self, connection: sqlite3.Connection, subject: bytes
    ) -> tuple[bytes, bytes]:
        row = connection.execute(
            "SELECT key_id, wrapped FROM subject_keys WHERE subject = ?", (subject,)
        ).fetchone()
        if row:
            return row[0], _unseal(self._wrap, row[1], _key_place(row[0]))
        key_id, key = os.urandom(KEY_ID), new_key()
        wrapped = seal(self._wrap, key, _key_place(key_id))
        connection.execute(
            "INSERT INTO subject_keys VALUES (?, ?, ?)", (subject, key_id, wrapped)
        )
        return key_id, key

    def open(self, seq: int, commitment: bytes, detail: Detail) -> dict[str, str]:
        """Open the box of row ``seq`` and compare it with its commitment.

        Raises:
            BoxError: damaged, moved from another row, or not what was committed.

        """
        if commitment == NOTHING:
            raise BoxError(f"row {seq} is about nobody and has a box")
        key_id, wrapped, box = detail
        key = _unseal(self._wrap, wrapped, _key_place(key_id))
        plain = _unseal(key, box, _place(seq))
        if commit(plain[:SALT], plain[SALT:]) != commitment:
            raise BoxError(f"the box of row {seq} is not the one it was recorded with")
        personal: dict[str, str] = json.loads(plain[SALT:])
        return personal


def erase(connection: sqlite3.Connection, subject: bytes) -> int:
    """Destroy a subject's key, boxes and claim; returns how many boxes there were."""
    row = connection.execute(
        "DELETE FROM subject_keys WHERE subject = ? RETURNING key_id", (subject,)
    ).fetchone()
    connection.execute("DELETE FROM claims WHERE subject = ?", (subject,))
    if row is None:
        return 0
    return connection.execute("DELETE FROM details WHERE key_id = ?", row).rowcount


def erase_rows(connection: sqlite3.Connection, rows: Sequence[int]) -> int:
    """Destroy the boxes of these events, and keys that have no box left."""
    marks = ", ".join("?" * len(rows))
    gone = connection.execute(
        f"DELETE FROM details WHERE seq IN ({marks}) RETURNING key_id",  # noqa: S608 - marks
        tuple(rows),
    ).fetchall()
    connection.executemany(
        "DELETE FROM subject_keys WHERE key_id = ? "
        "AND NOT EXISTS (SELECT 1 FROM details d WHERE d.key_id = subject_keys.key_id)",
        set(gone),
    )
    return len(gone)


def _unseal(key: bytes, box: bytes, place: str) -> bytes:
    try:
        return unseal(key, box, place)
    except ValueError:  # a box too short for its nonce, a key of another length
        raise BoxError(f"the box at {place} is cut off") from None


def _place(seq: int) -> str:
    return f"ledger.details/{seq}"


def _key_place(key_id: bytes) -> str:
    return f"ledger.subject_keys/{key_id.hex()}"
