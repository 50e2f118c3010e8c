"""What a report counts of what happened."""

from datetime import timedelta

import pytest
from reports_kit import DAY, DAYS, NAME, NUMBER, SUBJECT

from kiosk.reports import Names, Span, Spread, Table, sheet
from verification.evidence import EvidenceKind
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason


def test_nobody_came(diary):
    report = diary.report()
    assert (report.empty, report.visits, report.our_fault) == (True, 0, None)


def test_who_is_admitted_and_goes_through_is_counted_once(diary):
    diary.comes_in()
    report = diary.report()
    assert (report.visits, report.through, report.hindered) == (1, 1, 0)
    assert report.total.count(Table.OUTCOMES, Outcome.ADMIT) == 1


def test_who_is_admitted_and_turns_back_did_not_go_in(diary):
    visit = diary.shows()
    diary.event(EventKind.GATE_PULSE, visit)
    diary.event(EventKind.GATE_NOBODY, visit)
    report = diary.report()
    assert (report.visits, report.through) == (1, 0)
    assert report.total.count(Table.VISITS, "nobody") == 1


def test_without_a_sensor_an_opened_gate_is_somebody_who_went_in(diary):
    diary.event(EventKind.GATE_PULSE, diary.shows())
    assert diary.report().through == 1


def test_a_gate_that_did_not_answer_let_nobody_in_for_sure(diary):
    visit = diary.shows()
    diary.event(EventKind.GATE_UNKNOWN, visit)
    fault = {"outcome": Outcome.UNABLE, "reason": Reason.GATE_FAULT}
    diary.event(EventKind.CALL_RAISED, visit, **fault)
    report = diary.report()
    assert (report.through, report.our_fault) == (0, 1.0)
    assert report.total.pairs(Table.REASONS) == [(Reason.GATE_FAULT, 1)]


def test_one_more_card_at_an_open_gate_is_no_visitor(diary):
    diary.comes_in()
    diary.shows(Reason.ALREADY_OPEN)
    assert diary.report().visits == 1


def test_a_mere_call_is_no_visitor(diary):
    diary.event(EventKind.CALL_RAISED, "help")
    report = diary.report()
    assert (report.visits, report.total.count(Table.CALLS, "pressed")) == (0, 1)


def test_a_card_laid_beside_a_pass_decides_for_the_whole_visit(diary):
    visit = diary.shows(Reason.PASS_NEEDS_ID, Outcome.REFER, paper="pass")
    words = {"lane": "east", "evidence": EvidenceKind.PAPER, "more": {"paper": "pass"}}
    diary.event(EventKind.PRESENTED, visit, **words)
    admit = {"outcome": Outcome.ADMIT, "reason": Reason.PASS_VALID}
    diary.event(EventKind.VERDICT, visit, **words, **admit)
    report = diary.report()
    assert (report.visits, report.hindered) == (1, 0)
    assert report.total.pairs(Table.DOCUMENTS) == [("pass|admit", 1)]


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome.REFER, Reason.NOT_REGISTERED),
        (Outcome.REFUSE, Reason.PASS_FORGED),
        (Outcome.UNABLE, Reason.DATA_STALE),
    ],
)
def test_who_is_not_admitted_is_counted_by_outcome_and_reason(diary, outcome, reason):
    diary.shows(reason, outcome)
    diary.comes_in()
    report = diary.report()
    assert (report.visits, report.through, report.hindered) == (2, 1, 1)
    assert [(reason, 1)] == report.total.pairs(Table.REASONS)
    assert report.total.count(Table.OUTCOMES, outcome) == 1


def test_our_fault_is_a_share_of_all_who_came(diary):
    diary.shows(Reason.CHECK_FAILED, Outcome.UNABLE)
    for _ in range(3):
        diary.comes_in()
    assert diary.report().our_fault == 0.25


def test_whom_staff_let_in_stands_with_who_did_it_and_why(diary):
    diary.let_in(diary.referred(), "s7", "emergency")
    total = diary.total()
    assert total.split(Table.OVERRIDES) == {"s7": {"emergency": 1}}
    assert total.count(Table.LET_IN, Reason.NOT_REGISTERED) == 1
    assert total.count(Table.VISITS, "through_staff") == 1


def test_whom_staff_let_in_without_a_document_is_a_visitor_of_their_own(diary):
    diary.let_in("fresh")
    report = diary.report()
    assert (report.visits, report.through) == (1, 1)
    assert report.total.pairs(Table.DOCUMENTS) == [("staff|staff", 1)]


