"""The ID card reader when module, line or port misbehave."""

import time
from dataclasses import replace

import pytest
from readers_kit import NEIGHBOUR, OLD_LADY, Events, running
from sam_kit import LADY, MAN, QUICK, polls, reader, reading
from waiting import wait_for

from drivers.protocols import Condition, Signal
from drivers.twins.faults import Fault
from drivers.twins.sam import FIND, PRESENCE, READ, RESET, SELECT, STATUS, SamTwin


@pytest.fixture
def twin(tmp_path):
    with SamTwin("reader", tmp_path / "sam") as device:
        yield device


@pytest.fixture
def events():
    return Events()


def test_a_module_without_licence_is_out_of_order_until_it_has_one(twin, events):
    twin.refuse(0x66)
    with running(reader(twin, events), events) as supervisor:
        wait_for(lambda: supervisor.state.condition is Condition.FAILED)
        assert supervisor.state.reason == "module_not_authorised"
        twin.obey()
        wait_for(lambda: supervisor.state.well)
    assert RESET not in twin.commands


def test_a_module_that_fails_its_self_test_is_reset_once(twin, events):
    twin.refuse(0x60, STATUS)
    with running(reader(twin, events), events) as supervisor:
        wait_for(lambda: supervisor.state.condition is Condition.FAILED)
        assert supervisor.state.reason == "module_self_test_failed"
        polls_of_status = twin.commands.count(STATUS)
        wait_for(lambda: twin.commands.count(STATUS) > polls_of_status + 2)
    assert twin.commands.count(RESET) == 1


def test_a_reset_that_helps_is_not_an_outage(twin, events):
    twin.refuse(0x60, STATUS, 1)
    with reading(twin, events):
        polls(twin)
    assert events.states[0] == ("ok", "answers")


def test_a_silent_reader_is_silent_and_then_well_again(twin, events):
    with reading(twin, events) as supervisor:
        twin.fault(Fault.SILENT)
        wait_for(lambda: supervisor.state.condition is Condition.SILENT)
        assert supervisor.state.reason == "silent"
        twin.fault(Fault.SILENT, on=False)
        wait_for(lambda: supervisor.state.well)
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)


def test_after_a_silence_the_module_is_asked_before_any_card(twin, events):
    with reading(twin, events):
        before = len(twin.commands)
        twin.fault(Fault.SILENT, times=1)
        wait_for(lambda: len(twin.commands) >= before + 3)
    said = list(twin.commands)[before:]
    missed = said.index(STATUS)
    assert said[missed - 1 : missed + 2] == [FIND, STATUS, FIND]


@pytest.mark.parametrize("pair", [FIND, SELECT, READ, PRESENCE, STATUS])
def test_a_late_answer_is_not_taken_for_the_next_request(twin, events, pair):
    twin.late_seconds = QUICK.read + 0.1
    twin.strikes = pair
    twin.fault(Fault.LATE, times=1)
    with running(reader(twin, events), events) as supervisor:
        twin.lay(OLD_LADY)
        wait_for(lambda: twin.commands.count(STATUS) > 1)
        wait_for(lambda: supervisor.state.well)
        twin.lift()
        polls(twin, 2)
        twin.lay(NEIGHBOUR)
        wait_for(lambda: MAN in events.numbers)
    # What it reads late it may lose, but never gives to a later card.
    assert events.numbers in ([LADY, MAN], [MAN])
    assert (Signal.LAY_AGAIN in events.signals) == (pair in (SELECT, READ))


@pytest.mark.parametrize("pair", [STATUS, FIND, SELECT, READ])
@pytest.mark.parametrize("fault", [Fault.BAD_CHECKSUM, Fault.HALF_FRAME])
def test_a_broken_answer_is_asked_for_again(twin, events, pair, fault):
    twin.strikes = pair
    twin.fault(fault, times=1)
    with reading(twin, events):
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)
    assert events.numbers == [LADY]
    assert Signal.LAY_AGAIN not in events.signals


def test_a_reader_that_only_sends_broken_frames_is_garbled(twin, events):
    twin.fault(Fault.BAD_CHECKSUM)
    with running(reader(twin, events), events) as supervisor:
        wait_for(lambda: supervisor.state.condition is Condition.SILENT)
        assert supervisor.state.reason == "garbled"


