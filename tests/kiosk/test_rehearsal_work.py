"""A rehearsal in its own process, on the site's own files."""

import time
from datetime import timedelta

import pytest
from pydantic import TypeAdapter

from kiosk.config.models import Config, PolicyTable
from kiosk.house import House
from kiosk.policy import body_of, in_force
from kiosk.rehearsal import Move, Plan, RehearsalWork
from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind
from verification.reasons import Outcome, Reason

SUBJECT = bytes(range(16))
NOT_REGISTERED = Reason.NOT_REGISTERED


@pytest.fixture
def house(tmp_path):
    lanes = [{"id": "east", "name": "东门"}]
    site = {"data_dir": tmp_path / "var"}
    config = TypeAdapter(Config).validate_python({"site": site, "lanes": lanes})
    opened = House.open(config, lambda text: None)
    own = {"lane": "east", "evidence": EvidenceKind.CARD, "subject": SUBJECT}
    facts = {"outcome": Outcome.REFER, "reason": NOT_REGISTERED, "data_age_s": 60}
    document = {"personal": {"document": "resident"}}
    for visit in ("v1", "v2"):
        opened.ledger.append(
            Entry(EventKind.VERDICT, visit=visit, **own, **facts, **document)
        )
    yield opened
    opened.close()


@pytest.fixture
def work(house):
    made = RehearsalWork(house)
    yield made
    made.close()


def plan(house, **changes):
    now = in_force(house.registry.policies, house.config)
    after = house.config.policy.model_copy(update=changes)
    return Plan(now.number, now.table, after, reset=False)


def ended(work):
    deadline = time.monotonic() + 20
    while work.state.running and time.monotonic() < deadline:
        time.sleep(0.02)
    return work.state


def test_it_tells_for_how_many_a_change_would_count(house, work):
    assert work.begin(plan(house, unregistered="record", card_reuse_seconds=0), "s7", 7)
    found = ended(work).result
    assert {Move(NOT_REGISTERED, Reason.REGISTERED_ENTRY): 2} == found.moves
    assert (found.visits, found.gone, found.admitted, found.stopped) == (2, 0, 2, 0)
    assert [(day.visits, day.changed) for day in found.days.values()] == [(2, 2)]


def test_what_was_erased_is_counted_and_not_guessed(house, work):
    house.ledger.forget(SUBJECT)
    work.begin(plan(house, unregistered="record"), "s7", 7)
    found = ended(work).result
    assert (found.visits, found.gone, found.changed) == (2, 2, 0)


def test_it_changes_nothing(house, work):
    before = [house.registry.policies.all(), list(house.ledger.events())]
    work.begin(plan(house, unregistered="record"), "s7", 7)
    ended(work)
    assert before == [house.registry.policies.all(), list(house.ledger.events())]


def test_one_at_a_time(house, work):
    assert work.begin(plan(house), "s7", 7)
    assert not work.begin(plan(house), "s8", 7)
    ended(work)
    assert work.begin(plan(house), "s8", 30)


def test_one_that_takes_too_long_is_ended_and_says_so(house):
    work = RehearsalWork(house, wall_seconds=0)
    work.begin(plan(house), "s7", 7)
    assert (ended(work).failed, work.state.result) == (True, None)


def test_a_change_has_a_name_of_its_own(house):
    once = plan(house, card_reuse_seconds=31)
    assert once.name == plan(house, card_reuse_seconds=31).name
    assert once.name != plan(house, card_reuse_seconds=32).name
    assert once.name != Plan(once.number, once.before, once.after, reset=True).name


def test_a_plan_fits_only_the_rules_that_it_was_made_from(house):
    made = plan(house, card_reuse_seconds=31)
    policies, at = house.registry.policies, house.clock.moment().utc + timedelta(0)
    assert made.fits(in_force(policies, house.config))
    policies.put(body_of(PolicyTable()), "s7", at, 0, lambda number: None)
    assert not made.fits(in_force(policies, house.config))
