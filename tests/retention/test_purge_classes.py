"""Each class goes when its days are over, and not a day before."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from retention_kit import TODAY, Aging

from kiosk.retention.purge import ClockDoubtful, ClockUntrusted, due
from kiosk.staff import Role, Staff
from verification.invented import invented_person
from verification.ledger import EventKind
from verification.moments import ClockState
from verification.registry import ChangeKind, Editor, Personal
from verification.registry.asked import Asked, AskedKind

Open = Callable[..., Aging]


def test_who_came_is_forgotten_after_thirty_days_and_that_somebody_came_stays(
    site: Aging,
) -> None:
    site.enter(site.register())
    site.clock.forward(days=29.9)
    site.enter(bytes(16))
    assert "entries" not in site.purge()
    site.clock.forward(days=0.2)
    assert site.purge()["entries"] == 1
    assert site.known() == ["presented"]
    assert site.ledger.verify().ok


def test_who_looked_is_kept_for_six_months(site: Aging) -> None:
    site.look_at(site.register())
    site.clock.forward(days=179)
    site.purge()
    assert site.known() == ["personal.viewed"]
    site.clock.forward(days=2)
    assert site.purge() == {"access": 1}


def test_a_status_is_forgotten_a_week_after_its_last_day_and_the_day_stays(
    site: Aging,
) -> None:
    key = site.register(until=TODAY)
    site.clock.forward(days=7)
    assert "status" not in site.purge()
    site.clock.forward(days=1)
    assert site.purge()["status"] == 1
    person = site.house.registry.find(key)
    assert person
    assert (person.status, person.source, person.status_at) == (None, None, None)
    assert person.valid_until == TODAY
    assert b"green" not in site.bytes_on_disk()


def test_the_history_of_a_status_goes_with_it_and_says_so(site: Aging) -> None:
    key = site.register(until=TODAY)
    site.clock.forward(days=8)
    site.purge()
    history = site.house.registry.history(key)
    assert history[-1].kind is ChangeKind.STATUS_EXPIRED
    assert "status" not in str([(one.body, one.before) for one in history])


def test_what_somebody_showed_goes_with_its_time_and_that_she_showed_it_stays(
    site: Aging,
) -> None:
    key = site.register()
    editor = Editor(site.house.keys, "staff-1", site.now)
    shown = [editor.record_attestation(key, "test", TODAY, "in box", shown="sms")]
    shown.append(editor.record_attestation(key, "travel"))
    site.house.registry.apply(shown)
    site.clock.forward(days=8)
    assert site.purge()["status"] == 1
    assert set(site.house.registry.attestations(key)) == {"travel"}
    kept = [one for one in site.house.registry.history(key) if one.body.get("kind")]
    told = {str(one.body["kind"]): (one.body, one.box) for one in kept}
    assert told["test"] == ({"kind": "test"}, None)


def test_who_waits_for_our_answer_is_still_there_to_be_answered(
    open_site: Open,
) -> None:
    site = open_site(people_days=1)
    key = site.register(until=TODAY)
    asked = Asked(site.house.registry.db)
    asked.add(key, AskedKind.COPY, TODAY, TODAY, "staff-1")
    site.clock.forward(days=9)
    site.purge()
    assert site.house.registry.find(key)


def test_a_purge_vouches_for_no_data(site: Aging) -> None:
    site.register(until=TODAY)
    before = site.house.registry.data_at()
    site.clock.forward(days=8)
    site.purge()
    assert site.house.registry.data_at() == before


def test_nobody_goes_by_age_unless_the_site_wants_it(open_site: Open) -> None:
    site = open_site()
    key = site.register(until=TODAY)
    site.clock.forward(days=3000)
    site.purge()
    assert site.house.registry.find(key)


def test_people_go_with_all_that_is_theirs_when_the_site_wants_it(
    open_site: Open,
) -> None:
    site = open_site(people_days=10)
    gone, stays = site.register(1, until=TODAY), site.register(2)
    site.clock.forward(days=10)
    site.enter(gone)
    site.purge()
    assert site.house.registry.find(gone)
    site.clock.forward(days=1)
    assert site.purge()["people"] == 1
    assert site.house.registry.find(gone) is None
    assert site.house.registry.find(stays)
    assert site.known() == []
    assert site.ledger.verify().ok


def test_whom_a_gate_registered_without_a_last_day_goes_when_the_site_wants_it(
    open_site: Open,
) -> None:
    site = open_site(people_days=30)
    stays, gone = site.register(1), site.register(2, source="gate")
    site.clock.forward(days=30)
    assert "people" not in site.purge()
    site.clock.forward(days=1)
    assert site.purge()["people"] == 1
    assert site.house.registry.find(stays)
    assert site.house.registry.find(gone) is None


def test_who_withdrew_consent_goes_after_thirty_days_in_any_case(site: Aging) -> None:
    key = site.register()
    editor = Editor(site.house.keys, "staff-1", site.now)
    site.house.registry.apply([editor.withdraw_basis(key)])
    site.clock.forward(days=30)
    site.purge()
    assert site.house.registry.find(key)
    site.clock.forward(days=1)
    assert due(site.house)["people"] == 1
    assert site.purge()["people"] == 1
    assert site.house.registry.find(key) is None


def test_a_status_without_a_last_day_goes_when_the_rules_call_it_too_old(
    site: Aging,
) -> None:
    key = site.register()
    site.clock.forward(days=9, seconds=1)
    assert "status" not in site.purge()
    config = site.house.config
    rules = config.policy.model_copy(update={"max_status_age_hours": 48})
    config = config.model_copy(update={"policy": rules})
    site.house = replace(site.house, config=config)
    assert site.purge() == {"status": 1}
    person = site.house.registry.find(key)
    assert person
    assert (person.status, person.valid_until) == (None, TODAY)


def test_what_a_hand_changed_is_told_as_long_as_who_looked(site: Aging) -> None:
    key = site.register()
    editor = Editor(site.house.keys, "staff-1", site.now)
    person = invented_person(1)
    personal = Personal("resident", person.number, "新名")
    site.house.registry.apply([editor.correct(key, personal)])
    days = site.house.config.retention.access_days
    site.clock.forward(days=days)
    assert site.purge()["replaced"] == 2  # what came with the list
    _, opened = site.house.registry.story.of(key)[2]
    assert (opened.before or {})["name"] == person.name
    site.clock.forward(seconds=1)
    assert due(site.house)["replaced"] == 1
    assert site.purge() == {"replaced": 1}
    kept, opened = site.house.registry.story.of(key)[2]
    assert (kept.kind, opened.before, opened.now) == ("person.corrected", None, None)
    assert site.purge() == {}


def test_what_undoing_needs_is_erased_after_a_day(site: Aging) -> None:
    key = site.register()
    site.clock.forward(hours=24)
    assert site.purge() == {}
    site.clock.forward(hours=2)
    assert site.purge() == {"replaced": 2}
    assert [one.box for one in site.house.registry.history(key)] == [None, None]
    assert site.house.registry.details(key)
    assert site.purge() == {}


def test_a_disabled_account_goes_after_its_days_with_all_that_hangs_on_it(
    site: Aging,
) -> None:
    staff = Staff(site.house.folder.registry, lambda: int(site.now.timestamp() * 1000))
    try:
        for login in ("left", "works"):
            account, _ = staff.accounts.add(login, Role.GUARD)
            staff.sessions.begin(account, by_code=True)
        staff.accounts.disable("left")
        site.clock.forward(days=31)
        assert site.purge() == {"staff": 1}
        assert [one.login for one in staff.accounts.all()] == ["works"]
    finally:
        staff.close()


def test_an_uploaded_list_that_was_left_lying_goes_after_a_day(
    site: Aging, tmp_path: Path
) -> None:
    folder = site.house.folder.root / "cache" / "imports"
    folder.mkdir(parents=True)
    (folder / "left").write_bytes(b"list")
    later = site.clock.utc.timestamp()
    os.utime(folder / "left", (later, later))
    assert site.purge() == {}
    site.clock.forward(hours=25)
    assert site.purge() == {"files": 1}
    assert list(folder.iterdir()) == []


def test_nothing_is_erased_while_the_clock_is_not_trusted(site: Aging) -> None:
    site.enter(site.register())
    site.clock.forward(days=60)
    site.clock.state = ClockState.UNTRUSTED
    with pytest.raises(ClockUntrusted):
        site.purge()
    with pytest.raises(ClockUntrusted):
        due(site.house)
    assert site.known() == ["presented"]


def test_a_clock_that_went_years_ahead_erases_nothing_unless_somebody_looked(
    site: Aging,
) -> None:
    site.enter(site.register())
    site.clock.forward(days=700)
    site.clock.state = ClockState.HOLDOVER
    with pytest.raises(ClockDoubtful, match="700"):
        site.purge()
    assert site.known() == ["presented"]
    assert site.purge(clock_is_right=True)["entries"] == 1
    assert site.purge() == {}


def test_what_is_due_is_said_without_touching_it(site: Aging) -> None:
    site.enter(site.register(until=TODAY), times=3)
    site.clock.forward(days=40)
    told = {name: count for name, count in due(site.house).items() if count}
    assert told == {"entries": 3, "status": 1, "replaced": 2}
    assert site.purge() == told


def test_the_receipt_says_how_many_and_nothing_of_whom(site: Aging) -> None:
    site.enter(site.register(until=TODAY))
    site.clock.forward(days=40)
    site.purge()
    event = site.ledger.recent(1)[0]
    assert event.kind is EventKind.RETENTION_PURGED
    assert {"entries", "status", "replaced", "run"} == set(event.more)
    assert event.personal is None
