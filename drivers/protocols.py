"""The words in which devices and the rest of the house talk.

Every driver runs in its own thread under a `drivers.supervisor.Supervisor`
and says what happened through one callable, ``emit``. All times called ``at``
are ``time.monotonic()`` seconds at the last byte that made the event.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol


class CardKind(StrEnum):
    """What kind of card a reader delivers."""

    RESIDENT = "resident"
    HMT = "hmt"  # residence permit of Hong Kong, Macao and Taiwan residents
    FOREIGN_2017 = "foreign_2017"
    FOREIGN_2023 = "foreign_2023"
    SOCIAL_SECURITY = "social_security"
    SENIOR = "senior"
    CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class CardRead:
    """One card, read once.

    The personal fields stay out of ``repr`` so that no log can hold them.
    ``valid_until`` is inclusive; ``None`` means no end (长期) or not on the card.
    """

    reader: str
    kind: CardKind
    number: str = field(repr=False)
    at: float
    name: str | None = field(default=None, repr=False)
    birth: date | None = field(default=None, repr=False)
    valid_from: date | None = None
    valid_until: date | None = None


class Signal(StrEnum):
    """What a reader says besides a read card."""

    FELT = "felt"  # a card was found, reading begins
    LAY_AGAIN = "lay_again"  # reading failed: lift the card and lay it again
    TAKE_CARD = "take_card"  # already read, but still lying there
    GONE = "gone"  # the card was lifted
    NOT_ID_CARD = "not_id_card"  # a card of another kind
    NOT_GENUINE = "not_genuine"  # the card's signature does not verify


@dataclass(frozen=True, slots=True)
class CardSignal:
    """A reader's sign about the card that lies on it."""

    reader: str
    signal: Signal
    at: float


class Symbology(StrEnum):
    """The kinds of codes that are read; every other kind is left alone."""

    QR = "QRCode"
    CODE128 = "Code128"
    PDF417 = "PDF417"
    DATA_MATRIX = "DataMatrix"
    AZTEC = "Aztec"


@dataclass(frozen=True, slots=True)
class Code:
    """One code found in an image.

    Attributes:
        symbology: its kind.
        data: the bytes as they stand in the code, never in ``repr``.
        rung: the rung of the reading ladder that found it.
        corners: four points (x, y) in pixels of the image; empty when unknown.
        modules: on one side of a square code; 0 when unknown.

    """

    symbology: Symbology
    data: bytes = field(repr=False)
    rung: str
    corners: tuple[tuple[int, int], ...] = ()
    modules: int = 0


@dataclass(frozen=True, slots=True)
class PaperRead:
    """The codes of the paper that is held before a camera.

    ``codes`` are all distinct codes of this showing so far, those of the newest
    frame first: a paper with several codes, or in several parts, comes again as
    soon as another one is read. ``at`` is when the newest frame was taken.
    """

    camera: str
    codes: tuple[Code, ...]
    at: float


class PaperSign(StrEnum):
    """What a camera says besides a read paper."""

    SEEN = "seen"  # something with a code is held before it
    FLAT = "flat"  # not read yet: hold it flat
    NEARER = "nearer"  # … the code is too small
    STILL = "still"  # … it moves
    TURN = "turn"  # a sheet without anything on it: show the other side
    UNREADABLE = "unreadable"  # guidance did not help: somebody must look
    GONE = "gone"  # the paper was taken away


@dataclass(frozen=True, slots=True)
class PaperSignal:
    """A camera's sign about the paper that is held before it."""

    camera: str
    sign: PaperSign
    at: float


@dataclass(frozen=True, slots=True)
class PaperOutline:
    """Where in the frame the sheet is that is guided or read; never a picture.

    ``points`` are four to eight (x, y) in widths and heights of the frame, 0 to 1,
    clockwise; empty when it is gone or not to be made out. ``good``: it is held in
    the right place, near enough and straight. ``module_px`` is the size of one module
    of a code that was read, in pixels of the frame; 0 when unknown.
    """

    camera: str
    points: tuple[tuple[float, float], ...]
    at: float
    good: bool = False
    module_px: float = 0.0


class Condition(StrEnum):
    """How a device is."""

    CONNECTING = "connecting"  # no good frame yet since the start
    OK = "ok"  # a good frame lately
    SILENT = "silent"  # the port is open, but no good frame lately
    LOST = "lost"  # the port cannot be opened or broke
    FAILED = "failed"  # it says that it is out of order, or its driver broke
    CLOSED = "closed"  # we closed it


@dataclass(frozen=True, slots=True)
class DeviceState:
    """A device's condition, why, and since when (monotonic seconds)."""

    device: str
    condition: Condition
    reason: str
    since: float

    @property
    def well(self) -> bool:
        """Whether the device can do its work."""
        return self.condition is Condition.OK


class InputName(StrEnum):
    """The inputs that a lane knows."""

    PASSAGE = "passage"
    FIRE = "fire"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class InputChange:
    """An input went on or off."""

    input: InputName
    on: bool
    at: float


class GateOutcome(StrEnum):
    """What became of an order to a gate."""

    CONFIRMED = "confirmed"  # answered, and the coil was read back as ordered
    SENT = "sent"  # answered, or a board that never answers; not read back
    BY_HAND = "by_hand"  # no relay: the guard was told to open by hand
    NO_ANSWER = "no_answer"  # written, but the board stayed silent: state unknown
    WRONG_ANSWER = "wrong_answer"  # the board answered something else: state unknown
    REFUSED = "refused"  # the board or the driver said no: nothing moved
    PORT_LOST = "port_lost"  # nothing was written


@dataclass(frozen=True, slots=True)
class GateResult:
    """The answer to one order; ``wrote_at`` is just before its first byte."""

    gate: str
    order: str
    outcome: GateOutcome
    at: float
    wrote_at: float | None = None
    detail: str = ""

    @property
    def opened(self) -> bool:
        """Whether the gate must be taken as opened."""
        return self.outcome in OPENED


OPENED = frozenset({GateOutcome.CONFIRMED, GateOutcome.SENT, GateOutcome.BY_HAND})
UNKNOWN = frozenset({GateOutcome.NO_ANSWER, GateOutcome.WRONG_ANSWER})


@dataclass(frozen=True, slots=True)
class GateAlarm:
    """A gate that is not as it was ordered: ``stuck_on`` or ``opened_by_itself``."""

    gate: str
    alarm: str
    on: bool
    at: float


DriverEvent = (
    CardRead
    | CardSignal
    | PaperRead
    | PaperSignal
    | PaperOutline
    | DeviceState
    | InputChange
    | GateResult
    | GateAlarm
)
Emit = Callable[[DriverEvent], None]

MAX_PULSE_SECONDS = 30.0


class Gate(Protocol):
    """A barrier. Every order returns at once; its `GateResult` comes by emit."""

    def pulse(self, order: str, seconds: float) -> None:
        """Open once for ``seconds``; an order is carried out at most once."""

    def hold(self, order: str) -> None:
        """Open and stay open until `release` (evacuation, held open by staff)."""

    def release(self, order: str) -> None:
        """Close, whatever was ordered before."""


class Speaker(Protocol):
    """A loudspeaker. All verbs return at once; no speech is said late."""

    def say(self, pcm: bytes, gain_db: float = 0.0) -> None:
        """Speak 24 kHz mono of 16 bits; new speech breaks off the old."""

    def stop(self) -> None:
        """Be silent."""

    def lack(self, what: str) -> None:
        """Be out of order as long as ``what`` is missing; empty for nothing."""
