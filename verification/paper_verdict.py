"""The verdict on a paper: what screen, board and ledger need, and no more.

Nothing of a foreign paper's content is in it: a certificate may say much about
somebody's health, and nobody here asked for it.
"""

from datetime import datetime

from verification.cases import birth_year
from verification.catalogue import OUTCOME_OF
from verification.holders import holder_agrees
from verification.masks import mask_name, public_name
from verification.paper.paper import PaperKind
from verification.paper_case import PaperCase
from verification.passes.code import short_code
from verification.reasons import Outcome, Reason
from verification.rules import age_seconds
from verification.verdict import Verdict


def paper_verdict(case: PaperCase, reason: Reason) -> Verdict:
    """Outcome and reason with their surroundings."""
    standing, outcome = case.standing, OUTCOME_OF[reason]
    admitted = outcome is Outcome.ADMIT
    subject, name = _subject(case), _name(case)
    person = subject is not None and subject != case.name
    window = case.policy.reuse_window_minutes * 60
    return Verdict(
        outcome=outcome,
        reason=reason,
        rules=case.policy.version,
        kind=str(case.paper.kind),
        subject=subject,
        masked_name=mask_name(name) if name else None,
        public_name=public_name(name) if name else None,
        masked_number=_number(case),
        birth_year=_birth_year(case),
        data_age_s=age_seconds(standing, _known_since(case)),
        claim_seconds=case.policy.card_reuse_seconds if admitted and person else None,
        paper=case.name,
        paper_claim_seconds=window if admitted else None,
        wants_document=reason is Reason.PASS_NEEDS_ID and case.beside is None,
        warnings=(*case.warnings, *_doubt(case)),
    )


def _subject(case: PaperCase) -> bytes | None:
    return case.standing.subject or case.name


def _name(case: PaperCase) -> str | None:
    """The holder's; a card that is not the holder's names nobody here."""
    subject, beside = case.standing.subject, case.beside
    hers = beside is not None and subject is not None and beside.subject == subject
    return case.masked_name or (beside.evidence.name if beside and hers else None)


def _birth_year(case: PaperCase) -> int | None:
    beside = birth_year(case.beside) if case.beside else None
    return birth_year(case.standing) or beside


def _number(case: PaperCase) -> str | None:
    """A pass's short code, which admits nobody by itself; other numbers masked."""
    document = case.standing.document
    if document is not None:
        return document.masked
    return short_code(case.pass_id) if case.pass_id else None


def _known_since(case: PaperCase) -> datetime | None:
    """Of what the verdict rests on: the registry, or else the signed lists."""
    ours = case.paper.kind is PaperKind.PASS and not case.typed
    if ours and case.record is None:
        return case.standing.registry.papers.lists_at()
    return case.standing.data_at


def _doubt(case: PaperCase) -> tuple[str, ...]:
    laid = case.beside is not None
    return ("holder_unknown",) if laid and holder_agrees(case) is None else ()
