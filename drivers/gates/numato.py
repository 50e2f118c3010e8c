r"""Numato USB relay modules: text commands, no timer.

USB CDC, any baud rate. ``relay on 0`` and a CR; the board echoes the command,
then ``\n\r``, then an answer if there is one, then ``>``. Channels from 0 as one
hex digit up to 16 relays; boards of 32 and 64 want two digits and are not
supported.
"""

import re
from functools import partial

from drivers.gates.board import Answer, Exchange, Kind, check_channel

MOST = 16


def judge_write(
    text: bytes, data: bytes, ended: bool = False, echoing: bool = False
) -> Answer | None:
    """The echo of ``text`` on its own line, and the prompt."""
    if re.search(re.escape(text) + rb"[\r\n]+>", data):
        return Answer(Kind.RIGHT)
    if not ended:
        return None
    if b">" in data:
        return Answer(Kind.WRONG, detail="the echo is of another command")
    return Answer(Kind.NONE, detail="no answer")


def judge_read(
    data: bytes, ended: bool = False, echoing: bool = False
) -> Answer | None:
    """The word ``on`` or ``off`` alone on its line, never the echoed digit."""
    word = re.search(rb"[\r\n](on|off)[\r\n]+>", data)
    if word:
        return Answer(Kind.RIGHT, int(word[1] == b"on"))
    if not ended:
        return None
    if b">" in data:
        return Answer(Kind.WRONG, detail="neither on nor off")
    return Answer(Kind.NONE, detail="no answer")


class NumatoBoard:
    """One channel of a Numato relay module.

    Raises:
        WrongSetting: no such channel.

    """

    timed = False
    gap = 0.0
    slack = 0.1
    may_be_deaf = False

    def __init__(self, channel: int = 1) -> None:
        check_channel("numato", channel, MOST)
        self._digit = f"{channel - 1:X}"
        asked = f"relay read {self._digit}\r".encode()
        self.readings: tuple[Exchange, ...] = (Exchange(asked, judge_read),)

    def pulse(self, seconds: float) -> Exchange:
        """Just on: the board has no timer."""
        return self.on()

    def on(self) -> Exchange:
        """``relay on``."""
        return self._write("on")

    def off(self) -> Exchange:
        """``relay off``."""
        return self._write("off")

    def coil(self, bits: int) -> bool:
        """The judge reads our channel alone."""
        return bool(bits)

    def inputs(self) -> Exchange | None:
        """None: the module's GPIO pins are not read."""
        return None

    def _write(self, verb: str) -> Exchange:
        text = f"relay {verb} {self._digit}".encode()
        return Exchange(text + b"\r", partial(judge_write, text))
