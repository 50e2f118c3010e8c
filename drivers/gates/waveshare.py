"""Waveshare Modbus RTU Relay: the board ends a pulse by itself.

RS-485, 9600 8N1, address 1. Coils from 0. "Flash on" is FC05 at 0x0200 + coil
with the time in units of 0.1 s where FC05 has its FF00 (the maker's development
protocol V3; older boards answer an exception). Inputs by FC02 on some models.
"""

from drivers.gates import modbus
from drivers.gates.board import Exchange, check_address, check_channel

FLASH_ON = 0x0200
BLOCK = 8


class CoilBoard:
    """What all boards with standard Modbus coils share.

    Args:
        channel: from 1; coil ``channel - 1`` on the wire.
        address: the board's Modbus address.

    Raises:
        WrongSetting: no such channel or address.

    """

    driver = "modbus"
    timed = True
    gap = modbus.GAP
    slack = 0.3
    may_be_deaf = False

    def __init__(self, channel: int = 1, address: int = 1) -> None:
        check_channel(self.driver, channel, 32)
        check_address(self.driver, address)
        self._coil, self._address = channel - 1, address
        block = self._coil - self._coil % BLOCK
        self.readings: tuple[Exchange, ...] = (
            modbus.read(address, modbus.READ_COILS, block, BLOCK),
        )

    def on(self) -> Exchange:
        """FC05 with FF00."""
        return modbus.write_coil(self._address, self._coil, modbus.ON)

    def off(self) -> Exchange:
        """FC05 with 0000."""
        return modbus.write_coil(self._address, self._coil, modbus.OFF)

    def coil(self, bits: int) -> bool:
        """Our coil in a block of eight."""
        return bool(bits >> self._coil % BLOCK & 1)

    def inputs(self) -> Exchange | None:
        """FC02, eight inputs."""
        return modbus.read(self._address, modbus.READ_INPUTS, 0, BLOCK)


class WaveshareBoard(CoilBoard):
    """One channel of a Waveshare Modbus RTU Relay."""

    driver = "waveshare"

    def pulse(self, seconds: float) -> Exchange:
        """Flash on, in units of 0.1 s."""
        tenths = round(seconds * 10)
        return modbus.write_coil(self._address, FLASH_ON + self._coil, tenths)
