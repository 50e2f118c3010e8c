"""The requests of a read cycle, and which answers may belong to each.

The protocol has no sequence number, so an answer that comes late looks like
the answer to the next request. `fits` tells apart what can be told apart:
each step has its own success code or data length, and its own errors.
"""

from dataclasses import dataclass
from enum import StrEnum

from drivers.sam.frames import Answer
from drivers.sam.status import FOUND, STATUSES, SUCCESS

Pair = tuple[int, int]


class Step(StrEnum):
    """The requests that a kiosk makes."""

    RESET = "reset"
    STATUS = "status"
    FIND = "find"
    SELECT = "select"
    READ = "read"
    PRESENCE = "presence"


@dataclass(frozen=True, slots=True)
class SamCommands:
    """Command and parameter of each step.

    Some families (CVR-100AU) keep the frame and change the pairs: 00 81 find,
    00 82 select, 00 83 read. A step that a dialect lacks is ``None``: without
    ``status`` the module is not asked how it is, without ``presence`` a card
    counts as lifted as soon as it is not found.
    """

    find: Pair = (0x20, 0x01)
    select: Pair = (0x20, 0x02)
    read: Pair = (0x30, 0x01)
    presence: Pair | None = (0x30, 0x03)
    status: Pair | None = (0x11, 0xFF)
    reset: Pair | None = (0x10, 0xFF)

    def pair(self, step: Step) -> Pair | None:
        """The command of ``step``, ``None`` when this dialect has none."""
        pairs: dict[Step, Pair | None] = {
            Step.RESET: self.reset,
            Step.STATUS: self.status,
            Step.FIND: self.find,
            Step.SELECT: self.select,
            Step.READ: self.read,
            Step.PRESENCE: self.presence,
        }
        return pairs[step]


STANDARD = SamCommands()
ADDRESS_BYTES = 70  # one additional address, the data of a presence answer
SERIAL_BYTES = 8  # what select answers
READ_HEAD = 4  # two lengths before the text
TEXT_BYTES = 256

_ANYWHERE = frozenset({0x10, 0x11, 0x21, 0x23, 0x24, 0x60, 0x66})
_CARD_ERRORS = frozenset({0x31, 0x32, 0x33, 0x37, 0x3F, 0x40, 0x41, 0x47})
_ERRORS: dict[Step, frozenset[int]] = {
    Step.RESET: frozenset(),
    Step.STATUS: frozenset(),
    Step.FIND: frozenset({0x80, 0x40}),
    Step.SELECT: _CARD_ERRORS | {0x81},
    Step.READ: _CARD_ERRORS,
    Step.PRESENCE: _CARD_ERRORS | {0x80, 0x81, 0x91},
}


def fits(step: Step, answer: Answer) -> bool:
    """Whether ``answer`` can be the answer to ``step``."""
    code, size = answer.sw3, len(answer.data)
    if code in (SUCCESS, FOUND):
        return _success_fits(step, code, size)
    known = code in STATUSES
    return size == 0 and (not known or code in _ANYWHERE or code in _ERRORS[step])


def _success_fits(step: Step, code: int, size: int) -> bool:
    if step is Step.FIND:
        return code == FOUND
    if code != SUCCESS:
        return False
    if step is Step.SELECT:
        return size == SERIAL_BYTES
    if step is Step.READ:
        return size >= READ_HEAD + TEXT_BYTES
    if step is Step.PRESENCE:
        return size > 0 and size % ADDRESS_BYTES == 0
    return size == 0
