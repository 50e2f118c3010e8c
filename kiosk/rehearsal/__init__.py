"""A change of the rules, tried out on the visits of the last days before it counts."""

from kiosk.rehearsal.result import Move, Rehearsed
from kiosk.rehearsal.work import Plan, RehearsalWork, State

__all__ = ["Move", "Plan", "RehearsalWork", "Rehearsed", "State"]
