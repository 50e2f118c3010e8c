"""`examine`: what the codes on a sheet are worth."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

from verification.paper import foreign, hcert, shc, shc_text, vds_nc
from verification.paper.naming import name_of
from verification.paper.number import number_of
from verification.paper.paper import Paper, PaperKind, Refusal
from verification.paper.refused import Refused
from verification.paper.text import text_of
from verification.paper.trust import TrustStore

MOST_CODES = 64  # a health card has 32 parts at most

# What a library may raise on bytes that nobody thought of.
_UNFORESEEN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def examine(codes: Sequence[bytes], trust: TrustStore, at: datetime) -> Paper:
    """The one paper that the codes of one showing come to.

    A pass of ours wins, then a paper that is well, then the one that says most.

    Args:
        codes: the bytes of each code, the newest first.
        trust: whom we believe.
        at: the time to judge dates by; one without a zone is taken as UTC.

    Returns:
        Always a paper; what is wrong with it is its ``refusal``.

    """
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    papers = list(_papers(codes[:MOST_CODES], trust, aware))
    nothing = Paper(PaperKind.UNKNOWN, refusal=Refusal.MALFORMED)
    return min(papers, key=_rank, default=nothing)


def _papers(codes: Sequence[bytes], trust: TrustStore, at: datetime) -> Iterator[Paper]:
    cards: list[str] = []
    for code in dict.fromkeys(codes):
        try:
            text = text_of(code)
        except Refused as refused:
            yield _not_text(code, refused.refusal)
            continue
        if shc_text.is_health_card(text):
            cards.append(text)
        else:
            kind = _kind(text)
            yield _guarded(kind, partial(_single, text, kind, trust, at))
    if cards:
        yield _guarded(PaperKind.SHC, partial(shc.read, cards, trust.cards, at))


def _kind(text: str) -> PaperKind:
    """The kind, from how the text begins; nothing is decoded yet."""
    if hcert.is_hcert(text):
        return PaperKind.HCERT
    if vds_nc.is_seal(text):
        return PaperKind.VDS_NC
    return PaperKind.UNKNOWN if number_of(text) is None else PaperKind.NUMBER


def _single(text: str, kind: PaperKind, trust: TrustStore, at: datetime) -> Paper:
    """A paper that is one code."""
    if kind is PaperKind.HCERT:
        return hcert.read(text, trust, at)
    if kind is PaperKind.VDS_NC:
        return vds_nc.read(text, trust.certificates, at)
    number = number_of(text)
    if number is None:
        return foreign.read(text)
    return Paper(PaperKind.NUMBER, number=number, digest=name_of(number.encode()))


def _guarded(kind: PaperKind, read: Callable[[], Paper]) -> Paper:
    try:
        return read()
    except _UNFORESEEN:
        return Paper(kind, refusal=Refusal.MALFORMED)


def _not_text(code: bytes, refusal: Refusal) -> Paper:
    if refusal is Refusal.TOO_LARGE:
        return Paper(PaperKind.UNKNOWN, refusal=refusal, digest=name_of(code))
    return foreign.read(code.decode("latin-1"))


def _rank(paper: Paper) -> int:
    """The lower, the sooner a paper is the one that counts."""
    well = paper.refusal is None
    if paper.kind is PaperKind.PASS:
        return 0 if well else 1
    if paper.kind is PaperKind.UNKNOWN or paper.refusal is Refusal.INCOMPLETE:
        return 5  # the part of a card that somebody left must hide no number
    if paper.kind is PaperKind.NUMBER:
        return 4
    return 2 if well else 3
