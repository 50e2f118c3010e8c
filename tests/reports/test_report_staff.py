"""What a report says of openings by staff: reasons, and what is unusual."""

from datetime import timedelta

import pytest
from reports_kit import DAYS, SUBJECT

from kiosk.reports import Names, Table, blocks_of
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

OTHER = bytes(16)
NAMES = Names({"east": "东门"}, {"s7": "王保安", "s8": "李保安"})


def tables(report, names=NAMES):
    found = {block.key: block.rows for block in blocks_of(report, names)}
    return {
        key: [[cell[0] for cell in row] for row in rows] for key, rows in found.items()
    }


def test_an_opening_without_a_reason_stays_visible(diary):
    diary.let_in(diary.referred(), reason=None)
    diary.let_in(diary.referred(), reason="emergency")
    assert tables(diary.report())["by_staff"] == [
        ["王保安", "2", "1", "1", "急诊 1", "0"]
    ]


@pytest.mark.parametrize("name", ["seq", "command"])
def test_a_reason_that_is_given_later_counts(diary, name):
    visit = diary.referred()
    diary.let_in(visit, reason=None if name == "seq" else "other")
    seq = next(e.seq for e in diary.ledger.events() if e.kind == "override")
    named = seq if name == "seq" else f"order-{visit}"
    diary.after(3600)
    more = {"override": named, "reason": "unreadable"}
    diary.event(EventKind.OVERRIDE_REASON, visit, staff="s7", more=more)
    assert diary.total().split(Table.OVERRIDES) == {"s7": {"unreadable": 1}}


def test_a_reason_that_is_given_after_midnight_counts_for_the_day_of_the_opening(diary):
    diary.after(11 * 3600)
    visit = diary.referred()
    diary.let_in(visit, reason=None)
    diary.report()
    diary.after(8 * 3600)
    seq = next(e.seq for e in diary.ledger.events() if e.kind == "override")
    diary.event(
        EventKind.OVERRIDE_REASON, visit, more={"override": seq, "reason": "other"}
    )
    assert diary.report(DAYS).total.split(Table.OVERRIDES) == {"s7": {"other": 1}}


@pytest.mark.parametrize(("openings", "marked"), [(10, []), (11, [["王保安", "11"]])])
def test_more_than_ten_openings_in_an_hour_are_marked(diary, openings, marked):
    for number in range(openings):
        diary.let_in(diary.referred(subject=number.to_bytes(16)))
        diary.after(200)
    rows = tables(diary.report())["busy_hours"]
    assert [[who, count] for who, _, count in rows] == marked


def test_a_busy_hour_is_said_in_the_site_s_own_time(diary):
    for number in range(11):
        diary.let_in(diary.referred(subject=number.to_bytes(16)))
    assert [row[1] for row in tables(diary.report())["busy_hours"]] == [
        "2026-11-20 12:00"
    ]


def test_eleven_openings_over_a_morning_are_not_marked(diary):
    for number in range(11):
        diary.let_in(diary.referred(subject=number.to_bytes(16)))
        diary.after(600)
    assert tables(diary.report())["busy_hours"] == []


@pytest.mark.parametrize(("second", "who"), [("s7", "王保安"), ("s8", "不同的人")])
def test_the_same_visitor_let_in_twice_a_day_is_marked(diary, second, who):
    for staff in ("s7", second):
        diary.let_in(diary.referred(), staff)
    assert tables(diary.report())["let_in_again"] == [[who, "2", "1"]]


def test_two_visitors_or_two_days_are_not_marked(diary):
    diary.let_in(diary.referred())
    diary.let_in(diary.referred(subject=OTHER))
    diary.at += timedelta(days=1)
    diary.let_in(diary.referred())
    assert tables(diary.report())["let_in_again"] == []


def test_what_is_unusual_is_told_only_to_who_may_see_names(diary):
    for _ in range(11):
        diary.let_in(diary.referred())
    assert not {"by_staff", "busy_hours", "let_in_again"} & set(
        tables(diary.report(), Names())
    )


def test_what_is_kept_of_unusual_numbers_names_no_visitor(diary):
    for _ in range(11):
        diary.let_in(diary.referred())
    diary.at += timedelta(days=2)
    diary.report()
    (kept,) = (diary.folder / "reports").glob("*.json")
    assert SUBJECT.hex() not in kept.read_text()


def gives_up(diary, visit):
    """What a lane records when its gate does not answer an order of the staff."""
    order = {"order": diary.orders(visit)}
    silent = {"outcome": Outcome.UNABLE, "reason": Reason.GATE_FAULT}
    diary.event(EventKind.GATE_UNKNOWN, visit, more=order)
    diary.event(EventKind.CALL_RAISED, visit, **silent)


def test_an_order_at_a_silent_gate_opened_nothing_and_is_our_fault(diary):
    gives_up(diary, diary.referred())
    report = diary.report()
    assert (report.visits, report.through, report.our_fault) == (1, 0, 1.0)
    assert report.total.total(Table.OVERRIDES) == 0
    assert report.total.pairs(Table.UNOPENED) == [("s7", 1)]
    assert tables(report)["by_staff"] == [["王保安", "0", "0", "0", "—", "1"]]


@pytest.mark.parametrize("order", [{}, {"order": "of somebody else"}])
def test_the_pulse_of_another_order_opened_nothing(diary, order):
    visit = diary.referred()
    diary.orders(visit)
    diary.event(EventKind.GATE_PULSE, visit, more=order)
    assert diary.total().total(Table.OVERRIDES) == 0


def test_what_a_card_opens_after_an_order_in_vain_is_no_opening_by_staff(diary):
    visit = diary.referred()
    diary.orders(visit)
    order = {"order": "of her card"}
    diary.event(EventKind.GATE_UNKNOWN, visit)
    diary.event(EventKind.GATE_INTENT, visit, more=order)
    diary.event(EventKind.GATE_PULSE, visit, more=order)
    total = diary.total()
    assert (total.total(Table.OVERRIDES), total.total(Table.UNOPENED)) == (0, 1)


def test_who_ordered_in_vain_for_nobody_let_nobody_in(diary):
    diary.orders("nobody showed anything")
    report = diary.report()
    assert (report.visits, report.total.total(Table.UNOPENED)) == (0, 1)


@pytest.mark.parametrize("hours", [0, 14])
def test_whoever_says_that_a_hand_opened_is_believed_also_after_midnight(diary, hours):
    diary.after(6 * 3600)
    visit = diary.referred()
    gives_up(diary, visit)
    diary.report()
    seq = next(e.seq for e in diary.ledger.events() if e.kind == "override")
    diary.after(hours * 1800)
    more = {"override": seq, "by_hand": True}
    diary.event(EventKind.OVERRIDE_REASON, visit, staff="s8", more=more)
    report = diary.report()
    assert (report.through, report.total.total(Table.UNOPENED)) == (1, 0)
    assert report.total.split(Table.OVERRIDES) == {"s7": {"other": 1}}


def test_openings_at_a_silent_gate_make_no_busy_hour(diary):
    for _ in range(11):
        gives_up(diary, diary.referred())
    found = tables(diary.report())
    assert (found["busy_hours"], found["let_in_again"]) == ([], [])
