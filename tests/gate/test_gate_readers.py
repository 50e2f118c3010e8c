"""Readers under noise, in silence, and without a plug."""

import pytest
from gate_kit import GREEN, SENIOR, SENIORS, Site
from waiting import stays, wait_for

from drivers.twins.faults import Fault
from drivers.twins.sam import FIND, READ
from verification.ledger import EventKind


def sam(site: Site):
    return site.twins.readers["east-id"].twin


def framed(site: Site):
    return site.twins.readers["east-card"].twin


@pytest.mark.parametrize("card", [GREEN, SENIOR], ids=["identity", "senior"])
def test_noise_at_line_rate_around_a_good_card(card, site: Site) -> None:
    twin = sam(site) if card is GREEN else framed(site)
    twin.fault(Fault.NOISE)
    stays(lambda: site.events(EventKind.PRESENTED) == [], 0.5, "noise is no card")
    site.lay(card)
    site.wait_event(EventKind.GATE_PULSE)
    twin.fault(Fault.NOISE, on=False)
    verdicts = site.events(EventKind.VERDICT)
    assert [event.reason for event in verdicts] == ["status_valid"]
    assert site.pulses() == 1


def test_a_silent_reader_is_told_and_comes_back(site: Site) -> None:
    sam(site).fault(Fault.SILENT)
    site.wait_condition("east-id", "silent")
    assert site.wait_event(EventKind.DEVICE_LOST).more["device"] == "east-id"
    assert site.board().phase == "ready", "the other reader still works"
    sam(site).fault(Fault.SILENT, on=False)
    site.wait_event(EventKind.DEVICE_BACK)
    site.admit(GREEN)


@pytest.mark.slow
def test_without_any_reader_the_lane_is_out_of_service(site: Site) -> None:
    sam(site).fault(Fault.SILENT)
    framed(site).fault(Fault.UNPLUG)
    site.wait_phase("out_of_service")
    assert site.screen().state == "fault"
    assert site.board().note == "east-card,east-id"
    framed(site).fault(Fault.UNPLUG, on=False)
    site.wait_phase("ready")


def test_unplugged_mid_frame_and_back_under_another_tty_name(site: Site) -> None:
    twin = sam(site)
    old = twin.port.link.readlink()
    twin.port.baudrate = 9600  # a card is 1.35 s on the wire
    site.lay(GREEN)
    wait_for(lambda: READ in list(twin.commands))
    twin.fault(Fault.UNPLUG)
    site.wait_condition("east-id", "lost")
    twin.port.baudrate = None
    twin.fault(Fault.UNPLUG, on=False)
    assert twin.port.link.readlink() != old
    site.wait_condition("east-id", "ok")
    assert site.events(EventKind.PRESENTED) == [], "half a card is none"
    site.lift(GREEN)
    finds(twin)
    site.lay(GREEN)
    site.wait_event(EventKind.GATE_PULSE)
    assert site.pulses() == 1


def test_half_a_frame_and_a_bad_checksum_are_no_card(site: Site) -> None:
    framed(site).fault(Fault.BAD_CHECKSUM, times=3)
    site.lay(SENIORS[0])
    site.wait_event(EventKind.GATE_PULSE)
    site.lift(SENIORS[0])
    site.pass_through()
    site.wait_phase("ready")
    framed(site).fault(Fault.HALF_FRAME, times=3)
    site.lay(SENIORS[1])
    site.wait_event(EventKind.GATE_PULSE, 2)
    verdicts = site.events(EventKind.VERDICT)
    assert [event.reason for event in verdicts] == ["status_valid"] * 2


@pytest.mark.slow
def test_a_card_that_cannot_be_read_calls_staff_without_blame(site: Site) -> None:
    twin = sam(site)
    twin.refuse(0x41, READ)
    site.lay(GREEN)
    wait_for(lambda: site.screen().hint == "lay_again")
    for _ in range(8):
        site.lift(GREEN)
        finds(twin)
        tried = twin.commands.count(READ) + 3
        site.lay(GREEN)
        wait_for(lambda tried=tried: _waits(site) or twin.commands.count(READ) >= tried)
        if _waits(site):
            break
    site.wait_reason("reader_fault")
    assert site.screen().state == "fault"
    assert site.pulses() == 0


def _waits(site: Site) -> bool:
    return site.board().phase == "waiting_for_staff"


def finds(twin, count: int = 3) -> None:
    """Wait until the reader has looked for cards so many times more."""
    wanted = twin.commands.count(FIND) + count
    wait_for(lambda: twin.commands.count(FIND) >= wanted)
