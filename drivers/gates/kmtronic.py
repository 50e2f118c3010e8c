"""KMTronic USB relays: no timer, no checksum, writes are never answered.

9600 8N1. ``FF channel 01`` on, ``FF channel 00`` off. Boards with four or eight
relays answer ``FF 09 00`` with one byte a relay, boards with one or two answer
``FF channel 03`` with ``FF channel state``.
"""

from functools import partial

from drivers.gates.board import Answer, Exchange, Kind, check_channel

HEAD = 0xFF
STATUS_ALL = bytes((HEAD, 9, 0))
STATUS_SECONDS = 0.1  # small boards do not know it: ask anew soon
SMALL = 2
BIG = 8


def judge_all(
    channel: int, data: bytes, ended: bool = False, echoing: bool = False
) -> Answer | None:
    """The answer to ``FF 09 00``: four or eight bytes, each 00 or 01."""
    if len(data) < BIG and not ended:
        return None
    if set(data) <= {0, 1} and len(data) in (4, BIG) and len(data) >= channel:
        return Answer(Kind.RIGHT, data[channel - 1])
    if not ended:
        return None
    if data:
        return Answer(Kind.WRONG, detail="not one byte a relay")
    return Answer(Kind.NONE, detail="no answer")


def judge_one(
    channel: int, data: bytes, ended: bool = False, echoing: bool = False
) -> Answer | None:
    """The answer to ``FF channel 03``: ``FF channel state``."""
    for state in (0, 1):
        if bytes((HEAD, channel, state)) in data:
            return Answer(Kind.RIGHT, state)
    return Answer(Kind.NONE, detail="no answer") if ended else None


class KmtronicBoard:
    """One channel of a KMTronic USB board.

    Raises:
        WrongSetting: no such channel.

    """

    timed = False
    gap = 0.02
    slack = 0.1
    may_be_deaf = False

    def __init__(self, channel: int = 1) -> None:
        check_channel("kmtronic", channel, BIG)
        self._channel = channel
        readings = [Exchange(STATUS_ALL, partial(judge_all, channel), STATUS_SECONDS)]
        if channel <= SMALL:
            asked = bytes((HEAD, channel, 3))
            readings.append(Exchange(asked, partial(judge_one, channel)))
        self.readings: tuple[Exchange, ...] = tuple(readings)

    def pulse(self, seconds: float) -> Exchange:
        """Just on: the board has no timer."""
        return self.on()

    def on(self) -> Exchange:
        """``FF channel 01``."""
        return Exchange(bytes((HEAD, self._channel, 1)), None)

    def off(self) -> Exchange:
        """``FF channel 00``."""
        return Exchange(bytes((HEAD, self._channel, 0)), None)

    def coil(self, bits: int) -> bool:
        """The judges read our channel alone."""
        return bool(bits)

    def inputs(self) -> Exchange | None:
        """None: this family has no inputs."""
        return None
