"""The registry: whom the site knows, what it knows of them, and every change.

`Registry` reads and applies, `Editor` makes changes, `Planner` compares an import
with what is there. Nothing else writes to ``registry.db``.
"""

from verification.registry.change import Change, ChangeKind, Editor, Personal
from verification.registry.plan import PlanKind, Planned, Planner, Row
from verification.registry.records import (
    Attestation,
    CardDetails,
    CardRecord,
    ImportCounts,
    PersonDetails,
    PersonRecord,
)
from verification.registry.registry import Registry
from verification.registry.undo import UndoReport, undo

__all__ = [
    "Attestation",
    "CardDetails",
    "CardRecord",
    "Change",
    "ChangeKind",
    "Editor",
    "ImportCounts",
    "PersonDetails",
    "PersonRecord",
    "Personal",
    "PlanKind",
    "Planned",
    "Planner",
    "Registry",
    "Row",
    "UndoReport",
    "undo",
]
