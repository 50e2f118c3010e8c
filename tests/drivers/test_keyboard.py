"""Keyboard-wedge readers: events of the kernel, and a twin that types."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers_kit import Events, running
from waiting import wait_for

from drivers.errors import PortLost, WrongSetting
from drivers.framed import PRESETS, Encoding, Framing
from drivers.keyboard import KeyboardReader
from drivers.keyboard.input_file import InputFile
from drivers.keyboard.keys import EV_KEY, EV_SYN, EVENT, SYN_DROPPED, KeyDecoder
from drivers.presence import Presence
from drivers.protocols import CardKind, Condition, Signal
from drivers.twins.faults import Fault
from drivers.twins.keyboard import KeyboardTwin, event, stroke, typed

LETTERS = Framing(encoding=Encoding.TEXT)


@pytest.fixture
def twin(tmp_path):
    with KeyboardTwin("keys", tmp_path / "event") as device:
        yield device


@pytest.fixture
def events():
    return Events()


def reader(twin, events, framing=PRESETS["line"]):
    return KeyboardReader(
        "keys",
        twin.port.path,
        events,
        CardKind.CITIZEN,
        framing,
        presence=Presence(gone_seconds=0.1, same_seconds=0.3),
    )


@contextmanager
def listening(twin, events, framing=PRESETS["line"]):
    with running(reader(twin, events, framing), events) as supervisor:
        wait_for(lambda: supervisor.state.well)
        yield supervisor


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))


def test_an_event_is_laid_out_as_the_kernel_does():
    if EVENT.size != 24:
        pytest.skip("not a 64-bit machine")
    assert event(EV_KEY, 2, 1) == bytes(16) + b"\x01\x00\x02\x00\x01\x00\x00\x00"


SIGNS = "0123456789abcxyzABCXYZ-=_+:;"[:26] + "./*"


def test_every_sign_that_the_twin_types_is_understood():
    keys = b"".join(map(typed, SIGNS))
    assert KeyDecoder().feed(keys) == SIGNS.encode()


@pytest.mark.parametrize("enter", [28, 96])
def test_both_enters_end_a_line(enter):
    assert KeyDecoder().feed(stroke(enter)) == b"\n"


def test_the_number_block_types_digits():
    codes = [82, 79, 80, 81, 75, 76, 77, 71, 72, 73]
    assert KeyDecoder().feed(b"".join(map(stroke, codes))) == b"0123456789"


def test_only_the_press_counts_not_release_or_repeat():
    keys = event(EV_KEY, 2, 1) + event(EV_KEY, 2, 2) + event(EV_KEY, 2, 0)
    assert KeyDecoder().feed(keys) == b"1"


def test_events_may_be_cut_at_every_byte():
    keys = b"".join(map(typed, "4Ab7"))
    for cut in range(len(keys) + 1):
        decoder = KeyDecoder()
        assert decoder.feed(keys[:cut]) + decoder.feed(keys[cut:]) == b"4Ab7"
        assert decoder.kept == 0


@given(st.lists(st.binary(max_size=100)))
def test_the_decoder_survives_anything_with_a_bounded_buffer(pieces):
    decoder = KeyDecoder()
    for piece in pieces:
        decoder.feed(piece)
        assert decoder.kept < EVENT.size


def test_a_typed_number_is_a_card(twin, events):
    with listening(twin, events):
        twin.lay("0012345678")
        wait_for(lambda: Signal.GONE in events.signals)
    (card,) = events.cards
    assert (card.kind, card.number) == (CardKind.CITIZEN, "0012345678")
    assert "0012345678" not in repr(events)


def test_the_same_number_typed_twice_is_one_card(twin, events):
    with listening(twin, events):
        twin.lay("0012345678")
        twin.lay("0012345678")
        twin.lay("0087654321")
        wait_for(lambda: len(events.cards) == 2)
    assert events.numbers == ["0012345678", "0087654321"]


def test_letters_and_framing_are_those_of_a_line(twin, events):
    framing = Framing(encoding=Encoding.TEXT, prefix=b"ID-")
    with listening(twin, events, framing):
        twin.lay("ID-Ab12C")
        wait_for(lambda: events.cards)
    assert events.numbers == ["Ab12C"]


def test_keys_of_other_kinds_disturb_nothing(twin, events):
    twin.fault(Fault.NOISE)
    with listening(twin, events):
        twin.lay("0012345678")
        wait_for(lambda: events.cards)
    assert events.numbers == ["0012345678"]


def test_a_line_without_enter_is_dropped(twin, events):
    twin.fault(Fault.HALF_FRAME, times=1)
    with listening(twin, events, Framing(digits=10)):
        twin.lay("0012345678")
        twin.press(28)
        twin.lay("0087654321")
        wait_for(lambda: events.cards)
    assert events.numbers == ["0087654321"]


@pytest.mark.parametrize("framing", [PRESETS["line"], LETTERS])
def test_a_line_of_which_the_kernel_lost_events_is_dropped(twin, events, framing):
    with listening(twin, events, framing):
        lost = event(EV_SYN, SYN_DROPPED, 0)
        twin.port.send(typed("1") + typed("2") + lost + typed("3") + typed("4"))
        twin.press(28)
        twin.lay("0087654321")
        wait_for(lambda: events.cards)
    assert events.numbers == ["0087654321"]


def test_unplugged_it_comes_back_under_another_name(twin, events):
    with listening(twin, events) as supervisor:
        old_name = twin.port.link.readlink()
        twin.port.send(typed("1") + b"\x00" * 7)
        twin.fault(Fault.UNPLUG)
        wait_for(lambda: supervisor.state.condition is Condition.LOST)
        twin.fault(Fault.UNPLUG, on=False)
        assert twin.port.link.readlink() != old_name
        wait_for(lambda: supervisor.state.well)
        twin.lay("0012345678")
        wait_for(lambda: events.cards)
    assert events.numbers == ["0012345678"]


def test_what_is_not_there_cannot_be_opened(tmp_path):
    with pytest.raises(PortLost):
        InputFile(str(tmp_path / "nothing"))


def test_a_file_is_no_keyboard_and_leaves_no_descriptor(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"")
    before = open_files()
    InputFile(str(file)).close()
    assert open_files() <= before


def test_only_framings_of_lines_can_be_typed(events):
    with pytest.raises(WrongSetting, match="use line"):
        KeyboardReader("keys", "/x", events, CardKind.SENIOR, PRESETS["rdm6300"])


def test_the_twin_says_what_it_cannot_type(twin):
    with pytest.raises(ValueError, match="type"):
        twin.lay("卡")
