"""A card-number reader or scanner on a serial line."""

from drivers.framed.framing import Framing
from drivers.framed.reader import NumberReader
from drivers.port import Port
from drivers.presence import Presence
from drivers.protocols import CardKind, Emit


class FramedReader(NumberReader):
    """Listens to a reader that sends each card's number by itself.

    Args:
        name: the reader's name in its events.
        path: the port; a name under ``/dev/serial/by-path``.
        emit: takes every event; called in the device's thread.
        kind: what kind of card it delivers.
        framing: how the reader frames its numbers; see the presets.
        baudrate: 9600 for nearly all of them.
        presence: suppresses doubles.

    """

    def __init__(
        self,
        name: str,
        path: str,
        emit: Emit,
        kind: CardKind,
        framing: Framing,
        baudrate: int = 9600,
        presence: Presence | None = None,
    ) -> None:
        super().__init__(name, emit, kind, framing, presence)
        self._path = path
        self._baudrate = baudrate

    def open(self) -> None:
        """Take the port.

        Raises:
            PortLost: it cannot be opened.

        """
        self._source = Port(self._path, self._baudrate)
