"""What our own pass says."""

from dataclasses import dataclass, field
from datetime import datetime

ID_LENGTH = 8
HOLDER_LENGTH = 16


@dataclass(frozen=True, slots=True)
class PassClaims:
    """The content of a pass, as it is signed.

    Attributes:
        id: 8 random bytes.
        masked_name: staff form, as on the sheet.
        holder: keyed hash of the holder's document number, bound to ``id``.
        kind: kind of the holder's document, a word of `DocumentKind`.
        generation: grows with every re-issue; a higher one kills the lower ones.
        issued_at: UTC, like ``not_before`` and ``expires`` (exclusive).

    """

    id: bytes
    masked_name: str = field(repr=False)
    holder: bytes = field(repr=False)
    kind: str
    generation: int
    issued_at: datetime
    not_before: datetime
    expires: datetime
