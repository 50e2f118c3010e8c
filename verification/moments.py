"""A moment and how far its clock can be trusted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ClockState(StrEnum):
    """The three states of a kiosk's clock."""

    SYNCED = "synced"  # a time service vouches for it
    HOLDOVER = "holdover"  # plausible, but nobody vouches for it
    UNTRUSTED = "untrusted"  # it jumped: no verdict that depends on a date


@dataclass(frozen=True, slots=True)
class Moment:
    """Wall-clock time in UTC, with the state of the clock that says so."""

    utc: datetime
    clock: ClockState
