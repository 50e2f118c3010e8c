"""Boards with the "flash" registers of LC Technology, 聚英 and many 继电器模块.

RS-485, RS-232 or TTL, 9600 8N1, address 1, FE or FF. Coils and inputs are
standard; a pulse is FC16 on two registers from 3 + 5 (channel - 1): mode 4
(close, then open again) and the time in units of 0.1 s.
"""

from drivers.gates import modbus
from drivers.gates.board import Exchange
from drivers.gates.waveshare import CoilBoard

FIRST_REGISTER = 3
REGISTERS_A_CHANNEL = 5
CLOSE_THEN_OPEN = 4


class Fc16Board(CoilBoard):
    """One channel of an FC16 flash board."""

    driver = "fc16"

    def pulse(self, seconds: float) -> Exchange:
        """Mode 4, in units of 0.1 s."""
        register = FIRST_REGISTER + REGISTERS_A_CHANNEL * self._coil
        return modbus.write_registers(
            self._address, register, CLOSE_THEN_OPEN, round(seconds * 10)
        )
