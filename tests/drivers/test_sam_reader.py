"""The ID card reader and its twin, over a real pseudo-terminal."""

import threading
import time
from datetime import date

import pytest
from readers_kit import NEIGHBOUR, OLD_LADY, Events, running
from sam_kit import LADY, MAN, POLL, QUICK, polls, reader, reading
from waiting import wait_for

from drivers.errors import WrongSetting
from drivers.protocols import CardKind, Signal
from drivers.sam import SamCommands, SamReader, SamTiming
from drivers.twins.faults import Fault
from drivers.twins.sam import FIND, PRESENCE, READ, SELECT, STATUS, SamTwin


@pytest.fixture
def twin(tmp_path):
    with SamTwin("reader", tmp_path / "sam") as device:
        yield device


@pytest.fixture
def events():
    return Events()


def test_a_card_is_read_once_and_its_lifting_is_noticed(twin, events):
    with reading(twin, events):
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)
        polls(twin)
        twin.lift()
        wait_for(lambda: Signal.GONE in events.signals)
    (card,) = events.cards
    assert (card.kind, card.number, card.name) == (CardKind.RESIDENT, LADY, "测试人")
    assert (date(1949, 12, 31), None) == (card.birth, card.valid_until)
    assert events.signals == [Signal.FELT, Signal.GONE]


def test_the_requests_come_in_the_order_of_the_manual(twin, events):
    with reading(twin, events):
        twin.lay(OLD_LADY)
        wait_for(lambda: twin.commands.count(PRESENCE) >= 2)
    said = list(twin.commands)
    assert said[0] == STATUS
    at = said.index(SELECT)
    assert said[at - 1 : at + 6] == [FIND, SELECT, READ, FIND, PRESENCE, FIND, PRESENCE]


def test_a_lying_card_is_read_once_and_asked_for_once(twin, events):
    with reading(twin, events):
        twin.lay(OLD_LADY)
        wait_for(lambda: Signal.TAKE_CARD in events.signals)
        polls(twin, 30)
    assert events.numbers == [LADY]
    assert events.signals == [Signal.FELT, Signal.TAKE_CARD]


def test_a_reader_that_finds_a_lying_card_again_gives_it_once(tmp_path, events):
    with (
        SamTwin("reader", tmp_path / "sam", refinds=True) as twin,
        reading(twin, events),
    ):
        twin.lay(OLD_LADY)
        wait_for(lambda: Signal.TAKE_CARD in events.signals)
        polls(twin, 30)
        twin.lift()
        wait_for(lambda: Signal.GONE in events.signals)
    assert events.numbers == [LADY]
    assert events.signals == [Signal.FELT, Signal.TAKE_CARD, Signal.GONE]
    assert twin.commands.count(READ) > 10


@pytest.mark.parametrize("refinds", [False, True])
def test_another_card_laid_in_its_place_is_read(tmp_path, events, refinds):
    with (
        SamTwin("reader", tmp_path / "sam", refinds=refinds) as twin,
        reading(twin, events),
    ):
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)
        twin.lay(NEIGHBOUR)
        wait_for(lambda: len(events.cards) == 2)
    assert events.numbers == [LADY, MAN]


def test_a_card_laid_again_at_once_is_the_same_and_later_a_new_one(twin, events):
    with reading(twin, events):
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)
        for _ in range(2):
            twin.lift()
            polls(twin, 2)
            twin.lay(OLD_LADY)
            polls(twin, 2)
        assert events.numbers == [LADY]
        twin.lift()
        wait_for(lambda: time.monotonic() - events.cards[0].at > QUICK.same)
        polls(twin, 2)
        twin.lay(OLD_LADY)
        wait_for(lambda: len(events.cards) == 2)


def test_without_the_presence_command_a_card_not_found_is_gone(tmp_path, events):
    with (
        SamTwin("reader", tmp_path / "sam", has_presence=False) as twin,
        reading(twin, events, commands=SamCommands(presence=None)),
    ):
        twin.lay(OLD_LADY)
        wait_for(lambda: Signal.GONE in events.signals)
    assert PRESENCE not in twin.commands


@pytest.mark.parametrize(
    ("sw3", "pair", "signal"),
    [
        (0x33, READ, Signal.NOT_GENUINE),
        (0x33, SELECT, Signal.NOT_GENUINE),
        (0x40, SELECT, Signal.NOT_ID_CARD),
        (0x40, FIND, Signal.NOT_ID_CARD),
        (0x41, READ, Signal.LAY_AGAIN),
        (0x32, READ, Signal.LAY_AGAIN),
        (0x81, SELECT, Signal.LAY_AGAIN),
        (0x21, READ, Signal.LAY_AGAIN),
    ],
)
def test_a_card_that_fails_is_complained_of_once(twin, events, sw3, pair, signal):
    twin.refuse(sw3, pair)
    with reading(twin, events):
        twin.lay(OLD_LADY)
        wait_for(lambda: signal in events.signals)
        polls(twin, 5)
    assert events.cards == []
    assert [signal] == [said for said in events.signals if said is not Signal.FELT]


