"""Cards that lie at a lane or on the enrolment reader, sealed in live.db.

Whoever was not let in because something is missing in the registry can be registered
on the spot: the gate process, which read the card, seals what stands on it, and the
web process opens it by its id when a member of staff asks. AES-256-GCM under a key of
its own; the additional data are purpose and id, so that no card opens in place of
another. It is deleted with its visit, and 120 s after it was laid at the latest.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.live.store import Live, now_ms
from verification.boxes import seal, unseal
from verification.errors import BoxError
from verification.keys import Keys, derive

KEPT_MS = 120_000


class Purpose(StrEnum):
    """What a card was laid for."""

    VISIT = "visit"  # the id is the visit's
    ENROLMENT = "enrolment"  # the id is of the office's choice


@dataclass(frozen=True, slots=True)
class Laid:
    """What stands on a card.

    ``kind`` and ``number`` are as the reader delivered them, a word of
    `drivers.protocols.CardKind`; ``valid_until`` is inclusive, ``None`` for no end.
    """

    kind: str
    number: str = field(repr=False)
    name: str | None = field(default=None, repr=False)
    birth: date | None = field(default=None, repr=False)
    valid_until: date | None = field(default=None, repr=False)


class LaidCards:
    """Both ends of the table; safe from any thread."""

    def __init__(self, live: Live, keys: Keys) -> None:
        self._live = live
        self._key = derive(keys.wrap, "laid")

    def lay(self, purpose: Purpose, key: str, laid: Laid) -> None:
        """Seal a card under an id, in place of what lay there; its time begins anew.

        Raises:
            sqlite3.Error: live.db takes no writes now.
        """
        text = json.dumps(asdict(laid), default=date.isoformat)
        box = seal(self._key, text.encode(), _place(purpose, key))
        with self._live.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO laid VALUES (?, ?, ?, ?)",
                (purpose.value, key, now_ms(), box),
            )

    def open(self, purpose: Purpose, key: str) -> Laid | None:
        """The card that lies there; ``None`` when none does any more."""
        now = now_ms()
        with self._live.lock() as connection:
            row = connection.execute(
                "SELECT box FROM laid WHERE purpose = ? AND id = ?"
                " AND at_ms > ? AND at_ms <= ?",
                (purpose.value, key, now - KEPT_MS, now),
            ).fetchone()
        if row is None:
            return None
        try:
            return _laid(unseal(self._key, row[0], _place(purpose, key)))
        except BoxError:  # of other keys: a site that was restored
            return None

    def take_up(self, purpose: Purpose, key: str) -> None:
        """Forget the card that lies there, if one does.

        Raises:
            sqlite3.Error: live.db takes no writes now.
        """
        with self._live.write() as connection:
            connection.execute(
                "DELETE FROM laid WHERE purpose = ? AND id = ?", (purpose.value, key)
            )

    def clear(self) -> None:
        """Forget all; the gate process does so at its end.

        Raises:
            sqlite3.Error: live.db takes no writes now.
        """
        with self._live.write() as connection:
            connection.execute("DELETE FROM laid")

    def wipe(self) -> None:
        """Forget what lay too long; the gate process does so every second.

        What was laid in the future lies since before the clock was set back: nobody
        knows how long.

        Raises:
            sqlite3.Error: live.db takes no writes now.
        """
        now = now_ms()
        old = (now - KEPT_MS, now)
        with self._live.lock() as connection:
            found = connection.execute(
                "SELECT 1 FROM laid WHERE at_ms <= ? OR at_ms > ? LIMIT 1", old
            ).fetchone()
        if found is None:
            return  # a write would wake every reader of live.db
        with self._live.write() as connection:
            connection.execute("DELETE FROM laid WHERE at_ms <= ? OR at_ms > ?", old)


def _place(purpose: Purpose, key: str) -> str:
    return f"laid/{purpose.value}/{key}"


def _laid(text: bytes) -> Laid:
    found = json.loads(text)
    for name in ("birth", "valid_until"):
        if found[name] is not None:
            found[name] = date.fromisoformat(found[name])
    return Laid(**found)
