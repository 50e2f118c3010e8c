"""What a pass says, from what the registry says of its holder."""

from dataclasses import dataclass
from datetime import date, datetime

from verification.documents import Document
from verification.masks import mask_name
from verification.passes.claims import PassClaims
from verification.passes.holder import HolderKeys
from verification.passes.keys import SigningKey
from verification.registry import PersonDetails


@dataclass(frozen=True, slots=True)
class Hand:
    """What signs: the key of now, and the one that hides whose pass it is."""

    signer: SigningKey
    holder: HolderKeys


def claims_for(
    details: PersonDetails,
    hand: Hand,
    which: tuple[bytes, int],
    times: tuple[datetime, datetime, datetime],
) -> PassClaims:
    """The content of a pass.

    Args:
        details: of the holder.
        hand: the keys that it is made with.
        which: id and generation.
        times: of issue, begin and end.

    """
    pass_id, generation = which
    document = Document.parse(details.number, details.kind, today=date.max)
    return PassClaims(
        pass_id,
        mask_name(details.name),
        hand.holder.hash(hand.signer.kid, pass_id, document),
        str(details.kind),
        generation,
        *times,
    )
