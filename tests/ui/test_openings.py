"""Why staff opened: said within the shift, once, by whom."""

from datetime import timedelta

import pytest

from ui.openings import ShiftOpenings
from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind

REASON = "/api/v1/overrides/{}/reason"


@pytest.fixture
def opened(house):
    """Records an opening as the gate process does; gives its number."""

    def record(staff="s-1", command="c-1", answer=EventKind.GATE_PULSE, **more):
        facts = {"command": command} | more
        about = {"lane": "east", "visit": "v1"}
        order = {"order": f"order of {command}"}
        entries = (
            Entry(
                EventKind.OVERRIDE,
                staff=staff,
                more=facts,
                evidence=EvidenceKind.STAFF,
                **about,
            ),
            Entry(EventKind.GATE_INTENT, more=order, **about),
            Entry(answer, more=order, **about),
        )
        return house.ledger.append(*entries)[0].seq

    return record


@pytest.fixture
def openings(house):
    return ShiftOpenings(house.ledger)


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
    over = ShiftOpenings(house.ledger, shift=timedelta(milliseconds=-1))
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


SILENT = EventKind.GATE_UNKNOWN


def test_a_gate_that_did_not_open_is_no_opening_until_a_hand_opened_it(
    guard, opened, app, house
):
    own = guard.staff.accounts.named("guard").id
    opened(staff=own, command="c-9", answer=SILENT)
    journal = app.extensions["changxing"].journal

    def counted():
        mine = guard.client.get("/api/v1/board/shift").json["mine"]
        told = journal.board()
        return mine, told["unexplained"], told["counters"]["by_staff"]

    assert counted() == (0, 0, 0)
    why = {"reason": "system_fault"}
    assert guard.post(REASON.format("c-9"), why).status_code == 409
    for _ in range(2):  # said twice it is one opening
        assert guard.post("/api/v1/overrides/c-9/by-hand").status_code == 200
    assert counted() == (1, 1, 1)
    assert len(later(house)) == 1
    assert guard.post(REASON.format("c-9"), why).status_code == 200
    assert counted() == (1, 0, 1)


def test_nobody_opens_by_hand_what_nobody_ordered(guard, opened, house):
    opened()
    assert guard.post("/api/v1/overrides/c-7/by-hand").status_code == 404
    assert guard.post("/api/v1/overrides/c-1/by-hand").status_code == 200
    assert later(house) == []


def test_a_covered_lens_is_called_so_in_the_record(app, house):
    more = {"device": "west-camera", "why": "black"}
    house.ledger.append(Entry(EventKind.DEVICE_LOST, lane="west", more=more))
    (row,) = app.extensions["changxing"].journal.board()["events"]
    assert row["result"]["zh"] == "镜头被挡住"
