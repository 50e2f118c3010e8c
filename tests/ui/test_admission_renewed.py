"""Whose status ran out is not sent away: it is set anew where they stand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.live import BoardView, CommandKind, Commands
from kiosk.live.laid import Laid, LaidCards, Purpose
from kiosk.live.store import now_ms
from ui.admitting import CannotAdmit, Shown, Wanted, changes_for, form_of, whose
from verification.invented import invented_person
from verification.registry import ChangeKind, Editor, Personal

SHE = invented_person(77)
CARD, ADMIT = "/api/v1/lanes/east/card", "/api/v1/lanes/east/admission"
LAID = Laid("resident", SHE.number, SHE.name)
NOW = datetime.now(UTC)
TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=2)  # in every time zone
AGES_AGO = NOW - timedelta(days=30)
GREEN = Wanted("green")


def register(house, status="green", until=None, at=NOW):
    editor = Editor(house.keys, "console", at)
    made = editor.register(Personal("resident", SHE.number, SHE.name), status, until)
    house.registry.apply([made])
    return made.key


def with_policy(house, **rules):
    policy = house.config.policy.model_copy(update=rules)
    config = house.config.model_copy(update={"policy": policy})
    return replace(house, config=config)


def decided(house, wanted=GREEN):
    found = whose(LAID, house.registry, TODAY)
    form = form_of(house, found, TODAY)
    return form, changes_for(house, "s-1", found, wanted, TODAY)


def test_a_status_that_ran_out_is_set_anew_for_today_and_decided_about(
    guard, house, gate
):
    key = register(house, until=YESTERDAY)
    LaidCards(gate.live, house.keys).lay(Purpose.VISIT, "v1", LAID)
    seen = BoardView("waiting_for_staff", now_ms(), "v1", call_since_ms=now_ms())
    gate.show("wait", board=seen)
    form = guard.post(CARD, {"visit": "v1"}).json
    assert (form["registered"], form["renews"]) == (True, True)
    assert (form["statuses"], form["until"]) == (["green"], form["today"])
    body = {"visit": "v1", "status": "green", "card": form["card"]}
    assert guard.post(ADMIT, body).status_code == 202
    person = house.registry.find(key)
    assert (person.status, person.source) == ("green", "gate")
    assert form["today"] == person.valid_until.isoformat()
    told = house.ledger.recent(1)[0].more
    assert told == {"change": "status.set", "source": "gate"}
    (command,) = Commands(gate.live).take()
    assert command.kind is CommandKind.CHECK_AGAIN


def test_a_status_that_is_too_old_is_set_anew_until_its_own_end(house):
    register(house, at=AGES_AGO)
    form, (change,) = decided(with_policy(house, max_status_age_hours=72))
    assert (form["renews"], form["until"]) == (True, None)
    assert (change.kind, change.body["valid_until"]) == (ChangeKind.STATUS_SET, None)


@pytest.mark.parametrize("status", ["", "red", "purple"])
def test_only_a_status_that_admits_is_set(house, status):
    register(house, until=YESTERDAY)
    with pytest.raises(CannotAdmit, match="status_wrong"):
        decided(house, Wanted(status))


@pytest.mark.parametrize(
    ("status", "until"), [("red", YESTERDAY), ("green", TODAY), ("green", None)]
)
def test_nobody_gets_a_status_at_a_gate_whose_own_still_counts_or_bars_them(
    house, status, until
):
    register(house, status, until)
    with pytest.raises(CannotAdmit, match="nothing"):
        decided(house)


def test_what_the_policy_wants_besides_must_be_there_too(house):
    register(house, until=YESTERDAY)
    strict = with_policy(house, require=("travel",))
    with pytest.raises(CannotAdmit, match="attestation_missing"):
        decided(strict)
    shown = (Shown("travel", "sms"),)
    _, changes = decided(strict, replace(GREEN, shown=shown))
    kinds = [change.kind for change in changes]
    assert kinds == [ChangeKind.STATUS_SET, ChangeKind.ATTESTATION_RECORDED]