@pytest.mark.parametrize("cut", range(15))
def test_a_pause_after_any_byte_of_a_short_answer_is_borne(twin, events, cut):
    twin.cut_at = cut
    with reading(twin, events):
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)
    assert events.signals == [Signal.FELT]


@pytest.mark.parametrize("cut", [16, 18, 100, 269, 270, 1000, 1293])
def test_a_pause_inside_the_read_answer_is_borne(twin, events, cut):
    twin.cut_at = cut
    with reading(twin, events):
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)
    assert events.signals == [Signal.FELT]


def test_random_pieces_and_a_photo_full_of_preambles_are_read(twin, events):
    twin.chunks = True
    twin.photo = bytes.fromhex("AAAAAA969605 AAAAAA9669 FFFF 69").ljust(1024, b"\xaa")
    with reading(twin, events):
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)
    assert events.numbers == [LADY]


PATIENT = replace(QUICK, short=1.0, read=3.0, gap=0.2)


def read_in_noise(tmp_path, events, cards):
    with SamTwin("reader", tmp_path / "sam", baudrate=115200) as twin:
        twin.fault(Fault.NOISE)
        # The driver's own patience: an answer that is given up is lost for good,
        # because the module takes its card as served.
        with reading(twin, events, timing=PATIENT):
            while (known := len(events.cards)) < cards:
                twin.lay((OLD_LADY, NEIGHBOUR)[known % 2])
                wait_for(lambda known=known: len(events.cards) > known)
    assert set(events.numbers) <= {LADY, MAN}
    assert Signal.LAY_AGAIN not in events.signals


def test_cards_are_read_in_noise_at_line_rate(tmp_path, events):
    read_in_noise(tmp_path, events, 8)


def test_noise_alone_makes_no_card(tmp_path, events):
    with SamTwin("reader", tmp_path / "sam", baudrate=115200) as twin:
        twin.fault(Fault.NOISE)
        with reading(twin, events):
            polls(twin, 20)
    assert events.cards + events.signals == []


def test_unplugged_inside_a_frame_it_comes_back_under_another_name(tmp_path, events):
    with (
        SamTwin("reader", tmp_path / "sam", baudrate=9600) as twin,
        reading(twin, events, baudrate=9600) as supervisor,
    ):
        old_name = twin.port.link.readlink()
        twin.lay(OLD_LADY)
        wait_for(lambda: READ in twin.commands)
        twin.fault(Fault.UNPLUG)
        wait_for(lambda: supervisor.state.condition is Condition.LOST)
        assert events.cards == []
        twin.lift()
        twin.fault(Fault.UNPLUG, on=False)
        assert old_name != twin.port.link.readlink()
        wait_for(lambda: supervisor.state.well)
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)
    assert events.numbers == [LADY]


def test_a_card_left_on_a_reader_is_not_laid_anew_when_the_line_comes_back(
    tmp_path, events
):
    # A module that lost its power finds the lying card as if it were fresh.
    with (
        SamTwin("reader", tmp_path / "sam", refinds=True) as twin,
        reading(twin, events) as supervisor,
    ):
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)
        twin.fault(Fault.UNPLUG)
        wait_for(lambda: supervisor.state.condition is Condition.LOST)
        wait_for(lambda: time.monotonic() - events.cards[0].at > 2 * QUICK.same)
        twin.fault(Fault.UNPLUG, on=False)
        wait_for(lambda: supervisor.state.well)
        polls(twin, 5)
        assert events.numbers == [LADY]
        twin.lift()
        wait_for(lambda: Signal.GONE in events.signals)
        twin.lay(OLD_LADY)
        wait_for(lambda: events.numbers == [LADY, LADY])


def test_it_waits_for_a_reader_that_is_not_plugged_in_yet(tmp_path, events):
    twin = SamTwin("reader", tmp_path / "sam")
    with running(reader(twin, events), events) as supervisor:
        wait_for(lambda: supervisor.state.condition is Condition.LOST)
        with twin:
            wait_for(lambda: supervisor.state.well)
