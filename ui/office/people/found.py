"""Whom a search found, kept for a quarter of an hour: "back" leads to the choice again.

Keys of people and nothing else, in the memory of this process, for the account that
searched and was recorded as having seen them; the address says a random id.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import current_app

KEPT_SECONDS = 900.0
MOST = 200  # of all clerks together
NAME = "changxing.found"


@dataclass(frozen=True, slots=True)
class Found:
    """One search: who, for whom, and until when (monotonic seconds)."""

    account: str
    people: tuple[bytes, ...]
    more: bool
    until: float


@dataclass(slots=True)
class FoundPeople:
    """All searches that are kept; safe from any thread."""

    clock: Callable[[], float] = time.monotonic
    kept: dict[str, Found] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, account: str, people: tuple[bytes, ...], more: bool) -> str:
        """Keep what this account found; returns its id."""
        key = secrets.token_urlsafe(12)
        with self.lock:
            self.kept[key] = Found(account, people, more, self.clock() + KEPT_SECONDS)
            while len(self.kept) > MOST:
                del self.kept[next(iter(self.kept))]  # the oldest
        return key

    def find(self, account: str, key: str) -> Found | None:
        """What this account found; ``None`` once it is forgotten."""
        now = self.clock()
        with self.lock:
            for old in [one for one, found in self.kept.items() if found.until <= now]:
                del self.kept[old]
            found = self.kept.get(key)
        return found if found is not None and found.account == account else None


def found_people() -> FoundPeople:
    """Those of this process."""
    made: FoundPeople = current_app.extensions.setdefault(NAME, FoundPeople())
    return made
