"""What the handlers of changes work with: one transaction's desk."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from verification.registry.change import Value
from verification.registry.vault import Vault


@dataclass(frozen=True, slots=True)
class Before:
    """What a change replaced; ``None`` where there was nothing."""

    body: Mapping[str, Value] | None = None
    personal: Mapping[str, Value] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Desk:
    """One transaction's connection and vault."""

    connection: sqlite3.Connection
    vault: Vault

    def one(self, statement: str, *values: Any) -> tuple[Any, ...] | None:
        """The first row, or ``None``."""
        row: tuple[Any, ...] | None = self.connection.execute(
            statement, values
        ).fetchone()
        return row
