"""Readers that send numbers by themselves, and their twin, over a real pty."""

import time

import pytest
from readers_kit import Events, running
from waiting import wait_for

from drivers.framed import PRESETS, FramedReader
from drivers.presence import Presence
from drivers.protocols import CardKind, Condition, Signal
from drivers.twins.faults import Fault
from drivers.twins.framed import (
    RDM6300_REPEAT,
    FramedTwin,
    line_frame,
    m3650a_frame,
    rdm6300_frame,
)

TAG, NUMBER = rdm6300_frame("62E3086CED"), "3808980205"
OTHER_TAG, OTHER_NUMBER = rdm6300_frame("01000734E0"), "0000472288"


@pytest.fixture
def twin(tmp_path):
    """An RDM6300: it repeats a lying tag, and a tag's checksum is hex digits."""
    link = tmp_path / "rdm6300"
    with FramedTwin(
        "tags", link, repeat_seconds=RDM6300_REPEAT, checksum_at=-2
    ) as device:
        yield device


@pytest.fixture
def events():
    return Events()


GONE = 1.0  # a tag is gone after it: many times as long as a twin repeats one
SOON = 0.2  # the same, for tags that were lifted


def reader(twin, events, framing=PRESETS["rdm6300"], gone=GONE):
    return FramedReader(
        "tags",
        twin.port.path,
        events,
        CardKind.SENIOR,
        framing,
        presence=Presence(gone_seconds=gone, same_seconds=0.4),
    )


def frames(twin, count):
    """Wait until the twin has sent ``count`` more frames."""
    before = len(twin.ends)
    wait_for(lambda: len(twin.ends) >= before + count)


def test_a_lying_tag_is_read_once_and_its_lifting_is_noticed(twin, events):
    with running(reader(twin, events), events):
        twin.lay(TAG)
        wait_for(lambda: events.cards)
        frames(twin, 10)
        assert events.signals == []
        twin.lift()
        wait_for(lambda: events.signals)
    (card,) = events.cards
    assert (card.kind, card.number, card.reader) == (CardKind.SENIOR, NUMBER, "tags")
    assert events.signals == [Signal.GONE]


def test_another_tag_in_its_place_is_read(twin, events):
    with running(reader(twin, events), events):
        twin.lay(TAG)
        wait_for(lambda: events.cards)
        twin.lay(OTHER_TAG)
        wait_for(lambda: len(events.cards) == 2)
    assert events.numbers == [NUMBER, OTHER_NUMBER]


def test_the_same_tag_laid_again_later_is_read_again(twin, events):
    with running(reader(twin, events, gone=SOON), events):
        for _ in range(2):
            before = len(events.cards)
            twin.lay(TAG)
            wait_for(lambda before=before: len(events.cards) > before)
            twin.lift()
            since = events.cards[-1].at
            wait_for(lambda since=since: time.monotonic() - since > 0.45)
    assert set(events.numbers) == {NUMBER}


@pytest.mark.parametrize(
    ("preset", "frame", "number"),
    [
        ("m3650a", m3650a_frame(bytes.fromhex("4596B78A")), "4596B78A"),
        ("line", line_frame("0012345678"), "0012345678"),
        ("scanner", line_frame("入场券 A-17", "\r"), "入场券 A-17"),
    ],
)
def test_a_reader_that_says_it_once_is_understood(
    tmp_path, events, preset, frame, number
):
    with (
        FramedTwin("once", tmp_path / "tty") as twin,
        running(reader(twin, events, PRESETS[preset], SOON), events),
    ):
        for reads in (1, 2):
            twin.lay(frame)
            wait_for(lambda reads=reads: len(events.cards) == reads)
            wait_for(lambda: time.monotonic() - events.cards[-1].at > 0.45)
    assert events.numbers == [number, number]


