"""Virtual relay boards that speak Modbus RTU.

Written apart from the drivers, so that one wrong idea does not confirm itself:
only the CRC is shared, and that is checked against another implementation.
"""

from collections.abc import Callable
from pathlib import Path

from drivers.gates.modbus import crc16, seal
from drivers.twins.relay_twin import RelayTwin
from drivers.twins.relays import OnChange

ILLEGAL_FUNCTION, ILLEGAL_ADDRESS, ILLEGAL_VALUE = 1, 2, 3
ALL = 0xFF
LONG_REQUESTS = (0x0F, 0x10)  # their seventh byte counts the bytes that follow

Handler = Callable[[int, int], bytes | int]
"""``handler(register, value)``: the answer after the function byte, or a code."""


def _pair(register: int, value: int) -> bytes:
    return register.to_bytes(2, "big") + value.to_bytes(2, "big")


class ModbusRelayTwin(RelayTwin):
    """A board on RS-485: hears only good frames to its own address.

    Args:
        link: where the driver finds it.
        channels: how many relays and inputs.
        address: the only one that it answers to.
        echoing: the adapter sends the driver's own bytes back to it.
        readable: whether it can be asked for its coils and inputs.
        baudrate: the pace on the wire; ``None`` answers at once.
        on_change: told of each relay that moves.

    """

    def __init__(
        self,
        link: Path,
        channels: int = 8,
        *,
        address: int = 1,
        echoing: bool = False,
        readable: bool = True,
        baudrate: int | None = None,
        on_change: OnChange | None = None,
    ) -> None:
        super().__init__(link, channels, baudrate=baudrate, on_change=on_change)
        self.address, self.echoing = address, echoing
        self.payload = b""  # what follows the byte count of a long request
        self.handlers: dict[int, Handler] = dict(self.writes())
        if readable:
            self.handlers.update(self.reads())

    def writes(self) -> dict[int, Handler]:
        """What moves relays, by function."""
        return {0x05: self._write_coil, 0x0F: self._write_coils}

    def reads(self) -> dict[int, Handler]:
        """What tells levels, by function."""
        return {
            0x01: lambda start, count: self._levels(self.relays.bits(), start, count),
            0x02: lambda start, count: self._levels(self.input_bits, start, count),
        }

    def receive(self, data: bytes) -> None:
        """Take bytes from the driver."""
        if self.echoing:
            self.port.send(data)
        super().receive(data)

    def split(self, data: bytes) -> tuple[list[bytes], bytes]:
        """Good frames to our address; a byte that begins none is skipped."""
        found: list[bytes] = []
        start = 0
        while start < len(data):
            length = self._length(data[start : start + 7])
            frame = data[start : start + length]
            if frame[0] == self.address and len(frame) < length:
                return found, data[start:]
            if frame[0] == self.address and crc16(frame) == 0:
                found.append(frame)
                start += length
            else:
                start += 1
        return found, b""

    def obey(self, request: bytes) -> bytes | None:
        """Answer with an echo, levels or an exception."""
        function = request[1]
        handler = self.handlers.get(function)
        register = int.from_bytes(request[2:4], "big")
        value = int.from_bytes(request[4:6], "big")
        self.payload = request[7:-2]
        answer = handler(register, value) if handler else ILLEGAL_FUNCTION
        if isinstance(answer, int):
            return seal(bytes((self.address, function | 0x80, answer)))
        return seal(bytes((self.address, function)) + answer)

    def distort(self, request: bytes, answer: bytes) -> bytes:
        """The echo of a write to the next register."""
        if request[1] in (0x01, 0x02, 0x03):
            return answer
        return seal(answer[:3] + bytes((answer[3] ^ 1,)) + answer[4:-2])

    def _length(self, head: bytes) -> int:
        if len(head) == 7 and head[1] in LONG_REQUESTS:
            return 9 + head[6]
        return 8

    def _levels(self, bits: int, start: int, count: int) -> bytes | int:
        if not 0 < count <= self.relays.channels - start:
            return ILLEGAL_ADDRESS
        size = (count + 7) // 8
        levels = bits >> start & ((1 << count) - 1)
        return bytes((size,)) + levels.to_bytes(size, "little")

    def _write_coil(self, register: int, value: int) -> bytes | int:
        if value not in (0x0000, 0xFF00, 0x5500):
            return ILLEGAL_VALUE
        if register == ALL:
            self.relays.set_all(value == 0xFF00)
        elif self.relays.has(register + 1):
            toggled = not self.relays.on(register + 1)
            self.relays.set(register + 1, toggled if value == 0x5500 else value > 0)
        else:
            return ILLEGAL_ADDRESS
        return _pair(register, value)

    def _write_coils(self, start: int, count: int) -> bytes | int:
        if not 0 < count <= self.relays.channels - start:
            return ILLEGAL_ADDRESS
        levels = int.from_bytes(self.payload, "little")
        for index in range(count):
            self.relays.set(start + index + 1, bool(levels >> index & 1))
        return _pair(start, count)


class WaveshareTwin(ModbusRelayTwin):
    """A Waveshare Modbus RTU Relay with flash commands (V3 protocol)."""

    def _write_coil(self, register: int, value: int) -> bytes | int:
        flash, channel = register >> 8, (register & 0xFF) + 1
        if flash not in (2, 4):
            return super()._write_coil(register, value)
        if not self.relays.has(channel):
            return ILLEGAL_ADDRESS
        if not 1 <= value <= 0x7FFF:
            return ILLEGAL_VALUE
        self.relays.flash(channel, value / 10, on=flash == 2)
        return _pair(register, value)


class Fc16Twin(ModbusRelayTwin):
    """A board whose flash registers lie five to a channel from 3 on."""

    def writes(self) -> dict[int, Handler]:
        """With FC16 for flashes."""
        return {**super().writes(), 0x10: self._flash}

    def _flash(self, register: int, count: int) -> bytes | int:
        block, offset = divmod(register - 3, 5)
        if offset or not self.relays.has(block + 1) or count != 2:
            return ILLEGAL_ADDRESS
        mode = int.from_bytes(self.payload[:2], "big")
        tenths = int.from_bytes(self.payload[2:], "big")
        if mode not in (2, 4) or not tenths:
            return ILLEGAL_VALUE
        self.relays.flash(block + 1, tenths / 10, on=mode == 4)
        return _pair(register, count)


class R421a08Twin(ModbusRelayTwin):
    """A board that takes the action in the high byte of FC06's value."""

    def writes(self) -> dict[int, Handler]:
        """FC06 alone."""
        return {0x06: self._act}

    def reads(self) -> dict[int, Handler]:
        """FC03 alone: a register a channel."""
        return {0x03: self._registers}

    def _act(self, register: int, value: int) -> bytes | int:
        action, seconds = value >> 8, value & 0xFF
        if register == 0 and action in (7, 8):
            self.relays.set_all(action == 7)
        elif not self.relays.has(register):
            return ILLEGAL_ADDRESS
        elif action in (1, 2):
            self.relays.set(register, action == 1)
        elif action == 3:
            self.relays.set(register, not self.relays.on(register))
        elif action in (5, 6):
            self.relays.flash(register, 1.0 if action == 5 else float(seconds))
        else:
            return ILLEGAL_VALUE
        return _pair(register, value)

    def _registers(self, start: int, count: int) -> bytes | int:
        if start < 1 or not 0 < count <= self.relays.channels - start + 1:
            return ILLEGAL_ADDRESS
        levels = (int(self.relays.on(start + index)) for index in range(count))
        return bytes((2 * count,)) + b"".join(one.to_bytes(2, "big") for one in levels)
