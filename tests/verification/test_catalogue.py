"""Every reason is complete, kind and in two languages."""

import re
from dataclasses import astuple, fields

import pytest

from verification.catalogue import CATALOGUE, OUTCOME_OF, Explanation, explain
from verification.reasons import Outcome, Reason

BLAME = "错误 失败 非法 无效 拒绝 您没有".split()  # noqa: SIM905 a word list reads best as words
HEALTH = "健康 阳性 红码 状态 病 核酸".split()  # noqa: SIM905 a word list reads best as words
ENGLISH = re.compile(
    r"\b(error|fail|illegal|invalid|denied|refused?|reject|health|status|"
    r"positive|code|disease|ill|test)",
    re.IGNORECASE,
)
HAN = re.compile("[\u4e00-\u9fff]")

OUTCOMES = {
    Outcome.ADMIT: "status_valid pass_valid registered_entry already_open",
    Outcome.REFER: "not_registered status_attention status_expired document_expired "
    "pass_expired pass_reused pass_needs_id pass_holder_differs paper_unknown "
    "attestation_missing",
    Outcome.REFUSE: "status_barred pass_revoked pass_forged card_revoked",
    Outcome.UNABLE: "data_stale clock_untrusted record_failed gate_fault reader_fault "
    "check_failed timed_out out_of_service",
}
every_reason = pytest.mark.parametrize(
    "entry", CATALOGUE.values(), ids=lambda e: e.reason
)


def visitors_words(entry: Explanation) -> list[str]:
    return [entry.public_zh, entry.next_zh, entry.public_en, entry.next_en]


def test_every_reason_is_explained() -> None:
    assert set(Reason) == set(CATALOGUE)
    assert explain(Reason.DATA_STALE).reason is Reason.DATA_STALE


@pytest.mark.parametrize("outcome", Outcome)
def test_every_reason_belongs_to_its_outcome(outcome: Outcome) -> None:
    ours = {str(r) for r, o in OUTCOME_OF.items() if o is outcome}
    assert set(OUTCOMES[outcome].split()) == ours


@every_reason
def test_every_field_has_words_in_its_language(entry: Explanation) -> None:
    for f, words in zip(fields(entry), astuple(entry), strict=True):
        assert words.strip(), f.name
        if f.name.endswith("_zh"):
            assert HAN.search(words), f.name
        else:
            assert not HAN.search(words), f.name


@every_reason
def test_the_line_on_the_screen_is_short(entry: Explanation) -> None:
    assert len(entry.public_zh) <= 10
    assert len(entry.public_en) <= 32


@every_reason
def test_a_visitor_reads_no_blame_and_nothing_about_health(entry: Explanation) -> None:
    for words in visitors_words(entry):
        assert not [w for w in BLAME + HEALTH if w in words]
        assert not ENGLISH.search(words)


def test_a_refusal_looks_like_a_referral() -> None:
    referred = {
        (e.public_zh, e.public_en, e.next_zh, e.next_en) for e in by(Outcome.REFER)
    }
    refused = {
        (e.public_zh, e.public_en, e.next_zh, e.next_en) for e in by(Outcome.REFUSE)
    }
    assert refused <= referred


@pytest.mark.parametrize("outcome", [Outcome.REFER, Outcome.REFUSE])
def test_nobody_is_left_standing(outcome: Outcome) -> None:
    for entry in by(outcome):
        assert "工作人员" in entry.next_zh


def by(outcome: Outcome) -> list[Explanation]:
    return [e for e in CATALOGUE.values() if e.outcome is outcome]