@pytest.mark.parametrize("cut", range(14))
def test_a_pause_after_any_byte_is_borne(twin, events, cut):
    twin.cut_at = cut
    with running(reader(twin, events), events):
        twin.lay(TAG)
        wait_for(lambda: events.cards)
    assert events.numbers == [NUMBER]


@pytest.mark.parametrize("fault", [Fault.HALF_FRAME, Fault.BAD_CHECKSUM])
def test_a_broken_frame_makes_no_card_and_hides_none(twin, events, fault):
    twin.fault(fault)
    with running(reader(twin, events), events):
        twin.lay(TAG)
        frames(twin, 4)
        assert events.cards == []
        twin.fault(fault, on=False)
        wait_for(lambda: events.cards)
    assert events.numbers == [NUMBER]


def test_a_silent_reader_makes_no_card(twin, events):
    twin.fault(Fault.SILENT)
    with running(reader(twin, events), events) as supervisor:
        twin.lay(TAG)
        wait_for(lambda: supervisor.state.well)
        assert supervisor.state.reason == "listening"
        twin.fault(Fault.SILENT, on=False)
        wait_for(lambda: events.cards)


def test_a_late_frame_is_still_one_card(twin, events):
    twin.late_seconds = 0.1
    twin.fault(Fault.LATE, times=1)
    with running(reader(twin, events), events):
        twin.lay(TAG)
        wait_for(lambda: events.cards)
        frames(twin, 3)
    assert events.numbers == [NUMBER]


def read_in_noise(twin, events, tags):
    twin.fault(Fault.NOISE)
    laid = []
    with running(reader(twin, events), events):
        for _ in range(tags):
            laid.append(f"{0x10000000 + len(laid):010X}")
            twin.lay(rdm6300_frame(laid[-1]))
            wait_for(lambda: len(events.cards) >= len(laid))
    assert events.numbers == [f"{int(digits, 16):010d}" for digits in laid]


def test_tags_are_read_in_noise_at_line_rate(twin, events):
    read_in_noise(twin, events, 15)


def test_unplugged_inside_a_frame_it_comes_back_under_another_name(tmp_path, events):
    with FramedTwin("slow", tmp_path / "tty", baudrate=300) as twin:
        old_name = twin.port.link.readlink()
        with running(reader(twin, events), events) as supervisor:
            wait_for(lambda: supervisor.state.well)
            twin.lay(TAG)
            wait_for(lambda: twin.port.seen)
            twin.fault(Fault.UNPLUG)
            wait_for(lambda: supervisor.state.condition is Condition.LOST)
            twin.fault(Fault.UNPLUG, on=False)
            assert twin.port.link.readlink() != old_name
            wait_for(lambda: supervisor.state.well)
            twin.port.baudrate = 9600
            twin.lay(TAG)
            wait_for(lambda: events.cards)
    assert events.numbers == [NUMBER]


def test_a_tag_left_on_a_reader_is_not_laid_anew_when_the_line_comes_back(twin, events):
    with running(reader(twin, events), events) as supervisor:
        twin.lay(TAG)
        wait_for(lambda: events.cards)
        twin.fault(Fault.UNPLUG)
        wait_for(lambda: supervisor.state.condition is Condition.LOST)
        wait_for(lambda: time.monotonic() - events.cards[-1].at > GONE + 0.4)
        twin.fault(Fault.UNPLUG, on=False)
        wait_for(lambda: supervisor.state.well)
        frames(twin, 5)
        assert events.numbers == [NUMBER]
        twin.lift()
        wait_for(lambda: Signal.GONE in events.signals)
        twin.lay(TAG)
        wait_for(lambda: events.numbers == [NUMBER, NUMBER])


def test_a_fault_that_no_reader_has_is_refused(twin):
    with pytest.raises(ValueError, match="silent"):
        twin.fault(Fault.STUCK_ON)


def test_a_number_is_in_no_event_shown(twin, events):
    with running(reader(twin, events), events):
        twin.lay(TAG)
        wait_for(lambda: events.cards)
    assert NUMBER not in repr(events)
