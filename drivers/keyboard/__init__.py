"""Readers that pretend to be a keyboard: they type a number and Enter.

The events are read from the kernel's event file with 24-byte records and one
ioctl. No library does that for us: python-evdev is a C extension that wants a
compiler and kernel headers on each kiosk, for what is forty lines here.
"""

from drivers.errors import WrongSetting
from drivers.framed.framing import Framing, Mode
from drivers.framed.reader import NumberReader
from drivers.keyboard.input_file import InputFile
from drivers.keyboard.keys import KeyDecoder
from drivers.presence import Presence
from drivers.protocols import CardKind, Emit

TYPED = Framing()

__all__ = ["TYPED", "KeyboardReader"]


class KeyboardReader(NumberReader):
    """Listens to a keyboard-wedge reader, and keeps its keys to itself.

    The account needs the group ``input``. Of a reader with two event files
    only one gives keys.

    Args:
        name: the reader's name in its events.
        path: the event file; a name under ``/dev/input/by-id``.
        emit: takes every event; called in the device's thread.
        kind: what kind of card it delivers.
        framing: of the typed line: digits, prefix, suffix, form. Mode ``line``.
        presence: suppresses doubles.

    Raises:
        WrongSetting: a framing that is not of lines.

    """

    def __init__(
        self,
        name: str,
        path: str,
        emit: Emit,
        kind: CardKind,
        framing: Framing = TYPED,
        presence: Presence | None = None,
    ) -> None:
        if framing.mode is not Mode.LINE:
            raise WrongSetting(f"mode {framing.mode}: a keyboard types lines; use line")
        super().__init__(name, emit, kind, framing, presence)
        self._path = path
        self._keys = KeyDecoder()

    def open(self) -> None:
        """Open and grab the event file.

        Raises:
            PortLost: it cannot be opened, or somebody else has grabbed it.

        """
        self._keys.clear()
        self._source = InputFile(self._path)

    def characters(self, data: bytes) -> bytes:
        """The characters that the key events mean."""
        return self._keys.feed(data)
