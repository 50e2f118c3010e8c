"""Registered at the gate: the card lies sealed until its visitor is served."""

from dataclasses import replace
from datetime import UTC, datetime

from gate_kit import PEOPLE, RED, UNKNOWN, UNKNOWN_SENIOR, Site
from waiting import wait_for

from kiosk.demo.people import register
from kiosk.live import CommandKind
from verification.ledger import EventKind


def lying(site: Site) -> int:
    with site.live.lock() as connection:
        (count,) = connection.execute("SELECT count(*) FROM laid").fetchone()
    return count


def registered(site: Site) -> None:
    """Now the office knows whom it did not know."""
    known = replace(PEOPLE[2], status="green", status_until=None)
    assert register(site.watch.registry, [known], datetime.now(UTC)) == 1


def test_who_is_registered_on_the_spot_is_admitted_with_the_same_card(
    site: Site,
) -> None:
    site.lay(UNKNOWN)
    site.wait_reason("not_registered")
    visit, laid = site.board().visit, wait_for(site.laid)
    assert (laid.kind, laid.number) == ("resident", UNKNOWN.number)
    assert laid.name == UNKNOWN.person.name
    assert site.board().can_register
    registered(site)
    asked = site.ask(CommandKind.CHECK_AGAIN, visit=visit)
    site.wait_result(asked, "opened")
    wait_for(lambda: lying(site) == 0)
    site.pass_through()
    site.wait_result(asked, "passed")
    assert site.kinds() == [
        *("presented", "verdict", "call.raised"),
        *("presented", "verdict", "gate.intent", "gate.pulse", "call.closed"),
        "gate.passed",
    ]
    shown = site.events(EventKind.PRESENTED)
    assert {event.visit for event in shown} == {visit}
    assert [event.more.get("again") for event in shown] == [None, True]
    assert [event.staff for event in shown] == [None, "staff-7"]


def test_a_card_is_taken_up_when_its_visitor_is_sent_on(site: Site) -> None:
    site.lay(UNKNOWN_SENIOR)
    site.wait_reason("not_registered")
    laid = wait_for(site.laid)
    assert (laid.kind, laid.name) == ("senior", None)
    site.wait_result(site.ask(CommandKind.DISMISS), "dismissed")
    assert lying(site) == 0


def test_a_gate_that_ends_leaves_no_card_lying(site: Site) -> None:
    site.lay(UNKNOWN)
    wait_for(lambda: lying(site) == 1)
    site.stop()
    assert lying(site) == 0


def test_what_no_guard_can_add_is_not_laid(site: Site) -> None:
    site.lay(RED)
    site.wait_reason("status_barred")
    assert (lying(site), site.board().can_register) == (0, False)


def test_who_has_not_been_registered_goes_on_waiting(site: Site) -> None:
    site.lay(UNKNOWN)
    site.wait_reason("not_registered")
    asked = site.ask(CommandKind.CHECK_AGAIN, visit=site.board().visit)
    site.wait_result(asked, "not_registered")
    assert (site.pulses(), site.board().can_register) == (0, True)
    assert site.laid() is not None


def test_no_database_holds_a_laid_card_in_the_clear(site: Site) -> None:
    site.lay(UNKNOWN)
    wait_for(lambda: lying(site) == 1)
    folder = site.config.site.data_dir
    for path in folder.glob("*.db*"):
        assert UNKNOWN.number.encode() not in path.read_bytes(), path.name
