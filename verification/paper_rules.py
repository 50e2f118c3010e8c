"""The rules for papers, in the order in which they are asked.

What cannot be read or is signed by nobody we know is referred; what is signed
wrongly is refused; then come the clock, the age of what we know, the dates, the
revocations, the person as for a card, the document beside the paper, and last what
the policy says that such a paper is worth.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from verification.holders import holder_agrees
from verification.paper.paper import Paper, PaperKind, Refusal
from verification.paper_case import PaperCase
from verification.policy import Worth
from verification.reasons import Reason
from verification.rules import (
    DOCUMENT_RULES,
    PERSON_RULES,
    data_age,
    first_of,
    status,
)

PaperRule: TypeAlias = Callable[[PaperCase], Reason | None]

FORGED = frozenset({Refusal.BAD_SIGNATURE, Refusal.ALGORITHM, Refusal.KEY_USAGE})
OUT_OF_TIME = frozenset({Refusal.EXPIRED, Refusal.NOT_YET_VALID})


def paper_reason(case: PaperCase) -> Reason:
    """The reason of the first rule that has one; nothing against it: valid."""
    found = (rule(case) for rule in PAPER_RULES)
    return next((reason for reason in found if reason), Reason.PASS_VALID)


def worth_of(case: PaperCase) -> Worth:
    """What the policy says that this paper is worth, if nothing is against it."""
    policy, kind = case.policy, case.paper.kind
    if kind is PaperKind.PASS and case.standing.person is None:
        worth = policy.unlisted_pass
    else:
        worth = policy.papers.get(kind, Worth.REFER)
    demanded = case.typed or policy.paper_requires_id
    return Worth.NEEDS_ID if worth is Worth.ADMIT and demanded else worth


def _recognised(case: PaperCase) -> Reason | None:
    """A kind that we can check, read whole, from an issuer whom we know."""
    paper = case.paper
    if paper.kind is PaperKind.UNKNOWN or paper.refusal not in JUDGED:
        return Reason.PAPER_UNKNOWN
    if case.by_registry or _is_forged(paper):
        return None
    wordless = paper.kind is PaperKind.PASS and paper.pass_claims is None
    return Reason.PAPER_UNKNOWN if wordless or paper.authentic is None else None


def _genuine(case: PaperCase) -> Reason | None:
    return Reason.PASS_FORGED if _is_forged(case.paper) else None


def _clock(case: PaperCase) -> Reason | None:
    """Every signed paper and every pass has dates; a number may have an end."""
    number = case.paper.kind is PaperKind.NUMBER and _last_day(case) is None
    dated = case.typed or not number
    return Reason.CLOCK_UNTRUSTED if dated and case.standing.undated else None


def _fresh(case: PaperCase) -> Reason | None:
    """What we know of it is not too old: the registry, or else the signed lists."""
    known = case.record is not None or case.standing.person is not None
    stale = data_age(case.standing) if known or case.by_registry else None
    if stale or case.record or case.typed or case.paper.kind is not PaperKind.PASS:
        return stale
    hours = case.policy.max_list_age_hours
    if hours is None:
        return None
    signed = case.standing.registry.papers.lists_at()
    if signed is None or case.standing.now.utc - signed > timedelta(hours=hours):
        return Reason.DATA_STALE
    return None


def _in_force(case: PaperCase) -> Reason | None:
    paper, now = case.paper, case.standing.now.utc
    judged = paper.in_time is False or paper.refusal in OUT_OF_TIME
    over = judged or any(now < start or now >= end for start, end in _dates(case))
    last = _last_day(case)
    ended = last is not None and last < case.standing.today
    return Reason.PASS_EXPIRED if over or ended else None


def _last_day(case: PaperCase) -> date | None:
    """Until when a registered number counts, as the office knows it."""
    card = case.standing.card
    return card.valid_until if card else None


def _dates(case: PaperCase) -> list[tuple[datetime, datetime]]:
    """From (inclusive) and until (exclusive), of each who knows them."""
    dates = [
        (known.not_before, known.expires)
        for known in (case.paper.pass_claims, case.record)
        if known
    ]
    if case.paper.expires:
        dates.append((EARLIEST, case.paper.expires))
    return dates


def _revoked(case: PaperCase) -> Reason | None:
    record, card, pass_id = case.record, case.standing.card, case.pass_id
    ended = bool(record and record.ended) or bool(card and card.revoked)
    if case.paper.refusal is Refusal.REVOKED:  # by its own issuer's list
        ended = True
    if pass_id and case.standing.registry.papers.pass_revoked(pass_id):
        ended = True
    return Reason.PASS_REVOKED if ended else None


def _standing(case: PaperCase) -> Reason | None:
    """The person behind it is judged as if she had laid her card."""
    return first_of(PERSON_RULES, case.standing) if case.standing.person else None


def _beside(case: PaperCase) -> Reason | None:
    """The document beside it must count itself, whoever's it is."""
    if case.beside is None:
        return None
    reason = first_of(DOCUMENT_RULES, case.beside)
    if case.beside.dead:
        reason = reason or Reason.NOT_REGISTERED
    if reason or case.beside.person is None:
        return reason
    barred = status(case.beside)
    return barred if barred is Reason.STATUS_BARRED else None


def _registered(case: PaperCase) -> Reason | None:
    unknown = case.by_registry and case.standing.person is None
    return Reason.NOT_REGISTERED if unknown else None


def _worth(case: PaperCase) -> Reason | None:
    if worth_of(case) is not Worth.REFER:
        return None
    ours = case.paper.kind is PaperKind.PASS and case.standing.person is None
    return Reason.NOT_REGISTERED if ours else Reason.PAPER_UNKNOWN


def _holder(case: PaperCase) -> Reason | None:
    """A document beside it that is another's, whether or not one is needed."""
    return Reason.PASS_HOLDER_DIFFERS if holder_agrees(case) is False else None


def _needed(case: PaperCase) -> Reason | None:
    unproven = worth_of(case) is Worth.NEEDS_ID and not holder_agrees(case)
    return Reason.PASS_NEEDS_ID if unproven else None


def _is_forged(paper: Paper) -> bool:
    return paper.authentic is False or paper.refusal in FORGED


EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
JUDGED = frozenset({None, Refusal.REVOKED}) | FORGED | OUT_OF_TIME
PAPER_RULES: tuple[PaperRule, ...] = (
    _recognised,
    _genuine,
    _clock,
    _fresh,
    _in_force,
    _revoked,
    _registered,
    _standing,
    _beside,
    _holder,
    _worth,
    _needed,
)
