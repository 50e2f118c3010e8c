"""LCUS-1/2/4/8 (LC Technology, CH340): no timer, mostly no answers.

9600 8N1. ``A0 channel action sum``, the sum over the first three bytes; action
00 off, 01 on. These two are never answered. Newer boards answer a query,
either ``FF`` (lines ``CH1: OFF`` or one byte a channel) or ``A0 channel 05``
(``A0 channel 00|01 sum``); old ones answer nothing. 50 ms between commands.
"""

import re
from functools import partial

from drivers.gates.board import Answer, Exchange, Kind, check_channel

HEAD = 0xA0
OFF, ON, QUERY = 0x00, 0x01, 0x05
STATUS = b"\xff"
STATUS_SECONDS = 0.15  # eight lines of text take 83 ms on the wire


def command(channel: int, action: int) -> bytes:
    """The four bytes of one command; also the form of the answers."""
    return bytes((HEAD, channel, action, (HEAD + channel + action) & 0xFF))


def judge_query(
    channel: int, data: bytes, ended: bool = False, echoing: bool = False
) -> Answer | None:
    """The answer to ``A0 channel 05``: a command of the same channel, 00 or 01."""
    for action in (OFF, ON):
        if command(channel, action) in data:
            return Answer(Kind.RIGHT, action)
    return Answer(Kind.NONE, detail="no answer") if ended else None


def judge_status(
    channel: int, data: bytes, ended: bool = False, echoing: bool = False
) -> Answer | None:
    """The answer to ``FF``: text lines, or one byte a channel."""
    line = re.search(rb"CH%d:\s*(ON|OFF)[\r\n]" % channel, data)
    if line:
        return Answer(Kind.RIGHT, int(line[1] == b"ON"))
    if not ended:
        return None
    if len(data) >= channel and set(data) <= {0, 1}:
        return Answer(Kind.RIGHT, data[channel - 1])
    return Answer(Kind.NONE, detail="no answer")


class LcusBoard:
    """One channel of an LCUS board.

    Raises:
        WrongSetting: no such channel.

    """

    timed = False
    gap = 0.05
    slack = 0.1
    may_be_deaf = True

    def __init__(self, channel: int = 1) -> None:
        check_channel("lcus", channel, 8)
        self._channel = channel
        self.readings: tuple[Exchange, ...] = (
            Exchange(STATUS, partial(judge_status, channel), STATUS_SECONDS),
            Exchange(
                command(channel, QUERY), partial(judge_query, channel), STATUS_SECONDS
            ),
        )

    def pulse(self, seconds: float) -> Exchange:
        """Just on: the board has no timer."""
        return self.on()

    def on(self) -> Exchange:
        """Action 01."""
        return Exchange(command(self._channel, ON), None)

    def off(self) -> Exchange:
        """Action 00."""
        return Exchange(command(self._channel, OFF), None)

    def coil(self, bits: int) -> bool:
        """The judges read our channel alone."""
        return bool(bits)

    def inputs(self) -> Exchange | None:
        """None: this family has no inputs."""
        return None
