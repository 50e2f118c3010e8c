"""Whatever is shown together, nobody passes on a sheet that must not admit."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from judged import NOW, PERSON, POLICY, Passes, person
from sheets import (
    ANOTHERS,
    CLAIMS,
    CODE,
    HCERT,
    HERS,
    LINKED,
    NUMBER,
    RECORD,
    SHEET,
    show,
)

from verification.evidence import PaperEvidence
from verification.moments import ClockState
from verification.paper.paper import PaperKind, Refusal
from verification.policy import Policy, Worth
from verification.reasons import Outcome
from verification.verify import Verdict

HOUR = timedelta(hours=1)
OFTEN = 9  # most parts of a world are well, or one fault would hide all others


def mostly(good: Any, *others: Any) -> st.SearchStrategy[Any]:
    """As a rule ``good``, now and then one of the others."""
    return st.sampled_from([good] * OFTEN + list(others))


starts = mostly(NOW - HOUR, NOW, NOW + HOUR)
ends = mostly(NOW + HOUR, NOW, NOW - HOUR)
worths = mostly(Worth.ADMIT, Worth.NEEDS_ID, Worth.REFER)
refusals = mostly(None, *Refusal)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    return replace(
        POLICY,
        paper_requires_id=draw(mostly(False, True)),
        unlisted_pass=draw(worths),
        papers=draw(st.fixed_dictionaries(dict.fromkeys(POLICY.papers, worths))),
        max_list_age_hours=draw(mostly(None, 1, 24)),
        max_data_age_hours=draw(mostly(None, 1, 24)),
    )


@st.composite
def shelves(draw: st.DrawFn) -> Passes:
    record = RECORD._replace(
        not_before=draw(starts),
        expires=draw(ends),
        newest=draw(mostly(2, 3)),
        revoked=draw(mostly(False, True)),
    )
    return Passes(
        record=draw(st.sampled_from([None, record])),
        listed=draw(mostly(frozenset(), frozenset({RECORD.id}))),
        signed=draw(mostly(NOW, None, NOW - 9 * HOUR)),
        holder=draw(st.sampled_from([None, True, False])),
    )


@st.composite
def evidences(draw: st.DrawFn) -> PaperEvidence:
    paper = draw(st.sampled_from([SHEET, HCERT, NUMBER, None]))
    if paper is None:
        return CODE
    claims = replace(CLAIMS, not_before=draw(starts), expires=draw(ends))
    signed = claims if paper is SHEET else None
    return PaperEvidence(
        replace(
            paper,
            kind=draw(mostly(paper.kind, PaperKind.UNKNOWN)),
            authentic=draw(mostly(paper.authentic, False, None)),
            in_time=draw(mostly(paper.in_time, False, None)),
            expires=draw(st.none() | ends),
            refusal=draw(refusals),
            pass_claims=draw(mostly(signed, None)),
            birth=draw(mostly(paper.birth, "1931", None)),
        ),
    )


worlds = st.fixed_dictionaries(
    {
        "paper": evidences(),
        "beside": st.sampled_from([None, HERS, ANOTHERS]),
        "policy": policies(),
        "clock": mostly(ClockState.SYNCED, *ClockState),
        "shelf": shelves(),
        "card": mostly(LINKED, LINKED._replace(revoked=True)),
        "person": mostly("green", "yellow", "red", None).map(
            lambda word: person(status=word)
        ),
    }
)


def bad(world: dict[str, Any]) -> bool:
    """What no policy may let in, said once more and in other words."""
    evidence, shelf, holder = world["paper"], world["shelf"], world["beside"]
    paper, claims = evidence.paper, evidence.paper.pass_claims
    signed = not evidence.typed and paper.kind is not PaperKind.NUMBER
    record = shelf.record if paper.kind is PaperKind.PASS else None
    dates = [d for d in (record, claims) if d]
    hers = record is not None or paper.kind is PaperKind.NUMBER
    return any(
        (
            paper.kind is PaperKind.UNKNOWN,
            paper.refusal is not None,
            paper.authentic is False,
            paper.in_time is False,
            signed and paper.authentic is not True,
            signed and world["clock"] is ClockState.UNTRUSTED,
            any(not d.not_before <= NOW < d.expires for d in dates),
            paper.expires is not None and paper.expires <= NOW,
            bool(record and (record.revoked or record.newest > record.generation)),
            paper.kind is PaperKind.PASS and bool(shelf.listed),
            paper.kind is PaperKind.NUMBER and world["card"].revoked,
            hers and world["person"].status != "green",
            holder is HERS and world["person"].status == "red",
            hers and holder is ANOTHERS,
            _stale(world),
            evidence.typed and (holder is not HERS or record is None),
        )
    )


def _stale(world: dict[str, Any]) -> bool:
    shelf, limit = world["shelf"], world["policy"].max_list_age_hours
    only_listed = world["paper"].paper.kind is PaperKind.PASS and shelf.record is None
    old = shelf.signed is None or NOW - shelf.signed > HOUR * (limit or 0)
    return bool(limit) and only_listed and old


@settings(max_examples=400, deadline=None, database=None)
@given(worlds)
def test_no_combination_admits_what_must_not_pass(world: dict[str, Any]) -> None:
    verdict: Verdict = show(**world)
    if verdict.outcome is Outcome.ADMIT:
        assert not bad(world)
        assert verdict.paper is not None


@settings(max_examples=200, deadline=None, database=None)
@given(worlds)
def test_where_documents_are_asked_for_no_paper_admits_alone(
    world: dict[str, Any],
) -> None:
    strict = replace(world["policy"], paper_requires_id=True)
    verdict = show(**{**world, "beside": None, "policy": strict})
    assert verdict.outcome is not Outcome.ADMIT


@settings(max_examples=200, deadline=None, database=None)
@given(worlds)
def test_only_an_admission_claims_and_only_a_missing_document_is_wanted(
    world: dict[str, Any],
) -> None:
    verdict = show(**world)
    assert bool(verdict.claims) is (verdict.outcome is Outcome.ADMIT)
    assert not (verdict.wants_document and world["beside"])
    assert verdict.subject != PERSON.subject or verdict.masked_name is not None
