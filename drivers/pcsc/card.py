"""Reading the number of a social-security card (社保卡).

The card's application "sx1.sh.社会保障" holds the basic file EF05, which is free
to read; its record 7 is the card's number as a TLV of tag 07. EF06, which
holds the citizen number, wants a PIN in many provinces and is never touched:
a wrong PIN locks the card.
"""

from typing import Protocol

from drivers.errors import DeviceRefused, WrongAnswer

NUMBER_TAG = 0x07
MOST_PARTS = 8  # of one answer; a broken card must not keep us for ever
OK = (0x90, 0x00)
MORE = 0x61  # so many bytes wait for GET RESPONSE
WRONG_LENGTH = 0x6C  # SW2 is the length to ask for

SELECT_APPLICATION = bytes.fromhex("00A404000F") + "sx1.sh.社会保障".encode("gbk")
# Cards want one or the other way to select the basic file, one or the other
# way to read its record.
SELECT_BASIC = (bytes.fromhex("00A4020002EF05"), bytes.fromhex("00A4000002EF05"))
READ_NUMBER = (bytes.fromhex("00B207040B"), bytes.fromhex("00B2070400"))


class CardChannel(Protocol):
    """A card with power on."""

    def transmit(self, apdu: bytes) -> tuple[bytes, int, int]:
        """The answer's data, SW1 and SW2."""


def read_number(channel: CardChannel) -> str:
    """The card number of a social-security card.

    Raises:
        DeviceRefused: not such a card, or one that does not give its number.
        WrongAnswer: the record holds no number.

    """
    _first_accepted(channel, (SELECT_APPLICATION,), "not_social_security")
    _first_accepted(channel, SELECT_BASIC, "no_basic_file")
    record = _first_accepted(channel, READ_NUMBER, "no_number_record")
    return number_in_record(record)


def number_in_record(record: bytes) -> str:
    """The ASCII number in the TLV of tag 07.

    Raises:
        WrongAnswer: no such tag, a length beyond the record, or no ASCII.

    """
    value = _values(record).get(NUMBER_TAG, b"").strip(b" \0\xff")
    if not value or not (value.isascii() and value.isalnum()):
        raise WrongAnswer("the record holds no card number")
    return value.decode("ascii").upper()


def _values(record: bytes) -> dict[int, bytes]:
    """One-byte tags and one-byte lengths; a value that is cut short is none."""
    values = {}
    at = 0
    while at + 2 <= len(record):
        tag, size = record[at], record[at + 1]
        value = record[at + 2 : at + 2 + size]
        if len(value) < size:
            break
        values[tag] = value
        at += 2 + size
    return values


def _first_accepted(
    channel: CardChannel, apdus: tuple[bytes, ...], otherwise: str
) -> bytes:
    """The data of the first APDU that the card accepts."""
    for apdu in apdus:
        data, sw1, sw2 = _whole_answer(channel, apdu)
        if (sw1, sw2) == OK:
            return data
    raise DeviceRefused(otherwise)


def _whole_answer(channel: CardChannel, apdu: bytes) -> tuple[bytes, int, int]:
    """The answer, fetched in parts where the card says 61xx or 6Cxx."""
    data, sw1, sw2 = channel.transmit(apdu)
    if sw1 == WRONG_LENGTH:
        data, sw1, sw2 = channel.transmit(apdu[:4] + bytes([sw2]))
    for _ in range(MOST_PARTS):
        if sw1 != MORE:
            break
        part, sw1, sw2 = channel.transmit(bytes([0x00, 0xC0, 0x00, 0x00, sw2]))
        data += part
    return data, sw1, sw2
