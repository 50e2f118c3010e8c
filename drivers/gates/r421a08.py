"""Eletechsup R421A08, R4D3B16 and their like: FC06 with the action in the value.

RS-485, 9600 8N1, address by switches. Register = channel from 1; high byte of
the value: 01 on (the maker says "open"), 02 off, 06 on for as many seconds as
the low byte says. FC03 reads the register back: 1 on, 0 off. No inputs.
"""

from drivers.gates import modbus
from drivers.gates.board import Exchange, check_address, check_channel

ON = 0x0100
OFF = 0x0200
DELAY = 0x0600


class R421a08Board:
    """One channel of an R421A08 board.

    Raises:
        WrongSetting: no such channel or address.

    """

    timed = True
    gap = modbus.GAP
    slack = 1.2  # its timer counts whole seconds
    may_be_deaf = False

    def __init__(self, channel: int = 1, address: int = 1) -> None:
        check_channel("r421a08", channel, 32)
        check_address("r421a08", address)
        self._channel, self._address = channel, address
        self.readings: tuple[Exchange, ...] = (
            modbus.read(address, modbus.READ_REGISTERS, channel, 1),
        )

    def pulse(self, seconds: float) -> Exchange:
        """On for whole seconds, 1 to 255."""
        return self._act(DELAY | round(seconds))

    def on(self) -> Exchange:
        """Action 01."""
        return self._act(ON)

    def off(self) -> Exchange:
        """Action 02."""
        return self._act(OFF)

    def coil(self, bits: int) -> bool:
        """The register's lowest bit."""
        return bool(bits & 1)

    def inputs(self) -> Exchange | None:
        """None: this family has no inputs."""
        return None

    def _act(self, value: int) -> Exchange:
        return modbus.write_register(self._address, self._channel, value)
