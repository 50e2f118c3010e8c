"""The registry: whom the site knows, what it knows of them, and every change.

`Registry` reads and applies, `Editor` makes changes, `Planner` compares an import
with what is there. Nothing else writes to ``registry.db``.
"""

from verification.registry.asked import AskedFor, AskedKind
from verification.registry.change import Change, Editor, Personal
from verification.registry.kinds import ChangeKind, PassEnd
from verification.registry.papers import Papers, PassRecord
from verification.registry.plan import PlanKind, Planned, Planner, Row
from verification.registry.policies import Policies, StoredPolicy
from verification.registry.records import (
    Attestation,
    Basis,
    CardDetails,
    CardRecord,
    ImportCounts,
    PersonDetails,
    PersonRecord,
)
from verification.registry.registry import Registry
from verification.registry.shelf import PaperList, Shelf, TrustFile
from verification.registry.undo import UndoReport, undo

__all__ = [
    "AskedFor",
    "AskedKind",
    "Attestation",
    "Basis",
    "CardDetails",
    "CardRecord",
    "Change",
    "ChangeKind",
    "Editor",
    "ImportCounts",
    "PaperList",
    "Papers",
    "PassEnd",
    "PassRecord",
    "PersonDetails",
    "PersonRecord",
    "Personal",
    "PlanKind",
    "Planned",
    "Planner",
    "Policies",
    "Registry",
    "Row",
    "Shelf",
    "StoredPolicy",
    "TrustFile",
    "UndoReport",
    "undo",
]
