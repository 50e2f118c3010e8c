"""Why staff opened: said within the shift, once, by whom."""

from datetime import timedelta

import pytest

from ui.openings import Openings
from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind

REASON = "/api/v1/overrides/{}/reason"


@pytest.fixture
def opened(house):
    """Records an opening as the gate process does; gives its number."""

    def record(staff="s-1", command="c-1", **more):
        facts = {"command": command} | more
        about = {"lane": "east", "visit": "v1", "evidence": EvidenceKind.STAFF}
        entry = Entry(EventKind.OVERRIDE, staff=staff, more=facts, **about)
        return house.ledger.append(entry)[0].seq

    return record


@pytest.fixture
def openings(house):
    return Openings(house.ledger)


def later(house):
    return [e for e in house.ledger.recent(9) if e.kind is EventKind.OVERRIDE_REASON]


@pytest.mark.parametrize("by_command", [True, False])
def test_a_reason_is_an_event_that_names_the_opening(guard, house, opened, by_command):
    seq = opened()
    key = "c-1" if by_command else seq
    assert guard.post(REASON.format(key), {"reason": "emergency"}).status_code == 200
    (event,) = later(house)
    assert {"override": seq, "reason": "emergency"} == event.more
    assert guard.staff.accounts.named("guard").id == event.staff
    assert (event.lane, event.visit) == ("east", "v1")


def test_who_gave_a_reason_may_correct_it_and_nobody_else(openings, opened):
    seq = str(opened())
    came = [
        openings.explain(seq, reason, staff)
        for reason, staff in (("other", "a"), ("emergency", "b"), ("unreadable", "a"))
    ]
    assert came == ["kept", "anothers", "kept"]
    assert [opening.reason for opening in openings.recent()] == ["unreadable"]


def test_a_reason_given_with_the_opening_is_its_openers(openings, opened):
    seq = str(opened(staff="a", reason="other"))
    assert openings.explain(seq, "emergency", "b") == "anothers"
    assert openings.explain(seq, "emergency", "a") == "kept"


@pytest.mark.parametrize("key", ["", "c-2", "99", "null"])
def test_there_must_be_such_an_opening(openings, opened, house, key):
    opened()
    assert openings.explain(key, "other", "a") == "unknown"
    assert later(house) == []


def test_no_opening_is_explained_after_the_shift(opened, house):
    seq = str(opened())
    over = Openings(house.ledger, shift=timedelta(milliseconds=-1))
    assert over.explain(seq, "other", "a") == "unknown"


@pytest.mark.parametrize("body", [{}, {"reason": "friend"}, {"reason": ""}, []])
def test_a_reason_is_one_of_four_words(guard, opened, house, body):
    opened()
    assert guard.post(REASON.format("c-1"), body).status_code == 400
    assert later(house) == []


def test_everybody_sees_what_lacks_a_reason_but_only_ones_own_count(
    guard, opened, app, house
):
    own = guard.staff.accounts.named("guard").id
    opened(staff=own)
    opened(staff=own, command="c-2", reason="emergency")
    opened(staff="another", command="c-3")
    told = app.extensions["changxing"].journal.board()
    assert told["unexplained"] == 2
    assert [one["command"] for one in told["openings"]] == ["c-3", "c-1"]
    assert guard.client.get("/api/v1/board/shift").json == {"mine": 2}


def test_the_row_of_an_opening_says_why_and_who(guard, opened, app):
    own = guard.staff.accounts.named("guard").id
    opened(staff=own)
    guard.post(REASON.format("c-1"), {"reason": "unreadable"})
    rows = app.extensions["changxing"].journal.board()["events"]
    assert "人工放行 · 证件读不出 · 王保安" in [row["result"]["zh"] for row in rows]


def test_an_auditor_explains_nothing(visitor, opened):
    visitor.sign_in("au", "auditor")
    opened()
    assert visitor.post(REASON.format("c-1"), {"reason": "other"}).status_code == 403
