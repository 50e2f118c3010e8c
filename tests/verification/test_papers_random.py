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
times = st.sampled_from([NOW - 9 * HOUR, NOW - HOUR, NOW, NOW + HOUR, NOW + 9 * HOUR])
worths = st.sampled_from(list(Worth))
papers = st.sampled_from([SHEET, HCERT, NUMBER])


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    return replace(
        POLICY,
        paper_requires_id=draw(st.booleans()),
        unlisted_pass=draw(worths),
        papers=draw(st.fixed_dictionaries(dict.fromkeys(POLICY.papers, worths))),
        max_list_age_hours=draw(st.sampled_from([None, 1, 24])),
        max_data_age_hours=draw(st.sampled_from([None, 1, 24])),
    )


@st.composite
def shelves(draw: st.DrawFn) -> Passes:
    record = RECORD._replace(
        not_before=draw(times),
        expires=draw(times),
        newest=draw(st.sampled_from([2, 3])),
        revoked=draw(st.booleans()),
    )
    return Passes(
        record=draw(st.sampled_from([None, record, RECORD])),
        listed=draw(st.sampled_from([frozenset(), frozenset({RECORD.id})])),
        signed=draw(st.none() | times),
        holder=draw(st.sampled_from([None, True, False])),
    )


@st.composite
def evidences(draw: st.DrawFn) -> PaperEvidence:
    if draw(st.booleans()):
        return CODE
    paper = draw(papers)
    claims = replace(CLAIMS, not_before=draw(times), expires=draw(times))
    return PaperEvidence(
        replace(
            paper,
            kind=draw(st.sampled_from([paper.kind, PaperKind.UNKNOWN])),
            authentic=draw(st.sampled_from([True, True, False, None])),
            in_time=draw(st.sampled_from([True, True, False, None])),
            expires=draw(st.none() | times),
            refusal=draw(st.none() | st.sampled_from(list(Refusal))),
            pass_claims=draw(st.sampled_from([paper.pass_claims, claims, None])),
            birth=draw(st.sampled_from([paper.birth, "1931", None])),
        ),
    )


worlds = st.fixed_dictionaries(
    {
        "paper": evidences(),
        "beside": st.sampled_from([None, HERS, ANOTHERS]),
        "policy": policies(),
        "clock": st.sampled_from(list(ClockState)),
        "shelf": shelves(),
        "card": st.booleans().map(lambda gone: LINKED._replace(revoked=gone)),
        "person": st.sampled_from(["green", "yellow", "red", None]).map(
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
            evidence.typed and (holder is not HERS or record is None),
        )
    )


@settings(max_examples=600, deadline=None, database=None)
@given(worlds)
def test_no_combination_admits_what_must_not_pass(world: dict[str, Any]) -> None:
    verdict: Verdict = show(**world)
    if verdict.outcome is Outcome.ADMIT:
        assert not bad(world)
        assert verdict.paper is not None


@settings(max_examples=300, deadline=None, database=None)
@given(worlds)
def test_where_documents_are_asked_for_no_paper_admits_alone(
    world: dict[str, Any],
) -> None:
    strict = replace(world["policy"], paper_requires_id=True)
    verdict = show(**{**world, "beside": None, "policy": strict})
    assert verdict.outcome is not Outcome.ADMIT


@settings(max_examples=300, deadline=None, database=None)
@given(worlds)
def test_only_an_admission_claims_and_only_a_missing_document_is_wanted(
    world: dict[str, Any],
) -> None:
    verdict = show(**world)
    assert bool(verdict.claims) is (verdict.outcome is Outcome.ADMIT)
    assert not (verdict.wants_document and world["beside"])
    assert verdict.subject != PERSON.subject or verdict.masked_name is not None
