"""The rules for papers, one by one; each has a sheet beside it that passes."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from judged import NOW, PERSON, SOMEBODY, Passes, attested, check, person, rules
from sheets import (
    ANOTHERS,
    CLAIMS,
    CODE,
    DAY,
    HCERT,
    HERS,
    LINKED,
    LISTED,
    NUMBER,
    OPEN,
    RECORD,
    SHEET,
    WITH_ID,
    show,
)

from verification.evidence import CardEvidence, PaperEvidence
from verification.moments import ClockState
from verification.paper.paper import Paper, PaperKind, Refusal
from verification.passes.code import short_code
from verification.policy import Policy, Worth
from verification.reasons import Outcome, Reason

EMPTY = Passes()  # a kiosk that never saw the registry, with fresh lists


def recorded(**changes: Any) -> Passes:
    return Passes(RECORD._replace(**changes))


@pytest.mark.parametrize("paper", [SHEET, HCERT, NUMBER])
def test_a_good_paper_passes_where_the_policy_says_so(paper: Paper) -> None:
    verdict = show(paper)
    assert (verdict.outcome, verdict.reason) == (Outcome.ADMIT, Reason.PASS_VALID)


@pytest.mark.parametrize("refusal", [None, *Refusal])
@pytest.mark.parametrize("authentic", [True, False, None])
@pytest.mark.parametrize("paper", [SHEET, HCERT])
def test_only_an_authentic_paper_that_nobody_refused_passes(
    paper: Paper, authentic: bool | None, refusal: Refusal | None
) -> None:
    verdict = show(replace(paper, authentic=authentic, refusal=refusal))
    passes = authentic is True and refusal is None
    assert passes is (verdict.outcome is Outcome.ADMIT)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"refusal": Refusal.MALFORMED}, Reason.PAPER_UNKNOWN),
        ({"refusal": Refusal.REVOKED}, Reason.PASS_REVOKED),
        ({"refusal": Refusal.TOO_LARGE}, Reason.PAPER_UNKNOWN),
        ({"refusal": Refusal.INCOMPLETE}, Reason.PAPER_UNKNOWN),
        ({"refusal": Refusal.TWO_EVENTS}, Reason.PAPER_UNKNOWN),
        ({"refusal": Refusal.UNSUPPORTED}, Reason.PAPER_UNKNOWN),
        ({"refusal": Refusal.UNKNOWN_KEY, "authentic": None}, Reason.PAPER_UNKNOWN),
        ({"kind": PaperKind.UNKNOWN}, Reason.PAPER_UNKNOWN),
        ({"authentic": None}, Reason.PAPER_UNKNOWN),
        ({"pass_claims": None}, Reason.PAPER_UNKNOWN),
        ({"refusal": Refusal.BAD_SIGNATURE, "authentic": False}, Reason.PASS_FORGED),
        ({"refusal": Refusal.ALGORITHM, "authentic": False}, Reason.PASS_FORGED),
        ({"refusal": Refusal.KEY_USAGE}, Reason.PASS_FORGED),
        ({"authentic": False, "pass_claims": None}, Reason.PASS_FORGED),
        ({"refusal": Refusal.EXPIRED, "in_time": False}, Reason.PASS_EXPIRED),
        ({"refusal": Refusal.NOT_YET_VALID, "in_time": False}, Reason.PASS_EXPIRED),
        ({"in_time": False}, Reason.PASS_EXPIRED),
        ({"expires": NOW}, Reason.PASS_EXPIRED),
    ],
)
def test_what_is_wrong_with_a_sheet_has_a_reason(
    change: dict[str, Any], reason: Reason
) -> None:
    assert reason is show(replace(SHEET, **change)).reason


@pytest.mark.parametrize(
    ("not_before", "expires", "reason"),
    [
        (NOW, NOW + DAY, Reason.PASS_VALID),
        (NOW + DAY / 1000, NOW + DAY, Reason.PASS_EXPIRED),
        (NOW - DAY, NOW, Reason.PASS_EXPIRED),
    ],
)
def test_a_pass_counts_from_its_first_second_to_before_its_last(
    not_before: Any, expires: Any, reason: Reason
) -> None:
    dates = {"not_before": not_before, "expires": expires}
    signed = replace(SHEET, expires=None, pass_claims=replace(CLAIMS, **dates))
    assert reason is show(signed).reason
    assert reason is show(CODE, HERS, shelf=recorded(**dates)).reason


@pytest.mark.parametrize(
    "shelf",
    [
        recorded(revoked=True, why="lost"),
        recorded(newest=3),
        Passes(RECORD, frozenset({RECORD.id})),
        Passes(None, frozenset({RECORD.id})),
    ],
)
def test_a_pass_that_was_withdrawn_here_or_on_the_list_is_refused(
    shelf: Passes,
) -> None:
    assert show(shelf=shelf).reason is Reason.PASS_REVOKED


def test_a_registered_number_is_withdrawn_like_a_card() -> None:
    revoked = LINKED._replace(revoked=True)
    assert show(NUMBER, card=revoked).reason is Reason.PASS_REVOKED


@pytest.mark.parametrize("paper", [SHEET, NUMBER])
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "yellow"}, Reason.STATUS_ATTENTION),
        ({"status": None}, Reason.STATUS_ATTENTION),
        ({"status": "red"}, Reason.STATUS_BARRED),
        ({"valid_until": date(2026, 11, 20)}, Reason.STATUS_EXPIRED),
        ({"revoked": True}, Reason.PASS_VALID),
    ],
)
def test_the_person_behind_a_paper_is_judged_as_with_her_card(
    paper: Paper, change: dict[str, Any], reason: Reason
) -> None:
    assert reason is show(paper, person=person(**change)).reason


def test_a_required_attestation_is_asked_for_behind_a_paper_too() -> None:
    policy = replace(OPEN, require=("travel",))
    assert show(policy=policy).reason is Reason.ATTESTATION_MISSING
    assert show(policy=policy, shown=attested(None)).reason is Reason.PASS_VALID


@pytest.mark.parametrize(
    ("worth", "reason"),
    [
        (Worth.ADMIT, Reason.PASS_VALID),
        (Worth.NEEDS_ID, Reason.PASS_NEEDS_ID),
        (Worth.REFER, Reason.NOT_REGISTERED),
    ],
)
def test_a_pass_that_the_registry_does_not_know_is_worth_what_the_policy_says(
    worth: Worth, reason: Reason
) -> None:
    verdict = show(policy=replace(OPEN, unlisted_pass=worth), shelf=EMPTY)
    assert (reason, ("unlisted",)) == (verdict.reason, verdict.warnings)


@pytest.mark.parametrize(
    ("kind", "worth"),
    [
        (PaperKind.PASS, Reason.PASS_VALID),
        (PaperKind.NUMBER, Reason.PASS_NEEDS_ID),
        (PaperKind.HCERT, Reason.PAPER_UNKNOWN),
        (PaperKind.SHC, Reason.PAPER_UNKNOWN),
        (PaperKind.VDS_NC, Reason.PAPER_UNKNOWN),
    ],
)
def test_without_a_word_of_the_site_only_our_own_pass_admits(
    kind: PaperKind, worth: Reason
) -> None:
    paper = {PaperKind.PASS: SHEET, PaperKind.NUMBER: NUMBER}.get(kind, HCERT)
    policy = rules(paper_requires_id=False)
    assert worth is show(replace(paper, kind=kind), policy=policy).reason


@pytest.mark.parametrize("policy", [replace(OPEN, paper_requires_id=True), WITH_ID])
@pytest.mark.parametrize("paper", [SHEET, HCERT, NUMBER])
def test_a_paper_that_needs_its_holder_asks_for_the_document(
    paper: Paper, policy: Policy
) -> None:
    alone = show(paper, policy=policy)
    assert (alone.reason, alone.wants_document) == (Reason.PASS_NEEDS_ID, True)
    beside = show(paper, HERS, policy)
    assert (beside.reason, beside.wants_document) == (Reason.PASS_VALID, False)


@pytest.mark.parametrize("policy", [OPEN, WITH_ID])
@pytest.mark.parametrize("paper", [SHEET, HCERT, NUMBER, CODE])
def test_a_paper_of_somebody_else_is_referred(paper: Paper, policy: Policy) -> None:
    assert show(paper, ANOTHERS, policy).reason is Reason.PASS_HOLDER_DIFFERS


def test_a_linked_card_is_as_good_as_the_document_where_we_know_both() -> None:
    card = LINKED._replace(card=b"senior:S1234")
    beside = CardEvidence("senior", "S1234")
    assert show(SHEET, beside, WITH_ID, card=card).reason is Reason.PASS_VALID


@pytest.mark.parametrize(
    ("matches", "reason"),
    [
        (True, Reason.PASS_VALID),
        (False, Reason.PASS_HOLDER_DIFFERS),
        (None, Reason.PASS_NEEDS_ID),
    ],
)
def test_an_unlisted_pass_is_compared_by_its_keyed_hash(
    matches: bool | None, reason: Reason
) -> None:
    policy = replace(WITH_ID, unlisted_pass=Worth.NEEDS_ID)
    verdict = show(SHEET, ANOTHERS, policy, shelf=replace(EMPTY, holder=matches))
    assert (reason, False) == (verdict.reason, verdict.wants_document)
    assert ("holder_unknown" in verdict.warnings) is (matches is None)


def test_a_hash_of_one_kind_of_document_says_nothing_of_another() -> None:
    policy = replace(WITH_ID, unlisted_pass=Worth.NEEDS_ID)
    shelf = replace(EMPTY, holder=True)
    senior = CardEvidence("senior", "S9999")
    assert show(SHEET, senior, policy, shelf=shelf).reason is Reason.PASS_NEEDS_ID


@pytest.mark.parametrize(
    ("birth", "reason"),
    [
        (SOMEBODY.birth.isoformat(), Reason.PASS_VALID),
        (SOMEBODY.birth.isoformat()[:7], Reason.PASS_NEEDS_ID),
        (str(SOMEBODY.birth.year), Reason.PASS_NEEDS_ID),
        (str(SOMEBODY.birth.year + 1), Reason.PASS_HOLDER_DIFFERS),
        (None, Reason.PASS_NEEDS_ID),
        ("", Reason.PASS_NEEDS_ID),
    ],
)
def test_a_foreign_paper_is_compared_by_its_birth_date(
    birth: str | None, reason: Reason
) -> None:
    paper = replace(HCERT, birth=birth)
    assert reason is show(paper, HERS, WITH_ID).reason


@pytest.mark.parametrize(
    ("beside", "lookup", "reason"),
    [
        (replace(HERS, valid_until=date(2026, 1, 1)), {}, Reason.DOCUMENT_EXPIRED),
        (HERS, {"person": person(revoked=True)}, Reason.CARD_REVOKED),
        (HERS, {"person": person(dead=True)}, Reason.NOT_REGISTERED),
        (HERS, {"person": person(status="red")}, Reason.STATUS_BARRED),
        (replace(HERS, number="9" * 18), {}, Reason.PASS_NEEDS_ID),
    ],
)
@pytest.mark.parametrize("paper", [SHEET, HCERT, NUMBER, CODE])
def test_the_document_beside_a_paper_must_count_itself(
    paper: Paper, beside: CardEvidence, lookup: dict[str, Any], reason: Reason
) -> None:
    assert reason is show(paper, beside, WITH_ID, **lookup).reason


def test_a_document_speaks_for_no_pass_that_may_be_somebody_elses() -> None:
    """She may come in with her card; with the pass of a stranger she may not."""
    policy = replace(OPEN, unlisted_pass=Worth.REFER)
    for matches, reason in (
        (True, Reason.PASS_VALID),
        (False, Reason.PASS_HOLDER_DIFFERS),
        (None, Reason.NOT_REGISTERED),
    ):
        shelf = replace(EMPTY, holder=matches)
        assert reason is show(SHEET, HERS, policy, shelf=shelf).reason


def test_the_holder_of_a_foreign_paper_is_judged_where_we_know_her() -> None:
    yellow = {"person": person(status="yellow")}
    assert show(HCERT, HERS, WITH_ID).subject == PERSON.subject
    assert show(HCERT, HERS, WITH_ID, **yellow).reason is Reason.STATUS_ATTENTION


def test_nobody_who_is_barred_comes_in_on_the_pass_of_another() -> None:
    barred = person(subject=f"resident:{ANOTHERS.number}".encode(), status="red")
    policy = replace(OPEN, unlisted_pass=Worth.ADMIT)
    verdict = show(SHEET, ANOTHERS, policy, shelf=EMPTY, person=barred)
    assert verdict.reason is Reason.STATUS_BARRED


def test_a_typed_code_admits_only_with_the_document_beside_it() -> None:
    alone = show(CODE)
    assert (alone.reason, alone.wants_document) == (Reason.PASS_NEEDS_ID, True)
    assert show(CODE, HERS).reason is Reason.PASS_VALID


@pytest.mark.parametrize(
    ("code", "warning"),
    [
        (short_code(b"unknown!"), ()),
        ("", ("code_length",)),
        (short_code(RECORD.id)[:-1] + "!", ("code_characters",)),
        ("0" * 8 + "1", ("code_check",)),
    ],
)
def test_a_code_that_leads_nowhere_is_not_registered(
    code: str, warning: tuple[str, ...]
) -> None:
    verdict = show(PaperEvidence.of_code(code), HERS)
    assert verdict.reason is Reason.NOT_REGISTERED
    assert warning == tuple(w for w in verdict.warnings if w.startswith("code"))


@pytest.mark.parametrize("number", ["ZJ2022-000124", "", "编号", "9" * 500, None])
def test_a_number_that_leads_to_nobody_is_not_registered(number: str | None) -> None:
    verdict = show(replace(NUMBER, number=number), HERS)
    assert verdict.reason is Reason.NOT_REGISTERED


@pytest.mark.parametrize(
    ("paper", "reason"),
    [
        (SHEET, Reason.CLOCK_UNTRUSTED),
        (HCERT, Reason.CLOCK_UNTRUSTED),
        (CODE, Reason.CLOCK_UNTRUSTED),
        (NUMBER, Reason.PASS_VALID),
        (replace(SHEET, refusal=Refusal.EXPIRED), Reason.CLOCK_UNTRUSTED),
        (replace(SHEET, refusal=Refusal.BAD_SIGNATURE), Reason.PASS_FORGED),
        (replace(SHEET, refusal=Refusal.UNKNOWN_KEY), Reason.PAPER_UNKNOWN),
    ],
)
def test_without_a_clock_nothing_that_has_dates_is_judged(
    paper: Paper, reason: Reason
) -> None:
    verdict = show(paper, HERS, clock=ClockState.UNTRUSTED)
    assert (reason, None) == (verdict.reason, verdict.data_age_s)


@pytest.mark.parametrize(
    ("shelf", "hours", "reason"),
    [
        (Passes(signed=NOW - DAY), 24, Reason.PASS_VALID),
        (Passes(signed=NOW - 2 * DAY), 24, Reason.DATA_STALE),
        (Passes(signed=None), 24, Reason.DATA_STALE),
        (Passes(signed=None), None, Reason.PASS_VALID),
        (Passes(RECORD, signed=None), 24, Reason.PASS_VALID),
    ],
)
def test_old_lists_judge_no_pass_that_only_they_know(
    shelf: Passes, hours: int | None, reason: Reason
) -> None:
    policy = replace(OPEN, max_list_age_hours=hours)
    assert reason is show(policy=policy, shelf=shelf).reason


@pytest.mark.parametrize(
    ("paper", "shelf", "reason"),
    [
        (SHEET, LISTED, Reason.DATA_STALE),
        (NUMBER, LISTED, Reason.DATA_STALE),
        (CODE, LISTED, Reason.DATA_STALE),
        (SHEET, EMPTY, Reason.PASS_VALID),
        (HCERT, LISTED, Reason.PASS_VALID),
    ],
)
def test_old_data_judges_nobody_whom_the_registry_knows(
    paper: Paper, shelf: Passes, reason: Reason
) -> None:
    policy = replace(OPEN, max_data_age_hours=1)
    assert reason is show(paper, policy=policy, shelf=shelf).reason


def test_the_verdict_says_how_old_what_it_rests_on_is() -> None:
    assert show().data_age_s == 3 * 3600
    assert show(shelf=EMPTY).data_age_s == 2 * 3600
    assert show(shelf=Passes(signed=None)).data_age_s is None


def test_a_verdict_on_a_pass_says_what_lane_board_and_ledger_need() -> None:
    verdict = show()
    assert (verdict.subject, verdict.masked_name) == (PERSON.subject, "李**国")
    assert (verdict.public_name, verdict.kind) == ("李＊＊国", "pass")
    assert verdict.masked_number == short_code(RECORD.id)
    assert verdict.birth_year == PERSON.birth_year


def test_a_verdict_on_a_foreign_paper_keeps_nothing_of_its_content() -> None:
    verdict = show(HCERT)
    assert (verdict.subject, verdict.kind) == (HCERT.digest, "hcert")
    assert (verdict.masked_name, verdict.masked_number) == (None, None)


def test_an_admitting_paper_claims_itself_and_its_person() -> None:
    verdict = show()
    assert verdict.paper not in (None, PERSON.subject)
    assert verdict.claims == ((verdict.paper, 600), (PERSON.subject, 30))
    assert show(shelf=recorded(revoked=True)).claims == ()


def test_a_pass_is_the_same_whether_it_is_read_or_typed() -> None:
    assert show().claims == show(CODE, HERS).claims
    assert show().claims[0] == show(shelf=EMPTY).claims[0]


def test_an_unlisted_pass_claims_itself_alone() -> None:
    verdict = show(shelf=EMPTY)
    assert verdict.subject == verdict.paper
    assert verdict.claims == ((verdict.paper, 600),)


def test_a_verdict_on_a_paper_shows_nothing_personal_in_repr() -> None:
    text = repr(show(NUMBER, replace(HERS, name="李建立国")))
    assert "李" not in text
    assert "0123" not in text


def test_another_name_on_the_document_is_a_warning() -> None:
    verdict = show(SHEET, replace(HERS, name="王小明"))
    assert verdict.reason is Reason.PASS_VALID
    assert "name_differs" in verdict.warnings


def test_a_reader_cannot_pass_a_certificate_off_as_a_card() -> None:
    verdict = check(CardEvidence("paper", NUMBER.number or ""), OPEN, card=LINKED)
    assert verdict.reason is Reason.NOT_REGISTERED
