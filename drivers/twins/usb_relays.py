"""Virtual relay boards on USB serial lines, without timers."""

import re
from pathlib import Path
from typing import Literal

from drivers.twins.relay_twin import RelayTwin
from drivers.twins.relays import OnChange

Firmware = Literal["old", "text", "raw", "query"]


class LcusTwin(RelayTwin):
    """An LCUS board.

    Args:
        link: where the driver finds it.
        channels: how many relays.
        firmware: ``old`` answers nothing; ``text`` and ``raw`` answer ``FF``
            with lines or with a byte a channel; ``query`` answers action 05.
        baudrate: the pace on the wire; ``None`` answers at once.
        on_change: told of each relay that moves.

    """

    def __init__(
        self,
        link: Path,
        channels: int = 8,
        *,
        firmware: Firmware = "old",
        baudrate: int | None = None,
        on_change: OnChange | None = None,
    ) -> None:
        super().__init__(link, channels, baudrate=baudrate, on_change=on_change)
        self.firmware = firmware

    def split(self, data: bytes) -> tuple[list[bytes], bytes]:
        """Four bytes with a right sum, or a lone FF."""
        found: list[bytes] = []
        while data:
            if data[0] == 0xA0 and len(data) < 4:
                return found, data
            size = 4 if self._good(data[:4]) else 1
            if size == 4 or data[0] == 0xFF:
                found.append(data[:size])
            data = data[size:]
        return found, b""

    def obey(self, request: bytes) -> bytes | None:
        """Move a relay or tell its state."""
        if len(request) == 1:
            return self._status()
        channel, action = request[1], request[2]
        if not self.relays.has(channel):
            return None
        if action in (0, 1):
            self.relays.set(channel, action == 1)
            return None
        if self.firmware != "query":
            return None
        if action in (2, 3, 4):
            toggled = not self.relays.on(channel)
            self.relays.set(channel, toggled if action == 4 else action == 3)
        return self._frame(channel, int(self.relays.on(channel)))

    def distort(self, request: bytes, answer: bytes) -> bytes:
        """The state of the next channel."""
        if len(answer) == 4 and answer[0] == 0xA0:
            return self._frame(answer[1] + 1, answer[2])
        return answer.replace(b"CH", b"IN")

    def _status(self) -> bytes | None:
        levels = [self.relays.on(one + 1) for one in range(self.relays.channels)]
        if self.firmware == "raw":
            return bytes(levels)
        if self.firmware != "text":
            return None
        words = (
            f"CH{number}: {'ON' if on else 'OFF'}\r\n"
            for number, on in enumerate(levels, 1)
        )
        return "".join(words).encode()

    @staticmethod
    def _frame(channel: int, action: int) -> bytes:
        return bytes((0xA0, channel, action, (0xA0 + channel + action) & 0xFF))

    @classmethod
    def _good(cls, frame: bytes) -> bool:
        return len(frame) == 4 and frame == cls._frame(frame[1], frame[2])


class KmtronicTwin(RelayTwin):
    """A KMTronic board: up to two relays answer one by one, more all at once."""

    def split(self, data: bytes) -> tuple[list[bytes], bytes]:
        """Three bytes from an FF on."""
        found: list[bytes] = []
        while data:
            if data[0] != 0xFF:
                data = data[1:]
            elif len(data) < 3:
                return found, data
            else:
                found.append(data[:3])
                data = data[3:]
        return found, b""

    def obey(self, request: bytes) -> bytes | None:
        """Move a relay or tell states."""
        number, action = request[1], request[2]
        if self.relays.channels > 2 and (number, action) == (9, 0):
            return bytes(self.relays.on(one + 1) for one in range(self.relays.channels))
        if not self.relays.has(number):
            return None
        if action in (0, 1):
            self.relays.set(number, action == 1)
        elif action == 3 and self.relays.channels <= 2:
            return bytes((0xFF, number, self.relays.on(number)))
        return None

    def distort(self, request: bytes, answer: bytes) -> bytes:
        """States that are none."""
        return bytes(byte ^ 0x40 for byte in answer)


class NumatoTwin(RelayTwin):
    """A Numato module: echo, answer, prompt."""

    def split(self, data: bytes) -> tuple[list[bytes], bytes]:
        """Lines that end in CR."""
        *lines, rest = data.split(b"\r")
        return lines, rest

    def obey(self, request: bytes) -> bytes | None:
        """Run one command; an unknown one gets just a prompt."""
        return request + b"\n\r" + self._run(request) + b">"

    def distort(self, request: bytes, answer: bytes) -> bytes:
        """The echo of a command that nobody gave."""
        return b"ver\n\r00000008\n\r>"

    def _run(self, request: bytes) -> bytes:
        if request == b"relay readall":
            return b"%02x\n\r" % self.relays.bits()
        command = re.fullmatch(rb"relay (on|off|read) ([0-9A-F])", request)
        if not command or not self.relays.has(int(command[2], 16) + 1):
            return b""
        channel = int(command[2], 16) + 1
        if command[1] == b"read":
            return (b"on" if self.relays.on(channel) else b"off") + b"\n\r"
        self.relays.set(channel, command[1] == b"on")
        return b""
