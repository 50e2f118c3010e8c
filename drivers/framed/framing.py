"""How a card-number reader frames its numbers: settings and presets.

There is no standard among readers that send a number by themselves, so the
framing is configured on site. Presets: ``rdm6300`` (125 kHz EM4100 modules),
``m3650a`` (13.56 MHz modules that report UIDs), ``line`` (digits and an end of
line) and ``scanner`` (serial barcode scanners).
"""

from dataclasses import dataclass
from enum import StrEnum

from drivers.errors import WrongSetting

MOST_BYTES = 512
FINISH_MS = 500
GAP_MS = (5, 1000)
SHORTEST_NUMBER = 4  # characters; what is shorter is noise


class Mode(StrEnum):
    """How a frame is told from the next."""

    LINE = "line"  # ends with CR, LF or both
    STX_ETX = "stx_etx"  # 02 … 03
    FIXED_LENGTH = "fixed_length"  # always `Framing.length` bytes
    IDLE_GAP = "idle_gap"  # ends with silence


class Checksum(StrEnum):
    """The last byte of a frame, as two hex digits where the data is ASCII."""

    NONE = "none"
    XOR = "xor"
    NOT_XOR = "not_xor"
    SUM = "sum"


class Over(StrEnum):
    """What the checksum is taken over."""

    BYTES = "bytes"  # the bytes on the wire
    DATA = "data"  # the bytes that the hex digits stand for


class Encoding(StrEnum):
    """What the bytes of the data mean."""

    ASCII_HEX = "ascii_hex"
    ASCII_DEC = "ascii_dec"
    BINARY = "binary"
    TEXT = "text"  # UTF-8, else GBK; control characters dropped


class ByteOrder(StrEnum):
    """Which end of a UID is worth most; little gives the usual printed number."""

    BIG = "big"
    LITTLE = "little"


class Form(StrEnum):
    """How the number is written for the registry."""

    AS_IS = "as_is"  # the characters on the wire
    HEX = "hex"  # upper case, two digits a byte
    DECIMAL = "decimal"  # of all bytes, no padding
    DECIMAL_10 = "decimal_10"  # of the last 4 bytes, ten digits
    THREE_FIVE = "three_five"  # "008,27885": third-last byte, last two bytes


@dataclass(frozen=True, slots=True)
class Framing:
    """Settings of one reader.

    Args:
        mode: how frames are told apart.
        encoding: what the data bytes mean.
        form: how the number is written.
        checksum: which; it follows the data.
        over: what the checksum is taken over.
        byte_order: of the data, before it is written as a number.
        digits: of an ASCII number, exactly so many; ``None`` for any.
        length: of the whole frame in bytes; ``fixed_length`` needs it.
        prefix: bytes that begin every frame (after STX) and are dropped.
        suffix: bytes that end the data and are dropped.
        skip: bytes after the prefix that are dropped, whatever they are.
        gap_ms: silence that ends a frame in ``idle_gap``.
        max_length: longer frames are noise.
        uid: whether the number is a 4-byte UID (ISO 14443), for the check at
            enrolment; ``None``: when the wire carries exactly four bytes.

    Raises:
        WrongSetting: the settings do not go together; the text says what would.

    """

    mode: Mode = Mode.LINE
    encoding: Encoding = Encoding.ASCII_DEC
    form: Form = Form.AS_IS
    checksum: Checksum = Checksum.NONE
    over: Over = Over.BYTES
    byte_order: ByteOrder = ByteOrder.BIG
    digits: int | None = None
    length: int | None = None
    prefix: bytes = b""
    suffix: bytes = b""
    skip: int = 0
    gap_ms: int = 50
    max_length: int = MOST_BYTES
    uid: bool | None = None

    def __post_init__(self) -> None:
        for wrong, remedy in _objections(self):
            if wrong:
                raise WrongSetting(remedy)

    @property
    def ascii_digits(self) -> bool:
        """Whether the data is digits in ASCII."""
        return self.encoding in (Encoding.ASCII_HEX, Encoding.ASCII_DEC)


def _objections(f: Framing) -> list[tuple[bool, str]]:
    """Every way in which settings contradict each other, with the remedy."""
    return [*_wrong_ranges(f), *_wrong_modes(f), *_wrong_encodings(f)]


def _wrong_ranges(f: Framing) -> list[tuple[bool, str]]:
    low, high = GAP_MS
    return [
        (
            not 1 <= f.max_length <= MOST_BYTES,
            f"max_length {f.max_length}: use 1 to {MOST_BYTES}",
        ),
        (
            f.length is not None and not 1 <= f.length <= f.max_length,
            f"length {f.length}: use 1 to max_length ({f.max_length})",
        ),
        (not low <= f.gap_ms <= high, f"gap_ms {f.gap_ms}: use {low} to {high}"),
        (f.skip < 0, f"skip {f.skip}: use 0 or the number of bytes to drop"),
        (
            f.digits is not None and not f.ascii_digits,
            "digits: only for encoding ascii_hex or ascii_dec; leave it out",
        ),
        (
            f.digits is not None and not SHORTEST_NUMBER <= f.digits <= f.max_length,
            f"digits {f.digits}: use {SHORTEST_NUMBER} or more",
        ),
    ]


def _wrong_modes(f: Framing) -> list[tuple[bool, str]]:
    binary = f.encoding is Encoding.BINARY
    return [
        (
            f.mode is Mode.FIXED_LENGTH and f.length is None,
            "mode fixed_length: set length to the bytes of a whole frame",
        ),
        (
            f.mode in (Mode.LINE, Mode.IDLE_GAP) and f.length is not None,
            f"mode {f.mode}: length has no meaning; leave it out or use fixed_length",
        ),
        (
            f.mode is Mode.LINE and binary,
            "mode line: binary data may contain line ends; "
            "use stx_etx, fixed_length or idle_gap",
        ),
        (
            f.mode is Mode.STX_ETX and binary and f.length is None,
            "mode stx_etx: binary data may contain 03; set length",
        ),
    ]


def _wrong_encodings(f: Framing) -> list[tuple[bool, str]]:
    return [
        (
            f.encoding is Encoding.TEXT and f.form is not Form.AS_IS,
            f"form {f.form}: encoding text can only be taken as_is",
        ),
        (
            f.encoding is Encoding.BINARY and f.form is Form.AS_IS,
            "form as_is: binary data has no characters; use hex or decimal",
        ),
        (
            f.over is Over.DATA and f.encoding is not Encoding.ASCII_HEX,
            "over data: only hex digits stand for bytes; use over = bytes",
        ),
        (
            f.encoding is Encoding.ASCII_HEX and bool((f.digits or 0) % 2),
            f"digits {f.digits}: hex digits come in pairs; use an even number",
        ),
    ]


PRESETS: dict[str, Framing] = {
    "rdm6300": Framing(
        mode=Mode.STX_ETX,
        encoding=Encoding.ASCII_HEX,
        form=Form.DECIMAL_10,
        checksum=Checksum.XOR,
        over=Over.DATA,
        digits=10,
        length=14,
    ),
    "m3650a": Framing(
        mode=Mode.FIXED_LENGTH,
        encoding=Encoding.BINARY,
        form=Form.HEX,
        checksum=Checksum.NOT_XOR,
        length=12,
        prefix=bytes.fromhex("04 0C 02 20 00"),
        skip=2,  # the type of the card
    ),
    "line": Framing(),
    "scanner": Framing(encoding=Encoding.TEXT),
}
