"""Whether a paper and the document beside it belong to one person."""

from verification.paper.paper import PaperKind
from verification.paper_case import PaperCase
from verification.rules import Case

WHOLE_DATE = 10  # 1950-03-07; a foreign paper may know the year only


def holder_agrees(case: PaperCase) -> bool | None:
    """Whether the document beside a paper is its holder's.

    Returns:
        ``None`` when there is none, or nothing by which to compare.

    """
    beside = case.beside
    if beside is None or beside.document is None:
        return None
    if case.by_registry or case.record is not None:
        return _same_person(case, beside)
    if case.paper.kind is PaperKind.PASS:
        return _same_hash(case, beside)
    return _same_birth(case.paper.birth, beside)


def _same_person(case: PaperCase, beside: Case) -> bool | None:
    """The registry knows whose paper it is; an unknown card tells nothing."""
    if case.standing.person is None or beside.subject is None:
        return None
    return case.standing.person.subject == beside.subject


def _same_hash(case: PaperCase, beside: Case) -> bool | None:
    """The signed pass has a keyed hash of its holder's number, of one kind."""
    claims, document, kid = case.paper.pass_claims, beside.document, case.paper.kid
    if claims is None or document is None or kid is None:
        return None
    if claims.kind != document.kind:
        return None
    papers = case.standing.registry.papers
    return papers.holder_matches(claims, bytes.fromhex(kid), document)


def _same_birth(birth: str | None, beside: Case) -> bool | None:
    known = beside.evidence.birth or (beside.document and beside.document.birth)
    if not birth or not known:
        return None
    if not known.isoformat().startswith(birth):
        return False
    return True if len(birth) == WHOLE_DATE else None
