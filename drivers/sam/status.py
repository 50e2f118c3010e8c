"""The module's status codes (SW3) and what each one asks of us.

SW1 and SW2 are the card's own status passed through; success needs both zero,
on errors SW3 decides alone. The codes are those of GA/T 467 as the makers'
manuals repeat them; 37 and 3F come from newer modules only.
"""

from dataclasses import dataclass
from enum import StrEnum

from drivers.sam.frames import Answer


class Action(StrEnum):
    """What to do after an answer."""

    NEXT = "next"  # it worked: go on
    NO_ITEM = "no_item"  # the card is there, but holds nothing of this kind
    KEEP_POLLING = "keep_polling"  # nothing to read: no card, or one already read
    RETRY = "retry"  # try select and read again
    REPRESENT = "represent"  # try again, then ask to lift and lay the card
    RESEND = "resend"  # our frame was garbled: flush, send once more
    RESET = "reset"  # reset the module once
    REJECT = "reject"  # the card's signature does not verify
    NOT_ID_CARD = "not_id_card"  # a card of another kind
    LOG = "log"  # a fault of ours or unknown: goes into the log
    OUT_OF_ORDER = "out_of_order"  # only the maker's service can help


@dataclass(frozen=True, slots=True)
class Status:
    """One SW3 code: a word for logs and states, and the action."""

    word: str
    action: Action


SUCCESS = 0x90
FOUND = 0x9F
SUCCESSES = frozenset({SUCCESS, FOUND})

STATUSES: dict[int, Status] = {
    0x90: Status("success", Action.NEXT),
    0x9F: Status("card_found", Action.NEXT),
    0x91: Status("no_such_item", Action.NO_ITEM),
    0x80: Status("no_card", Action.KEEP_POLLING),
    0x81: Status("select_failed", Action.RETRY),
    0x10: Status("request_checksum_wrong", Action.RESEND),
    0x11: Status("request_length_wrong", Action.RESEND),
    0x21: Status("command_unknown", Action.LOG),
    0x23: Status("operation_not_permitted", Action.LOG),
    0x24: Status("unidentified_error", Action.RESET),
    0x31: Status("card_refused_module", Action.REPRESENT),
    0x32: Status("module_refused_card", Action.REPRESENT),
    0x33: Status("signature_wrong", Action.REJECT),
    0x37: Status("fingerprint_failed", Action.LOG),
    0x3F: Status("information_length_wrong", Action.REPRESENT),
    0x40: Status("card_type_unknown", Action.NOT_ID_CARD),
    0x41: Status("read_failed", Action.REPRESENT),
    0x47: Status("no_random_number", Action.REPRESENT),
    0x60: Status("module_self_test_failed", Action.RESET),
    0x66: Status("module_not_authorised", Action.OUT_OF_ORDER),
}
UNKNOWN = Status("status_unknown", Action.LOG)


def status_of(answer: Answer) -> Status:
    """What the module said; a success with a non-zero SW1 or SW2 is none."""
    if answer.sw3 in SUCCESSES and (answer.sw1 or answer.sw2):
        return STATUSES[0x41]
    return STATUSES.get(answer.sw3, UNKNOWN)


def action_of(answer: Answer) -> Action:
    """What the answer asks of us."""
    return status_of(answer).action