@pytest.mark.parametrize("misses", [1, 2])
def test_select_and_read_are_tried_twice_more(twin, events, misses):
    twin.refuse(0x81, SELECT, misses)
    with reading(twin, events):
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)
    assert events.signals == [Signal.FELT]


def test_a_card_moved_three_times_must_be_laid_again(twin, events):
    twin.refuse(0x41, READ, 3)
    with reading(twin, events):
        twin.lay(OLD_LADY)
        wait_for(lambda: Signal.LAY_AGAIN in events.signals)
        assert twin.commands.count(READ) >= 3  # it goes on trying
        twin.lift()
        polls(twin)
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)
    # While it lay there and was tried, it may have been felt and lost some more times.
    assert events.signals[:2] == [Signal.FELT, Signal.LAY_AGAIN]
    assert events.signals.count(Signal.LAY_AGAIN) == 1


@pytest.mark.parametrize("sw3", [0x10, 0x11])
def test_a_request_heard_badly_is_sent_once_more(twin, events, sw3):
    with reading(twin, events):
        twin.refuse(sw3, SELECT, 1)
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)
    assert events.signals == [Signal.FELT]


def test_a_served_card_lifted_in_the_middle_is_not_asked_for_again(tmp_path, events):
    with (
        SamTwin("reader", tmp_path / "sam", refinds=True) as twin,
        reading(twin, events),
    ):
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)
        twin.refuse(0x41, READ, 3)
        polls(twin, 5)
    assert events.signals == [Signal.FELT]


@pytest.mark.parametrize("refinds", [False, True])
def test_another_card_in_its_place_that_fails_is_asked_for_again(
    tmp_path, events, refinds
):
    with (
        SamTwin("reader", tmp_path / "sam", refinds=refinds) as twin,
        reading(twin, events),
    ):
        twin.lay(OLD_LADY)
        wait_for(lambda: events.cards)
        twin.refuse(0x41, READ)
        twin.lay(NEIGHBOUR)
        wait_for(lambda: Signal.LAY_AGAIN in events.signals)
        polls(twin, 5)
    assert events.signals.count(Signal.LAY_AGAIN) == 1


def test_stopping_does_not_wait_for_an_answer(twin, events):
    twin.fault(Fault.SILENT)
    timing = SamTiming(short=3600.0)
    with running(reader(twin, events, timing=timing), events):
        wait_for(lambda: twin.commands)
    assert events.states == [("closed", "stopped")]


def test_an_event_comes_within_two_milliseconds_of_the_last_byte(tmp_path):
    emitted: list[tuple[float, float]] = []

    def take(event):
        if hasattr(event, "number"):
            emitted.append((event.at, time.monotonic()))

    last_byte = []
    with SamTwin("reader", tmp_path / "sam", baudrate=115200) as twin:
        device = SamReader(
            "door", twin.port.path, take, poll_seconds=POLL, timing=QUICK
        )
        with running(device, take):
            for turn in range(8):
                twin.lay((OLD_LADY, NEIGHBOUR)[turn % 2])
                wait_for(lambda turn=turn: len(emitted) > turn)
                before = [end for end in twin.ends if end < emitted[turn][0]]
                last_byte.append(before[-1])
    pairs = list(zip(last_byte, emitted, strict=True))
    # Other programs use the machine too: once in eight it was left alone.
    assert min(at - sent for sent, (at, _) in pairs) <= 0.002
    assert min(said - sent for sent, (_, said) in pairs) <= 0.002


def test_an_idle_reader_costs_next_to_nothing(twin, events):
    with running(reader(twin, events, poll_seconds=0.35), events):
        begun, used = time.monotonic(), time.process_time()
        polls(twin, 4)
        share = (time.process_time() - used) / (time.monotonic() - begun)
    assert share < 0.1  # the waiting test and the twin are in it


@pytest.mark.parametrize(
    "wrong", [{"baudrate": 4800}, {"poll_seconds": 0.0}, {"poll_seconds": -1.0}]
)
def test_a_setting_that_no_reader_has_is_refused_with_a_remedy(events, wrong):
    with pytest.raises(WrongSetting, match="use"):
        SamReader("door", "/dev/null", events, **wrong)


def test_no_event_shows_whose_card_it_was(twin, events):
    with reading(twin, events):
        twin.lay(OLD_LADY)
        wait_for(lambda: Signal.TAKE_CARD in events.signals)
    assert LADY not in repr(events)
    assert "测试人" not in repr(events)


def test_no_thread_is_left(twin, events):
    before = set(threading.enumerate())
    with reading(twin, events):
        pass
    assert before == set(threading.enumerate())
