"""The relay board: silent, wrong, unplugged, stuck; and fire."""

import sqlite3

import pytest
from gate_kit import FIRE, GREEN, READ_COILS, READ_INPUTS, SENIOR, SENIORS, Site
from waiting import PATIENCE, stays, wait_for

from drivers.twins.faults import Fault
from drivers.twins.sam import READ
from kiosk.live import CommandKind
from verification.ledger import EventKind

HOLD = bytes.fromhex("01 05 00 00 FF 00 8C 3A")
READS_A_SECOND = 16  # of the inputs, where nothing else is asked


def locked(site: Site) -> sqlite3.Connection:
    """Another connection that writes the ledger and does not end."""
    other = sqlite3.connect(site.watch.folder.ledger, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


@pytest.mark.parametrize(
    ("fault", "outcome", "opened"),
    [
        (Fault.SILENT, "no_answer", 0),
        (Fault.NO_ACK, "no_answer", 1),
        (Fault.WRONG_ECHO, "wrong_answer", 1),
    ],
)
def test_a_relay_that_does_not_confirm_is_written_to_once(
    fault: Fault, outcome: str, opened: int, site: Site
) -> None:
    site.relay().fault(fault)
    site.lay(SENIOR)
    unknown = site.wait_event(EventKind.GATE_UNKNOWN)
    assert unknown.more["gate"] == outcome
    assert unknown.more["order"] == site.events(EventKind.GATE_INTENT)[0].more["order"]
    site.wait_reason("gate_fault")
    assert site.screen().state == "fault"
    stays(lambda: site.pulses() == 1, 0.5, "never a second time")
    assert len(site.openings()) == opened
    site.relay().fault(fault, on=False)


@pytest.mark.slow
def test_a_claim_stays_when_nobody_knows_whether_the_gate_opened(site: Site) -> None:
    site.relay().fault(Fault.NO_ACK)
    site.lay(SENIOR)
    site.wait_event(EventKind.GATE_UNKNOWN)
    site.relay().fault(Fault.NO_ACK, on=False)
    site.lift(SENIOR)
    wait_for(lambda: site.condition("east-gate") == "ok")
    site.lay_again(SENIOR)
    wait_for(lambda: len(site.events(EventKind.VERDICT)) == 2)
    assert site.events(EventKind.VERDICT)[1].reason == "pass_reused"


def test_unplugged_between_intent_and_pulse(
    patient_ledger, lane_writes, site: Site
) -> None:
    # The ledger is held until the gate's port is gone: the intent is committed,
    # and then there is nothing to write the pulse to.
    other = locked(site)
    lane_writes.clear()
    site.lay(SENIOR)
    assert lane_writes.wait(PATIENCE)
    site.relay().fault(Fault.UNPLUG)
    site.wait_condition("east-gate", "lost")
    other.execute("COMMIT")
    other.close()
    unknown = site.wait_event(EventKind.GATE_UNKNOWN)
    (intent,) = site.events(EventKind.GATE_INTENT)
    assert unknown.more["gate"] == "port_lost"
    assert unknown.more["order"] == intent.more["order"]
    site.wait_reason("gate_fault")
    site.relay().fault(Fault.UNPLUG, on=False)
    site.wait_condition("east-gate", "ok")
    site.polls(4)
    assert site.pulses() == 0, "an old order is never carried out"
    site.lift(SENIOR)
    site.lay_again(SENIOR)
    site.wait_event(EventKind.GATE_PULSE)
    assert site.pulses() == 1, "nothing moved, so the right was given back"


def test_without_its_relay_a_lane_is_out_of_service(site: Site) -> None:
    site.relay().fault(Fault.UNPLUG)
    site.wait_phase("out_of_service")
    for card in SENIORS[:2]:
        site.lay(card)
        site.wait_reason("out_of_service")
    assert site.events(EventKind.GATE_INTENT) == []
    site.relay().fault(Fault.UNPLUG, on=False)
    site.wait_condition("east-gate", "ok")
    site.wait_result(site.ask(CommandKind.DISMISS), "dismissed")
    site.wait_phase("ready")


def test_a_relay_that_sticks_is_told_and_gets_no_more_pulses(make_site) -> None:
    site = make_site(passage_seconds=1.0)
    site.start()
    site.relay().fault(Fault.STUCK_ON)
    site.lay(SENIORS[0])
    site.wait_event(EventKind.GATE_HELD_OPEN)
    site.wait_phase("out_of_service")
    assert site.board().note == "stuck_on"
    for card in SENIORS[1:3]:
        site.lay(card)
        site.wait_reason("out_of_service")
    assert site.pulses() == 1
    site.relay().fault(Fault.STUCK_ON, on=False)
    wait_for(lambda: len(site.events(EventKind.GATE_HELD_OPEN)) == 2)
    site.stop()
    site.check()


def test_a_relay_that_closes_by_itself_is_an_alarm(site: Site) -> None:
    site.polls(2, function=READ_COILS)  # the board was seen off
    site.relay().relays.set(1, True)
    forced = site.wait_event(EventKind.GATE_FORCED_OPEN)
    assert forced.more["alarm"] == "opened_by_itself"
    # What somebody at the board does has no intent: it is not for `check`.
    site.relay().relays.set(1, False)
    site.relay().relays.states.clear()


# Fire


@pytest.fixture
def burning(lane_writes, make_site):
    """A site for fires: what is held open has no intent."""
    site = make_site()
    site.start()
    yield site
    site.stop()
    site.check(held_open=True)


def is_open(site: Site) -> bool:
    return site.relay().on(1)


def reads_until_hold(site: Site) -> int:
    """How often the board is asked for its inputs from now on until it holds open."""
    relay = site.relay()
    before = len(relay.requests)
    relay.set_input(FIRE, True)
    wait_for(lambda: HOLD in relay.requests[before:], what="held open")
    told = list(relay.requests)[before:]
    return sum(one[1] == READ_INPUTS for one in told[: told.index(HOLD)])


def test_fire_holds_the_gate_open_within_a_second_until_reset(burning: Site) -> None:
    site = burning
    assert reads_until_hold(site) <= READS_A_SECOND
    site.wait_phase("evacuation")
    assert site.screen().state == "evacuation"
    assert site.wait_event(EventKind.EVACUATION_ON).more["by"] == "fire_input"
    site.relay().set_input(FIRE, False)
    site.polls(READS_A_SECOND)
    assert is_open(site), "the end of the alarm closes nothing"
    site.wait_result(site.ask(CommandKind.RESUME), "done")
    wait_for(lambda: not is_open(site))
    site.wait_event(EventKind.EVACUATION_OFF)
    site.wait_phase("ready")


def test_nobody_closes_the_gate_while_it_burns(burning: Site) -> None:
    site = burning
    site.relay().set_input(FIRE, True)
    wait_for(lambda: is_open(site))
    site.wait_result(site.ask(CommandKind.RESUME), "fire_is_on")
    site.polls(4)
    assert is_open(site)


def test_fire_opens_also_while_the_ledger_is_locked(burning: Site) -> None:
    site = burning
    other = locked(site)
    assert reads_until_hold(site) <= READS_A_SECOND
    other.execute("ROLLBACK")
    other.close()


def test_fire_opens_also_behind_a_card_that_waits_for_the_ledger(
    lane_writes, burning
) -> None:
    site = burning
    other = locked(site)
    lane_writes.clear()
    site.lay(SENIOR)
    assert lane_writes.wait(PATIENCE)
    assert reads_until_hold(site) <= READS_A_SECOND
    other.execute("ROLLBACK")
    other.close()
    site.wait_phase("evacuation")


def test_fire_opens_also_in_the_middle_of_a_visit(burning: Site) -> None:
    site = burning
    site.lay(SENIOR)
    site.wait_phase("open")
    site.relay().set_input(FIRE, True)
    site.wait_phase("evacuation")
    site.polls(8)
    assert is_open(site), "also after the pulse would have ended"


def test_a_relay_that_comes_back_in_a_fire_is_held_open_again(burning: Site) -> None:
    site = burning
    site.relay().set_input(FIRE, True)
    wait_for(lambda: is_open(site))
    site.relay().fault(Fault.UNPLUG)
    site.wait_condition("east-gate", "lost")
    site.relay().relays.set(1, False)  # it lost its power too
    site.relay().fault(Fault.UNPLUG, on=False)
    wait_for(lambda: is_open(site))
    site.polls(READS_A_SECOND)
    assert is_open(site)


def test_a_lane_that_burns_serves_no_card(burning: Site) -> None:
    site = burning
    site.relay().set_input(FIRE, True)
    site.wait_phase("evacuation")
    site.forget()
    site.lay(GREEN)
    wait_for(lambda: READ in site.twins.readers["east-id"].twin.commands)
    site.polls(4)
    assert site.events(EventKind.PRESENTED) == []
