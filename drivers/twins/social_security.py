"""A virtual social-security card and the slot that it is put into."""

from collections import deque

from drivers.errors import NoAnswer, PortLost
from drivers.pcsc.card import CardChannel
from drivers.twins.faults import Fault

APPLICATION = bytes.fromhex("737831 2E7368 2E C9E7BBE1B1A3D5CF")
BASIC_FILE = bytes.fromhex("EF05")
OK, NOT_FOUND, WRONG_P1_P2 = (0x90, 0x00), (0x6A, 0x82), (0x6A, 0x86)
UNKNOWN_COMMAND = (0x6D, 0x00)
Reply = tuple[bytes, int, int]


class SocialSecurityCard:
    """Answers the APDUs that are free on a social-security card.

    Args:
        number: nine ASCII characters.
        fetched: answers come as 61xx and are fetched by GET RESPONSE (T=0).
        file_p1: the one P1 with which this card lets its files be selected.
        strict_length: a wrong Le is answered 6Cxx.

    """

    def __init__(
        self,
        number: str,
        fetched: bool = False,
        file_p1: int = 0x02,
        strict_length: bool = False,
    ) -> None:
        self.apdus: list[bytes] = []
        self._record = bytes([0x07, len(number)]) + number.encode("ascii")
        self._fetched = fetched
        self._file_p1 = file_p1
        self._strict_length = strict_length
        self._waiting = b""
        self._selected: list[bytes] = []

    def transmit(self, apdu: bytes) -> Reply:
        """The answer's data, SW1 and SW2."""
        self.apdus.append(apdu)
        instruction = apdu[1]
        if instruction == 0xC0:
            data, self._waiting = self._waiting, b""
            return data, *OK
        if instruction == 0xA4:
            return self._select(apdu[2], apdu[5:])
        if instruction == 0xB2:
            return self._read(apdu[2], apdu[4])
        return b"", *UNKNOWN_COMMAND

    def _select(self, p1: int, name: bytes) -> Reply:
        if p1 == 0x04 and name == APPLICATION:
            self._selected = [name]
            return self._give(b"\x6f\x00")
        if not self._selected or name != BASIC_FILE:
            return b"", *NOT_FOUND
        if p1 != self._file_p1:
            return b"", *WRONG_P1_P2
        self._selected.append(name)
        return self._give(b"")

    def _read(self, record: int, length: int) -> Reply:
        if self._selected[1:] != [BASIC_FILE] or record != 0x07:
            return b"", 0x6A, 0x83
        if self._strict_length and length != len(self._record):
            return b"", 0x6C, len(self._record)
        return self._give(self._record)

    def _give(self, data: bytes) -> Reply:
        if not (self._fetched and data):
            return data, *OK
        self._waiting = data
        return b"", 0x61, len(data)


class CardSlotTwin:
    """A slot; any object with `transmit` can be put into it."""

    def __init__(self) -> None:
        self._card: CardChannel | None = None
        self._faults: set[Fault] = set()
        self.looks: deque[bool] = deque(maxlen=1000)  # was there a card

    def insert(self, card: CardChannel) -> None:
        """Put a card in."""
        self._card = card

    def remove(self) -> None:
        """Pull it out."""
        self._card = None

    def fault(self, word: Fault, on: bool = True) -> None:
        """``silent``: the card does not answer; ``unplug``: the reader is gone.

        Raises:
            ValueError: a slot knows no other fault.

        """
        if word not in (Fault.SILENT, Fault.UNPLUG):
            raise ValueError(f"a slot knows no fault {word}; it knows silent, unplug")
        if on:
            self._faults.add(word)
        else:
            self._faults.discard(word)

    def connect(self) -> CardChannel | None:
        """The card with power on, ``None`` when there is none."""
        if Fault.UNPLUG in self._faults:
            raise PortLost("the virtual slot is unplugged")
        self.looks.append(self._card is not None)
        return None if self._card is None else self

    def transmit(self, apdu: bytes) -> Reply:
        """The card's answer."""
        card = self._card
        if card is None or Fault.SILENT in self._faults:
            raise NoAnswer("the virtual card does not answer")
        return card.transmit(apdu)

    def disconnect(self) -> None:
        """Let go of the card."""
