"""Whose signatures on papers the gate believes.

The process's main thread reads lists and trust files anew when they changed; a lane
only takes what is there, so that no import makes a visitor wait.
"""

import sqlite3

import structlog

from kiosk.paper.believed import Believed
from verification.paper.trust import TrustStore

log = structlog.get_logger()


class Trust:
    """The trust store of all lanes; `refresh` belongs to one thread alone.

    Args:
        believed: what the registry holds, over that thread's connection.

    """

    def __init__(self, believed: Believed) -> None:
        self._believed = believed
        self._store = TrustStore()

    def store(self) -> TrustStore:
        """Whom to believe, from any thread; as of the last `refresh`."""
        return self._store

    def refresh(self) -> None:
        """Read anew what changed; what there is stays while the registry is locked."""
        try:
            self._store = self._believed()
        except sqlite3.Error as error:  # a locked registry: cards need no list
            log.error("trust_not_read", error=type(error).__name__)
        except Exception as error:  # a damaged one must not end the gate, nor admit
            self._store = TrustStore()
            log.error("trust_unusable", error=type(error).__name__)
