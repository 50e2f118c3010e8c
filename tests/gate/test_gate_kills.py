"""The gate process is killed, told to end, and started again."""

import os
import signal
import time

import pytest
from gate_kit import GREEN, SENIOR, SENIORS, Site
from waiting import wait_for

from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind
from verification.masks import mask_name

ORDER = "01a2002a-0000-7000-8000-000000000001"


def test_killed_before_the_pulse(still: Site) -> None:
    # What a process leaves that died between its commit and its first byte.
    still.watch.ledger.append(
        Entry(EventKind.PRESENTED, lane="east", visit="v"),
        Entry(
            EventKind.GATE_INTENT,
            lane="east",
            visit="v",
            evidence=EvidenceKind.CARD,
            more={"order": ORDER},
        ),
    )
    still.relay().relays.set(1, True)  # and a contact that it left closed
    still.start_child()
    (unknown,) = still.events(EventKind.GATE_UNKNOWN)
    assert unknown.more == {"order": ORDER, "gate": "restarted"}
    assert (unknown.lane, unknown.visit) == ("east", "v")
    assert not still.relay().on(1), "the relay is put off"
    assert still.pulses() == 0
    still.relay().relays.states.clear()  # our own hand is not for `check`
    assert still.end_child() == 0
    still.start_child()
    assert len(still.events(EventKind.GATE_UNKNOWN)) == 1, "told once"


def test_killed_during_the_pulse(still: Site) -> None:
    pid = still.start_child()
    killed: list[float] = []

    def kill(channel: int, on: bool) -> None:
        # The board has the frame and moves; its answer finds nobody.
        if on and not killed:
            killed.append(time.monotonic())
            os.kill(pid, signal.SIGKILL)

    still.relay().relays.on_change = kill
    still.lay(SENIORS[0])
    wait_for(lambda: killed)
    assert still.end_child(signal.SIGKILL) == -signal.SIGKILL
    (intent,) = still.events(EventKind.GATE_INTENT)
    assert still.events(EventKind.GATE_PULSE) == []
    still.lift(SENIORS[0])
    still.start_child()
    (unknown,) = still.events(EventKind.GATE_UNKNOWN)
    assert unknown.more["order"] == intent.more["order"]
    assert unknown.visit == intent.visit
    assert not still.relay().on(1)
    still.polls(4)
    assert still.pulses() == 1, "no second pulse"
    still.lay(SENIORS[0])
    still.wait_reason("pass_reused")
    assert still.pulses() == 1, "the claim stays: the gate may have opened"


def test_killed_after_the_pulse(still: Site) -> None:
    still.start_child()
    still.lay(SENIORS[0])
    pulse = still.wait_event(EventKind.GATE_PULSE)
    still.end_child(signal.SIGKILL)
    still.lift(SENIORS[0])
    still.start_child()
    (unknown,) = still.events(EventKind.GATE_UNKNOWN)
    assert unknown.more["order"] == pulse.more["order"], "did she go through?"
    assert not still.relay().on(1)
    assert still.pulses() == 1
    still.admit(SENIORS[1])
    assert still.pulses() == 2


@pytest.mark.slow
def test_killed_at_random_moments_no_opening_is_without_its_intent(
    still: Site,
) -> None:
    for number, card in enumerate(SENIORS[:4]):
        still.start_child()
        still.lay(card)
        time.sleep(0.005 * number)
        still.end_child(signal.SIGKILL)
        still.lift(card)
    still.start_child()
    intents = {e.more["order"] for e in still.events(EventKind.GATE_INTENT)}
    closed = {
        e.more["order"]
        for e in still.events(EventKind.GATE_UNKNOWN, EventKind.GATE_PULSE)
    }
    assert closed == intents, "of each order it is known what is known of it"
    assert len(still.openings()) <= len(intents)


def test_sigterm_ends_the_process_with_the_relay_off(
    make_site,
) -> None:
    site = make_site(pulse_seconds=30.0)
    site.start_child()
    site.lay(SENIOR)
    site.wait_phase("open")
    assert site.relay().on(1)
    assert site.end_child() == 0
    assert not site.relay().on(1)
    site.check()


def test_ctrl_c_ends_it_as_well(still: Site) -> None:
    still.start_child()
    assert still.end_child(signal.SIGINT) == 0


def test_told_to_end_while_it_starts(still: Site) -> None:
    still.start_child(ready=False)
    wait_for(lambda: b"gate_running" in still.logs.read_bytes())
    assert still.end_child() == 0


def test_no_personal_word_is_in_the_log_of_a_morning(still: Site) -> None:
    still.start_child()
    still.admit(GREEN)
    still.admit(SENIOR)
    still.admit(SENIORS[3])
    still.end_child()
    log = still.logs.read_text("utf-8")
    assert "gate_running" in log
    for card in (GREEN, SENIOR, SENIORS[3]):
        person = card.person
        for word in (person.number, person.name, mask_name(person.name), person.phone):
            assert word not in log


def test_a_second_process_on_the_same_ports_gets_no_port(site: Site) -> None:
    # Exclusive ports: the one that runs goes on, the other waits and opens nothing.
    site.start_child(ready=False)
    wait_for(lambda: b"gate_running" in site.logs.read_bytes())
    time.sleep(0.5)
    site.lay(SENIOR)
    wait_for(lambda: site.pulses() == 1)
    site.end_child()
    assert site.pulses() == 1
