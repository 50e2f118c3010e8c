"""A certificate's number counts through its last day, and what it is stays with it."""

from datetime import timedelta

import pytest
from invented_site import AT
from sheets import LINKED, NOW, NUMBER, OPEN, show

from verification.documents import Document
from verification.moments import ClockState
from verification.reasons import Reason
from verification.registry import Editor, Registry
from verification.registry.undo import undo

TODAY = NOW.astimezone(OPEN.zone).date()
SHEET = Document.parse("SQ/2026-000777", "paper")


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (1, Reason.PASS_VALID),
        (0, Reason.PASS_VALID),
        (-1, Reason.PASS_EXPIRED),
        (None, Reason.PASS_VALID),
    ],
)
def test_a_number_counts_through_its_last_day(days, reason):
    last = None if days is None else TODAY + timedelta(days)
    card = LINKED._replace(valid_until=last)
    assert reason is show(NUMBER, card=card).reason


def test_by_a_clock_that_nobody_trusts_only_a_number_without_an_end_counts():
    untrusted = ClockState.UNTRUSTED
    with_end = LINKED._replace(valid_until=TODAY)
    assert show(NUMBER, clock=untrusted, card=with_end).reason is Reason.CLOCK_UNTRUSTED
    assert show(NUMBER, clock=untrusted).reason is not Reason.CLOCK_UNTRUSTED


@pytest.fixture
def link(registry: Registry, editor: Editor, register):
    """Registers the number for somebody; gives back what gates and office see."""
    key = register(1)

    def put(**facts):
        registry.apply([editor.link_card(key, SHEET, **facts)])
        details = registry.details(key)
        return registry.find_card(registry.subject(SHEET)), details.cards[0]

    return put


def test_what_it_is_and_its_end_are_kept_and_told(link):
    found, shown = link(what="community", valid_until=AT.date())
    assert found.valid_until == AT.date()
    assert ("community", AT.date()) == (shown.what, shown.valid_until)


def test_registered_again_it_has_the_new_end_or_none(link):
    link(what="community", valid_until=AT.date())
    found, shown = link(what="hospital")
    assert (found.valid_until, shown.what) == (None, "hospital")


def test_a_card_has_no_end(registry, editor, register):
    key, senior = register(1), Document.parse("S99000001", "senior")
    registry.apply([editor.link_card(key, senior)])
    assert registry.find_card(registry.subject(senior)).valid_until is None


def test_removed_and_taken_back_it_is_as_it_was(registry, editor, register, link):
    before = link(what="community", valid_until=AT.date())
    key, name = registry.find_card(registry.subject(SHEET)).person, before[0].card
    origin = registry.begin_import("staff-1", "a list", AT)
    late = Editor(editor.keys, "staff-1", AT, origin)
    registry.apply([late.unlink_card(key, name)])
    assert registry.find_card(name) is None
    undo(registry, origin, "staff-1", AT + timedelta(hours=1))
    assert registry.find_card(name) == before[0]
    assert registry.details(key).cards == (before[1],)


def test_whoever_is_erased_leaves_no_certificate(registry, editor, link):
    found, _ = link(what="community", valid_until=AT.date())
    registry.erase(found.person, "staff-1", AT)
    rows = registry.db.execute("SELECT count(*) FROM certificates").fetchone()
    assert rows == (0,)