def test_devices_that_were_lost_are_counted_by_name(diary):
    for why in ("silent", "unplugged"):
        more = {"device": "east-gate", "why": why}
        diary.event(EventKind.DEVICE_LOST, more=more)
    assert diary.total().pairs(Table.DEVICES) == [("east-gate", 2)]


def test_every_lane_is_counted_by_itself_and_all_together(diary):
    diary.comes_in()
    diary.comes_in(lane="west")
    diary.comes_in(lane="gone")
    report = diary.report()
    assert [line.lane for line in report.lanes] == ["east", "west", "gone"]
    assert [line.tally.count(Table.VISITS, "all") for line in report.lanes] == [1, 1, 1]
    assert (report.visits, diary.report(DAYS, "west").visits) == (3, 1)


def test_a_visit_over_midnight_counts_whole_on_the_day_it_began(diary):
    diary.after(11 * 3600 + 59 * 60 + 59)
    diary.comes_in()
    diary.after(1200)
    lines = diary.report(Span.week_of(DAY)).days
    found = {line.day: line.tally.count(Table.VISITS, "through") for line in lines}
    assert found[DAY] == 1
    assert sum(found.values()) == 1


def test_days_to_come_have_no_line(diary):
    diary.comes_in()
    lines = diary.report(Span.month("2026-11")).days
    assert (len(lines), lines[-1].day) == (20, DAY)


def test_times_are_medians_and_tails_of_what_the_machine_did_alone(diary):
    for seconds in (1, 2, 9):
        diary.goes_through(diary.shows(), 0.25, seconds - 0.25)
        diary.after(60)
    total = diary.total()
    assert Spread(3, 2.0, 9.0) == total.spread(Table.THROUGH_MS)
    assert Spread(3, 0.25, 0.25) == total.spread(Table.OPEN_MS)
    assert total.spread(Table.STAFF_MS) is None


def test_who_waited_for_staff_does_not_lengthen_the_machine_s_times(diary):
    visit = diary.referred()
    diary.after(30)
    diary.let_in(visit)
    total = diary.total()
    assert total.spread(Table.THROUGH_MS) is None
    assert total.spread(Table.STAFF_MS).median == 30


def test_a_clock_that_is_set_makes_no_wait_longer(diary):
    visit = diary.shows()
    diary.mono += 2
    diary.at = diary.at.replace(minute=9)
    diary.event(EventKind.GATE_PASSED, visit)
    assert diary.total().spread(Table.THROUGH_MS).median == 2


def test_a_report_holds_nothing_of_anybody(diary):
    diary.let_in(diary.referred())
    report = diary.report()
    text = repr(report) + str(list(sheet(report, Names(), "幸福里")))
    for secret in (NAME, NUMBER, SUBJECT.hex(), "v1"):
        assert secret not in text


@pytest.mark.parametrize(
    ("personal", "group"),
    [
        ({"age": "80+"}, "80+"),
        ({"age": "60-69"}, "60-69"),
        ({}, "unrecorded"),
    ],
)
def test_visitors_are_counted_by_the_age_that_the_ledger_says(diary, personal, group):
    diary.shows(personal=personal)
    assert diary.total().pairs(Table.AGES) == [(f"{group}|admit", 1)]


def test_of_whose_data_was_erased_no_age_is_told(diary):
    diary.shows(personal={"age": "80+"})
    diary.ledger.forget(SUBJECT)
    assert diary.total().pairs(Table.AGES) == [("unrecorded|admit", 1)]


def test_what_was_counted_before_data_were_erased_stays_counted(diary):
    diary.shows(personal={"age": "80+"})
    diary.at += timedelta(days=2)
    diary.report()
    diary.ledger.forget(SUBJECT)
    assert diary.total().pairs(Table.AGES) == [("80+|admit", 1)]


def test_the_kind_of_a_card_is_counted(diary):
    diary.shows(personal={"document": "senior"})
    assert diary.total().pairs(Table.DOCUMENTS) == [("senior|admit", 1)]


def test_the_machine_s_own_time_is_from_the_card_to_the_verdict(diary):
    for decided_ms in (5, 20, 5):
        diary.shows(decided_ms=decided_ms)
    assert Spread(3, 0.005, 0.02) == diary.total().spread(Table.DECIDED_MS)
