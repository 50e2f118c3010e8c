"""The story of an event, in sentences."""

import pytest
from ledger_book import Book

from verification.catalogue import CATALOGUE
from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind, Ledger, LedgerProblem
from verification.ledger.explain import explain, sentences
from verification.ledger.phrases import CLOCKS, EVIDENCE, KINDS, OUTCOMES, age
from verification.moments import ClockState
from verification.reasons import Outcome, Reason


@pytest.fixture
def morning(ledger: Ledger) -> Ledger:
    """A visit of five rows after somebody's sign-in, then a checkpoint."""
    order = {"order": "o1"}
    ledger.append(
        Entry(EventKind.SIGNIN, staff="s1"),
        Entry(EventKind.PRESENTED, "1", "v1", evidence=EvidenceKind.CARD),
        Entry(
            EventKind.VERDICT,
            "1",
            "v1",
            Outcome.ADMIT,
            Reason.STATUS_VALID,
            data_age_s=7200,
            rules="r4",
        ),
        Entry(EventKind.GATE_INTENT, "1", "v1", more=order),
        Entry(EventKind.GATE_PULSE, "1", "v1", more=order),
        Entry(EventKind.GATE_PASSED, "1", "v1", more=order),
    )
    ledger.checkpoint()
    return ledger


def test_a_story_goes_from_the_card_to_the_passage(morning: Ledger) -> None:
    told = explain(morning, 4)

    assert (told.seq, told.visit, told.holds, told.attested_by) == (4, "v1", True, 7)
    assert [step.kind for step in told.steps] == [
        EventKind.PRESENTED,
        EventKind.VERDICT,
        EventKind.GATE_INTENT,
        EventKind.GATE_PULSE,
        EventKind.GATE_PASSED,
    ]
    assert all(step.holds for step in told.steps)


def test_a_verdict_says_its_rules_its_data_and_its_clock(morning: Ledger) -> None:
    verdict = explain(morning, 3).steps[1]

    for part in (
        "放行",
        CATALOGUE[Reason.STATUS_VALID].staff_zh,
        "规则版本 r4",
        "2 小时前",
        "时钟已同步",
    ):
        assert part in verdict.chinese
    for part in ("admit", "rules r4", "2 hours old", "synchronised"):
        assert part in verdict.english


def test_an_event_of_no_visit_stands_alone(morning: Ledger) -> None:
    told = explain(morning, 1)

    assert (told.visit, [s.english for s in told.steps]) == (None, ["s1 signed in."])


@pytest.mark.parametrize(
    ("sealed", "chinese", "english"),
    [
        ({}, "s1 导出了个人信息，用途：投诉。", "were exported by s1 for: 投诉."),
        (
            {"sealed": "zip"},
            "s1 导出了个人信息（加密的文件），用途：投诉。",
            "were exported in a sealed file by s1 for: 投诉.",
        ),
    ],
)
def test_an_export_says_whether_it_left_sealed(
    ledger: Ledger, sealed: dict[str, str], chinese: str, english: str
) -> None:
    more = {"purpose": "投诉"} | sealed
    ledger.append(Entry(EventKind.PERSONAL_EXPORTED, staff="s1", more=more))

    step = explain(ledger, 1).steps[0]

    assert step.chinese == chinese
    assert step.english.endswith(english)


@pytest.mark.parametrize(
    ("facts", "chinese"),
    [
        ({}, "s1 登录。"),
        ({"how": "pin"}, "s1 登录（PIN）。"),
        ({"how": "password", "second": "totp"}, "s1 登录（密码、手机验证码）。"),
        ({"how": "of another day"}, "s1 登录。"),
    ],
)
def test_a_sign_in_says_how(
    ledger: Ledger, facts: dict[str, str], chinese: str
) -> None:
    ledger.append(Entry(EventKind.SIGNIN, staff="s1", more=facts))

    assert chinese == explain(ledger, 1).steps[0].chinese


def test_a_row_behind_the_last_checkpoint_is_not_attested(morning: Ledger) -> None:
    morning.append(Entry(EventKind.SIGNIN, staff="s1"))

    assert explain(morning, 8).attested_by is None


@pytest.mark.parametrize(
    ("edit", "good"),
    [
        ("UPDATE events SET head = replace(head, 'r4', 'r5')", "TFTTT"),
        ("DELETE FROM events WHERE seq = 1", "FTTTT"),
    ],
)
def test_a_row_that_does_not_hold_is_marked(
    morning: Ledger, book: Book, edit: str, good: str
) -> None:
    book.edit(edit)
    told = explain(morning, 3)

    assert good == "".join("FT"[step.holds] for step in told.steps)
    assert not told.holds


def test_an_event_that_is_not_there_is_an_error(morning: Ledger) -> None:
    with pytest.raises(LedgerProblem, match="no event 99"):
        explain(morning, 99)


def test_every_word_has_its_sentence() -> None:
    assert set(EventKind) == set(KINDS)
    assert set(EvidenceKind) == set(EVIDENCE)
    assert set(Outcome) == set(OUTCOMES)
    assert set(ClockState) == set(CLOCKS)


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_can_be_told(ledger: Ledger, kind: EventKind) -> None:
    (event,) = ledger.append(Entry(kind))
    chinese, english = sentences(event)

    assert chinese.endswith("。")
    assert english.endswith(".")
    assert "{" not in chinese + english


@pytest.mark.parametrize(
    ("seconds", "english"),
    [(0, "0 seconds"), (119, "119 seconds"), (120, "2 minutes"), (172800, "2 days")],
)
def test_an_age_is_told_in_a_fitting_unit(seconds: int, english: str) -> None:
    assert english == age(seconds)[1]
