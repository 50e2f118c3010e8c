"""The modes of a lane: names that say what it does."""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """What a lane does, whoever stands there; words of `BoardView.mode`."""

    NORMAL = "normal"
    PAUSED = "paused"  # staff paused it: nobody is served
    HELD = "held"  # staff hold it open: everybody leaves
    FIRE = "fire"  # a fire input opened it; reset by hand when the alarm is over
    SCHEDULE = "schedule"  # open by its hours: nobody is checked
    CHECKUP = "checkup"  # staff check its devices at the start of a shift


class Hours(StrEnum):
    """What the hours of a lane say now."""

    UNTOLD = "untold"  # nobody has looked yet, or an opening could not be recorded
    SHUT = "shut"
    OPEN = "open"
    UNKNOWN = "unknown"  # the clock cannot be trusted


@dataclass(frozen=True, slots=True)
class Schedule:
    """How a lane follows its hours.

    ``opened``: the gate is held open because of them. ``order`` is an opening whose
    record is being written: no record, no opening.
    """

    hours: Hours = Hours.UNTOLD
    opened: bool = False
    order: str | None = None
