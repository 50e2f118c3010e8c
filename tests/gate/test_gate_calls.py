"""A call at a whole gate: escalated, answered, arrived; and a card left lying."""

import pytest
from gate_kit import GREEN, UNKNOWN_SENIOR, Site
from waiting import wait_for

from kiosk.live import CommandKind
from verification.ledger import EventKind


def test_the_ledger_tells_when_somebody_came(site: Site) -> None:
    site.press_help()
    site.wait_phase("waiting_for_staff")
    site.wait_result(site.ask(CommandKind.ACKNOWLEDGE, by="小李"), "done")
    assert site.screen().look == "coming"
    site.wait_result(site.ask(CommandKind.ARRIVED, by="王保安"), "done")
    assert site.board().acknowledged_by == "小李"
    assert site.board().arrived_by == "王保安"
    assert site.screen().look.state == "idle"
    visit = site.board().visit
    site.wait_result(site.ask(CommandKind.DISMISS, visit=visit), "dismissed")
    calls = site.events()
    assert [event.kind.value for event in calls] == [
        "call.raised",
        "call.acknowledged",
        "call.arrived",
        "call.closed",
    ]
    assert {event.visit for event in calls} == {visit}
    times = [event.mono_ms for event in calls]
    assert times == sorted(times)


@pytest.mark.slow
def test_what_nobody_takes_calls_staff_and_what_nobody_answers_all_boards(
    make_site,
) -> None:
    site = make_site(lanes=("east", "west"), calls={"escalate_seconds": 10})
    site.start()
    site.lay(GREEN)
    site.wait_phase("open")
    site.pass_through()
    site.press_help("west")
    site.wait_event(EventKind.CALL_ESCALATED)
    wait_for(lambda: site.board("west").escalated)
    assert not site.board("east").escalated
    event = site.wait_event(EventKind.CALL_RAISED, 2)
    assert (event.lane, event.more["why"]) == ("east", "card_left")
    wait_for(lambda: site.board().note == "card_left")
    assert site.screen().look == "take"
    site.lift(GREEN)
    closed = site.wait_event(EventKind.CALL_CLOSED)
    assert closed.more["how"] == "card_taken"
    site.wait_phase("ready")
    site.stop()
    site.check()


def test_whoever_called_is_not_forgotten_by_a_restart(site: Site) -> None:
    site.lay(UNKNOWN_SENIOR)
    site.wait_reason("not_registered")
    visit = site.board().visit
    site.lift(UNKNOWN_SENIOR)  # or it would be read once more
    site.stop()
    site.start(ready=False)
    raised = site.wait_event(EventKind.CALL_RAISED, 2)
    assert (raised.visit, raised.more["why"]) == (visit, "restarted")
    wait_for(lambda: site.live.lane("east") and not site.board().can_register)
    site.wait_phase("waiting_for_staff")
    assert (site.board().visit, site.board().reason) == (visit, "not_registered")
    site.wait_result(site.ask(CommandKind.DISMISS, visit=visit), "dismissed")
    site.stop()
    site.start()
