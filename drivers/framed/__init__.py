"""Readers that send a card's number by themselves, in whatever framing."""

from drivers.framed.driver import FramedReader
from drivers.framed.enrolment import NotEnrollable, check_enrolment, is_random_uid
from drivers.framed.framing import (
    PRESETS,
    ByteOrder,
    Checksum,
    Encoding,
    Form,
    Framing,
    Mode,
    Over,
)
from drivers.framed.settings import framing_from

__all__ = [
    "PRESETS",
    "ByteOrder",
    "Checksum",
    "Encoding",
    "Form",
    "FramedReader",
    "Framing",
    "Mode",
    "NotEnrollable",
    "Over",
    "check_enrolment",
    "framing_from",
    "is_random_uid",
]
