"""Good visits, from the bytes of a card to the contact of the relay."""

import threading

import pytest
from gate_kit import GREEN, RED, SENIOR, SENIORS, UNKNOWN, UNKNOWN_SENIOR, Site
from waiting import wait_for

from drivers.twins.sam import READ
from kiosk.live import CommandKind
from verification.ledger import EventKind

VISIT = ["presented", "verdict", "gate.intent", "gate.pulse", "gate.passed"]


def test_an_identity_card_opens_the_gate_once(site: Site) -> None:
    site.lay(GREEN)
    site.wait_phase("open")
    assert site.screen().state == "pass"
    site.pass_through()
    assert site.kinds() == VISIT
    assert len(site.openings()) == 1


def test_a_senior_card_opens_the_gate_once(site: Site) -> None:
    site.admit(SENIOR)
    assert site.kinds() == VISIT
    assert site.pulses() == 1


def test_all_events_of_a_visit_carry_its_id_and_its_order(site: Site) -> None:
    site.admit(SENIOR)
    visits = {event.visit for event in site.events()}
    orders = {event.more.get("order") for event in site.events()[2:]}
    assert len(visits) == 1
    assert len(orders) == 1
    assert None not in visits | orders


def test_the_pulse_is_as_long_as_the_config_says(site: Site) -> None:
    site.admit(SENIOR)
    ((begun, ended),) = wait_for(
        lambda: [one for one in site.relay().openings() if one[1] is not None]
    )
    assert ended - begun > 0.25


def test_two_people_one_after_the_other_are_both_let_in(site: Site) -> None:
    site.admit(SENIORS[0])
    site.admit(SENIORS[1])
    assert site.kinds() == VISIT * 2
    assert site.pulses() == 2


def test_who_is_not_known_waits_for_staff(site: Site) -> None:
    site.lay(UNKNOWN)
    site.wait_phase("waiting_for_staff")
    assert site.board().reason == "not_registered"
    assert site.screen().state == "wait"
    assert site.kinds() == ["presented", "verdict", "call.raised"]
    assert site.pulses() == 0


def test_a_barred_status_is_told_to_the_board_alone(site: Site) -> None:
    site.lay(RED)
    site.wait_reason("status_barred")
    view = site.live.lane("east")
    assert "barred" not in str(view.screen)
    assert "red" not in str(view.screen)
    assert site.pulses() == 0


def test_passage_never_comes_and_the_right_is_given_back(make_site) -> None:
    site = make_site(passage_seconds=1.0)
    site.start()
    site.lay(GREEN)
    site.wait_event(EventKind.GATE_NOBODY)
    site.lift(GREEN)
    site.wait_phase("ready")
    site.lay_again(GREEN)
    site.wait_event(EventKind.GATE_PULSE, 2)
    assert site.pulses() == 2
    assert "call.raised" not in site.kinds()
    site.stop()
    site.check()


@pytest.mark.slow
def test_who_went_through_cannot_hand_the_card_back(site: Site) -> None:
    site.admit(GREEN)
    site.lay_again(GREEN)
    site.wait_reason("pass_reused")
    assert site.pulses() == 1


@pytest.mark.slow
def test_the_same_identity_card_lying_opens_once(site: Site) -> None:
    twin = site.twins.readers["east-id"].twin
    twin.refinds = True  # a reader that finds a lying card again and again
    site.lay(GREEN)
    read = wait_for(lambda: twin.commands.count(READ))
    site.wait_phase("open")
    site.pass_through()
    site.wait_phase("ready")
    wait_for(lambda: twin.commands.count(READ) > read + 8, what="it is read again")
    assert site.pulses() == 1
    assert site.kinds() == VISIT


def test_two_lanes_one_card_same_instant_opens_one_gate(make_site) -> None:
    site = make_site(lanes=("east", "west"))
    site.start()
    for number, card in enumerate(SENIORS[:3], 1):
        barrier = threading.Barrier(2)

        def lay(lane: str, card=card, barrier=barrier) -> None:
            barrier.wait()
            site.lay(card, lane)

        lays = [threading.Thread(target=lay, args=(one,)) for one in ("east", "west")]
        for thread in lays:
            thread.start()
        for thread in lays:
            thread.join()
        wait_for(lambda n=number: len(site.events(EventKind.VERDICT)) == 2 * n)
        first, second = site.events(EventKind.VERDICT)[-2:]
        assert {first.reason, second.reason} == {"status_valid", "pass_reused"}
        assert {first.lane, second.lane} == {"east", "west"}
        wait_for(lambda n=number: site.pulses("east") + site.pulses("west") == n)
        for lane in ("east", "west"):
            site.lift(card, lane)
        winner = first.lane if first.reason == "status_valid" else second.lane
        loser = ({"east", "west"} - {winner}).pop()
        site.wait_reason("pass_reused", loser)
        site.pass_through(winner)
        dismissed = site.ask(CommandKind.DISMISS, loser)
        site.wait_result(dismissed, "dismissed")
        site.wait_ready()
    assert len(site.openings("east")) + len(site.openings("west")) == 3
    site.stop()
    site.check()


def test_staff_override_opens_for_a_card_that_nobody_knows(site: Site) -> None:
    site.lay(UNKNOWN_SENIOR)
    site.wait_reason("not_registered")
    asked = site.ask(CommandKind.OPEN, reason="other")
    site.wait_result(asked, "opened", "passed")
    site.pass_through()
    site.wait_result(asked, "passed")
    (override,) = site.events(EventKind.OVERRIDE)
    assert override.staff == "staff-7"
    assert override.more["reason"] == "other"
    assert override.visit == site.events(EventKind.PRESENTED)[0].visit
    assert site.kinds()[3:6] == ["override", "gate.intent", "gate.pulse"]
    site.wait_phase("ready")
    assert site.pulses() == 1


def test_an_expired_command_is_not_carried_out(site: Site) -> None:
    with site.live.write() as connection:
        connection.execute(
            "INSERT INTO commands VALUES"
            " ('late', 1, 2, 'east', 'open', 'staff-7', '{}', NULL, NULL, NULL)"
        )
    site.wait_result("late", "expired")
    assert site.kinds() == []
    assert site.pulses() == 0


def test_a_command_for_a_lane_that_is_not_there_expires(site: Site) -> None:
    asked = site.ask(CommandKind.OPEN, "north")
    site.wait_result(asked, "expired")
    assert site.pulses() == 0


def test_a_paused_lane_serves_nobody_until_it_is_resumed(site: Site) -> None:
    site.wait_result(site.ask(CommandKind.PAUSE), "done")
    site.wait_phase("paused")
    twin = site.twins.readers["east-id"].twin
    site.lay(GREEN)
    wait_for(lambda: twin.commands.count(READ), what="it is read")
    site.polls(3)
    assert site.pulses() == 0
    site.lift(GREEN)
    site.wait_result(site.ask(CommandKind.RESUME), "done")
    site.wait_phase("ready")
    site.admit(SENIOR)


def test_the_help_key_of_the_lane_calls_staff(site: Site) -> None:
    site.press_help()
    site.wait_phase("waiting_for_staff")
    assert site.screen().state == "called"


def test_somebody_who_forces_the_gate_is_recorded(site: Site) -> None:
    site.pass_through()
    assert site.wait_event(EventKind.GATE_FORCED_OPEN).more["alarm"] == "passage"
