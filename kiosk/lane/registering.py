"""Who may be registered on the spot, and with what."""

from drivers.protocols import CardRead
from kiosk.live.laid import Laid
from verification.reasons import Reason
from verification.verdict import Verdict

CAN_BE_ADDED = frozenset(  # what a card lacked, and a member of staff can add
    {Reason.NOT_REGISTERED, Reason.STATUS_EXPIRED, Reason.ATTESTATION_MISSING}
)


def registrable(verdict: Verdict) -> bool:
    """Whether what was missing can be added while the visitor waits.

    Nobody can be registered under a number whose check character is wrong.
    """
    wrong = any(warning.startswith("number_") for warning in verdict.warnings)
    return verdict.reason in CAN_BE_ADDED and not wrong


def laid_card(read: CardRead) -> Laid:
    """What of a card is needed to register its holder."""
    return Laid(read.kind.value, read.number, read.name, read.birth, read.valid_until)
