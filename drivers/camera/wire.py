"""What the process of a camera says: one JSON object a line.

A line is a beat (the newest frame's time and what is wrong with the picture), a
read with all codes of the showing, a sign about the paper, its outline, or the
reason why the process ends. Times are ``time.monotonic()``, which all processes share.
"""

import base64
import json
import math
from dataclasses import dataclass
from typing import Any

from drivers.errors import DriverError
from drivers.protocols import Code, PaperSign, Symbology

Points = tuple[tuple[float, float], ...]

MOST_LINE = 1 << 20  # sixteen of the largest codes, and room
MOST_WORDS = 80
MOST_PX = 100.0  # of a module
LEAST_POINTS, MOST_POINTS = 4, 8  # of an outline
ODD = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


class BadLine(DriverError, ValueError):
    """The camera's process said something that is no message."""


@dataclass(frozen=True, slots=True)
class Beat:
    """The process lives; ``fault`` is empty, or "frozen" or "black"."""

    at: float
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """The codes of the paper that is shown; ``at`` is when the frame was taken."""

    at: float
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign about the paper."""

    at: float
    sign: PaperSign


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the sheet is; see `drivers.protocols.PaperOutline`."""

    at: float
    points: Points = ()
    good: bool = False
    module_px: float = 0.0


@dataclass(frozen=True, slots=True)
class Lost:
    """The process ends, and why: words without anything that was seen."""

    why: str


Message = Beat | Read | Sign | Outline | Lost


def encode(message: Message) -> bytes:
    """A message as one line."""
    return json.dumps(_plain(message)).encode() + b"\n"


def decode(line: bytes) -> Message:
    """The message in a line.

    Raises:
        BadLine: it is none.

    """
    try:
        return _message(json.loads(line))
    except ODD:
        raise BadLine("not a message of a camera") from None


def _plain(message: Message) -> dict[str, Any]:
    if isinstance(message, Beat):
        return {"beat": message.at, "fault": message.fault}
    if isinstance(message, Read):
        return {"read": message.at, "codes": [_code(code) for code in message.codes]}
    if isinstance(message, Sign):
        return {"sign": message.sign.value, "at": message.at}
    if isinstance(message, Outline):
        return {
            "outline": message.at,
            "points": message.points,
            "good": message.good,
            "module_px": message.module_px,
        }
    return {"lost": message.why}


def _code(code: Code) -> list[Any]:
    data = base64.b64encode(code.data).decode()
    return [code.symbology.value, data, code.rung, code.corners]


def _message(told: dict[str, Any]) -> Message:
    if "beat" in told:
        return Beat(_time(told["beat"]), str(told["fault"])[:MOST_WORDS])
    if "read" in told:
        codes = tuple(_told_code(*parts) for parts in told["codes"])
        return Read(_time(told["read"]), codes)
    if "sign" in told:
        return Sign(_time(told["at"]), PaperSign(told["sign"]))
    if "outline" in told:
        points, good = _told_points(told["points"]), told["good"] is True
        module_px = min(MOST_PX, max(0.0, _time(told.get("module_px", 0))))
        return Outline(_time(told["outline"]), points, good, module_px)
    return Lost(str(told["lost"])[:MOST_WORDS])


def _time(told: float) -> float:
    at = float(told)
    if not math.isfinite(at):
        raise ValueError("no time")
    return at


def _told_code(symbology: str, data: str, rung: str, corners: list[Any]) -> Code:
    points = tuple((int(x), int(y)) for x, y in corners)
    return Code(Symbology(symbology), base64.b64decode(data), rung, points)


def _told_points(told: list[list[float]]) -> Points:
    """The points of an outline; nothing that a page could not draw."""
    if told and not LEAST_POINTS <= len(told) <= MOST_POINTS:
        raise ValueError("not the points of an outline")
    points = tuple((float(x), float(y)) for x, y in told)
    if not all(0 <= part <= 1 for point in points for part in point):
        raise ValueError("outside of the frame")
    return points
