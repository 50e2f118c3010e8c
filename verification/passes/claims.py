"""What our own pass says, and how that stands in its signed map.

The container is HCERT (EU/WHO Electronic Health Certificate Specification 1.1.1):
a CWT (RFC 8392) whose claim -260 holds sub-claims; negative numbers among these
are free for anybody's use. Ours, a nod to GB/T 38961:

====== ====== ===================================================================
claim  type   meaning
====== ====== ===================================================================
4      uint   exp, Unix seconds: the first second at which the pass has expired
5      uint   nbf, Unix seconds
6      uint   iat, Unix seconds
-260   map    {-38961: map}, and in that map:
1      bstr   pass id, 8 random bytes
2      tstr   masked name, the staff form
3      bstr   holder: keyed hash of the document number, 16 bytes
4             never used: a health status does not stand on paper
5      uint   kind of the document, see `KIND_NUMBERS`
6      uint   generation, from 1
====== ====== ===================================================================

A reader leaves keys that it does not know alone, so that a later one may be added.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from verification.documents import DocumentKind
from verification.masks import clean_name, mask_name
from verification.passes.errors import ContentProblem

ID_LENGTH = 8
HOLDER_LENGTH = 16
NAME_LENGTH = 16  # characters that a reader takes; a masked name has four at most
LAST_GENERATION = 2**32 - 1
LAST_SECOND = 253_402_300_799  # the end of the year 9999

EXPIRES, NOT_BEFORE, ISSUED_AT, HCERT = 4, 5, 6, -260
PASS = -38961
ID, NAME, HOLDER, KIND, GENERATION = 1, 2, 3, 5, 6

KIND_NUMBERS: Mapping[str, int] = {
    DocumentKind.RESIDENT: 1,
    DocumentKind.HMT: 2,
    DocumentKind.FOREIGN_2017: 3,
    DocumentKind.FOREIGN_2023: 4,
    DocumentKind.SOCIAL_SECURITY: 5,
    DocumentKind.SENIOR: 6,
    DocumentKind.CITIZEN: 7,
}
_KIND_WORDS = {number: str(kind) for kind, number in KIND_NUMBERS.items()}


@dataclass(frozen=True, slots=True)
class PassClaims:
    """The content of a pass, as it is signed.

    Attributes:
        id: 8 random bytes.
        masked_name: staff form, as on the sheet.
        holder: keyed hash of the holder's document number, bound to ``id``.
        kind: kind of the holder's document, a word of `DocumentKind`.
        generation: grows with every re-issue; a higher one kills the lower ones.
        issued_at: UTC, whole seconds, like ``not_before`` and ``expires`` (exclusive).

    """

    id: bytes
    masked_name: str = field(repr=False)
    holder: bytes = field(repr=False)
    kind: str
    generation: int
    issued_at: datetime
    not_before: datetime
    expires: datetime


def to_map(claims: PassClaims) -> dict[int, object]:
    """All claims of the CWT of a pass.

    Raises:
        ContentProblem: what no reader would take, or a name that is not masked.

    """
    if mask_name(claims.masked_name) != claims.masked_name:
        raise ContentProblem("the name on a pass must be masked")
    body: dict[int, object] = {
        ID: claims.id,
        NAME: claims.masked_name,
        HOLDER: claims.holder,
        KIND: KIND_NUMBERS.get(claims.kind),
        GENERATION: claims.generation,
    }
    iat, nbf, exp = map(seconds, (claims.issued_at, claims.not_before, claims.expires))
    read_claims(body, iat, nbf, exp)
    return {EXPIRES: exp, NOT_BEFORE: nbf, ISSUED_AT: iat, HCERT: {PASS: body}}


def read_claims(mapping: object, iat: object, nbf: object, exp: object) -> PassClaims:
    """A pass from what stands under -38961 and from its times as the CWT has them.

    Raises:
        ContentProblem: a part is missing, or of another type, length or order.

    """
    if not isinstance(mapping, Mapping):
        raise ContentProblem("the content of a pass is a map")
    kind = _KIND_WORDS.get(whole(mapping.get(KIND), "kind", 255))
    if kind is None:
        raise ContentProblem("a pass with a kind of document that is not known")
    issued_at, not_before, expires = moment(iat), moment(nbf), moment(exp)
    if not (issued_at < expires and not_before < expires):
        raise ContentProblem("a pass that expires before it begins")
    return PassClaims(
        id=_bytes(mapping.get(ID), "id", ID_LENGTH),
        masked_name=_name(mapping.get(NAME)),
        holder=_bytes(mapping.get(HOLDER), "holder", HOLDER_LENGTH),
        kind=kind,
        generation=whole(mapping.get(GENERATION), "generation", LAST_GENERATION),
        issued_at=issued_at,
        not_before=not_before,
        expires=expires,
    )


def seconds(at: datetime) -> int:
    """A moment as a CWT has it; parts of a second are cut off."""
    return int(at.timestamp())


def moment(value: object) -> datetime:
    """A moment from the whole seconds of a CWT.

    Raises:
        ContentProblem: it is none.

    """
    return datetime.fromtimestamp(whole(value, "time", LAST_SECOND), UTC)


def whole(value: object, what: str, last: int) -> int:
    """A number from 1 to ``last``.

    Raises:
        ContentProblem: it is none.

    """
    if type(value) is not int or not 1 <= value <= last:  # True is an int, too
        raise ContentProblem(f"not a right {what}")
    return value


def _bytes(value: object, what: str, length: int) -> bytes:
    if not isinstance(value, bytes) or len(value) != length:
        raise ContentProblem(f"a pass without a right {what}")
    return value


def _name(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= NAME_LENGTH:
        raise ContentProblem("a pass without a right name")
    if clean_name(value) != value:
        raise ContentProblem("a name with signs that nobody can see")
    return value
