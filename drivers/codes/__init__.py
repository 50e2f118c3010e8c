"""Codes on paper: a ladder of attempts, from a quick look to a thorough one."""

from drivers.codes.gate import ChangeGate, Movement
from drivers.codes.interest import Interest, interest
from drivers.codes.ladder import Ladder
from drivers.codes.photographs import NotAPhotograph, photograph

__all__ = [
    "ChangeGate",
    "Interest",
    "Ladder",
    "Movement",
    "NotAPhotograph",
    "interest",
    "photograph",
]
