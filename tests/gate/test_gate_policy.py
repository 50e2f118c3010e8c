"""Rules that the staff set reach a gate that runs."""

from datetime import UTC, datetime

import pytest
from gate_kit import GREEN, UNKNOWN

from kiosk.config.models import PolicyTable
from kiosk.policy import body_of
from verification.ledger import EventKind


@pytest.fixture
def put(site):
    """Sets rules as the office does, in another process than the gate's."""

    def put(body):
        policies, now = site.watch.registry.policies, datetime.now(UTC)
        policies.put(body, "s7", now, policies.number(), lambda number: None)

    return put


def test_the_next_visitor_is_judged_by_new_rules(site, put):
    site.admit(GREEN)
    put(body_of(PolicyTable(unregistered="record")))
    site.admit(UNKNOWN)
    before, after = (event.rules for event in site.events(EventKind.VERDICT))
    assert before != after


def test_rules_that_cannot_be_read_stop_no_gate(site, put):
    put("{")
    site.admit(GREEN)
