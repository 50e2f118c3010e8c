"""What can happen to a lane."""

from dataclasses import dataclass, field

from drivers.protocols import (
    CardRead,
    CardSignal,
    GateAlarm,
    GateResult,
    InputChange,
    PaperRead,
    PaperSignal,
)
from kiosk.lane.modes import Hours
from kiosk.live import Command
from verification.reasons import Outcome, Reason


@dataclass(frozen=True, slots=True)
class Started:
    """The lane's thread runs and its devices are being opened."""


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """A device of this lane became well or unwell."""

    device: str
    well: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """The verdict on a visit, committed with its intent (``order``) if any.

    ``recorded`` is false when the ledger could not be written: then nothing may
    open, whatever the rules said. ``wants_document``: the paper is good, if its
    holder's card is laid beside it. ``registrable``: what is missing for a card can be
    added on the spot.
    """

    visit: str
    outcome: Outcome
    reason: Reason
    order: str | None = None
    subject: bytes | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    public_name: str | None = field(default=None, repr=False)
    number: str | None = field(default=None, repr=False)
    document: str | None = None
    recorded: bool = True
    wants_document: bool = False
    registrable: bool = False


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A paper in several codes lacks some: nothing was decided, read on."""

    visit: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Another person's card or paper at an open gate: nothing was decided."""

    visit: str
    paper: bool = False


@dataclass(frozen=True, slots=True)
class Intended:
    """The intent of a staff member's opening, committed; ``None`` when it failed."""

    visit: str
    order: str | None


@dataclass(frozen=True, slots=True)
class Committed:
    """The record before an opening was written, or could not be."""

    order: str
    recorded: bool


@dataclass(frozen=True, slots=True)
class HoursNow:
    """What the lane's hours say; told each second."""

    hours: Hours


@dataclass(frozen=True, slots=True)
class Asked:
    """A member of staff, or the help key of the screen, asks for something."""

    command: Command


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The deadline of the lane's state or of its call has come."""


Event = (
    Started
    | DeviceChanged
    | CardRead
    | CardSignal
    | PaperRead
    | PaperSignal
    | Decided
    | Incomplete
    | Ignored
    | Intended
    | Committed
    | HoursNow
    | GateResult
    | GateAlarm
    | InputChange
    | Asked
    | Elapsed
)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with its time: monotonic seconds for rules, Unix ms for people.

    ``fresh_id`` is a new identifier that the machine may use, so that it needs
    no source of randomness.
    """

    at: float
    wall_ms: int
    what: Event
    fresh_id: str
