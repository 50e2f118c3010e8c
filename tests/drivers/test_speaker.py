"""A loudspeaker: what is said, what is broken off, and what happens without it."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from readers_kit import Events, running
from waiting import wait_for

from drivers.protocols import Condition
from drivers.speaker import BYTES_A_SECOND, RATE, LoudSpeaker, scaled
from drivers.speaker.players import player, presence
from drivers.supervisor import Supervisor
from drivers.twins.faults import Fault
from drivers.twins.speaker import SpeakerTwin

needs_aplay = pytest.mark.skipif(
    shutil.which("aplay") is None, reason="no aplay here: apt-get install alsa-utils"
)
WAYS = ["path", pytest.param("alsa_name", marks=needs_aplay)]


def tone(seconds: float, hertz: float = 440.0) -> bytes:
    times = np.arange(int(seconds * RATE)) / RATE
    return (8000 * np.sin(2 * np.pi * hertz * times) + 9).astype("<i2").tobytes()


SHORT, LONG, OTHER = tone(0.2), tone(5.0), tone(0.3, 700.0)


@pytest.fixture
def twin(tmp_path: Path) -> Iterator[SpeakerTwin]:
    with SpeakerTwin("east-speaker", tmp_path / "card" / "pcm") as device:
        yield device


@pytest.fixture(autouse=True)
def _nothing_stays() -> Iterator[None]:
    threads = set(threading.enumerate())
    files = len(list(Path("/proc/self/fd").iterdir()))
    yield
    wait_for(lambda: set(threading.enumerate()) <= threads)
    assert len(list(Path("/proc/self/fd").iterdir())) <= files


@contextmanager
def speaking(device: str) -> Iterator[tuple[LoudSpeaker, Supervisor, Events]]:
    speaker, events = LoudSpeaker("east-speaker", device), Events()
    with running(speaker, events) as supervisor:
        wait_for(lambda: supervisor.state.condition is not Condition.CONNECTING)
        yield speaker, supervisor, events


def wait_heard(twin: SpeakerTwin, pcm: bytes) -> float:
    """When it began to sound, once it was heard whole."""
    wait_for(lambda: twin.when(pcm))
    return twin.when(pcm)[0]


@pytest.mark.parametrize("way", WAYS)
def test_what_is_said_comes_out_sample_by_sample(twin, way):
    with speaking(getattr(twin, way)) as (speaker, supervisor, _):
        assert supervisor.state.well
        speaker.say(SHORT)
        wait_heard(twin, SHORT)
        wait_for(lambda: speaker.pid == 0)


@pytest.mark.parametrize("way", WAYS)
def test_new_speech_breaks_off_the_old(twin, way):
    with speaking(getattr(twin, way)) as (speaker, _, _):
        speaker.say(LONG)
        wait_for(lambda: len(twin.heard()) > 4800)
        speaker.say(OTHER)
        wait_heard(twin, OTHER)
        assert LONG[: len(LONG) // 2] not in twin.heard()


def test_a_speech_that_is_stopped_ends_at_once(twin):
    with speaking(twin.path) as (speaker, _, _):
        speaker.say(LONG)
        wait_for(twin.heard)
        program = speaker.pid
        speaker.stop()
        wait_for(lambda: not Path(f"/proc/{program}").exists())
        assert len(twin.heard()) < len(LONG) // 2


def test_speech_takes_its_time(twin):
    with speaking(twin.path) as (speaker, _, _):
        speech = tone(0.5)
        speaker.say(speech)
        begun = wait_heard(twin, speech)
        assert twin.pieces[-1].at - begun > 0.3


def test_a_loudspeaker_that_is_unplugged_is_lost_and_comes_back(twin):
    with speaking(twin.path) as (speaker, supervisor, _):
        twin.fault(Fault.UNPLUG)
        wait_for(lambda: supervisor.state.condition is Condition.LOST)
        assert "not there" in supervisor.state.reason
        twin.fault(Fault.UNPLUG, on=False)
        wait_for(lambda: supervisor.state.well)
        speaker.say(SHORT)
        wait_heard(twin, SHORT)


def test_a_loudspeaker_that_lacks_a_sentence_says_so_and_still_speaks(twin):
    with speaking(twin.path) as (speaker, supervisor, _):
        speaker.lack("unready")
        wait_for(lambda: supervisor.state.reason == "unready")
        assert supervisor.state.condition is Condition.FAILED
        speaker.say(SHORT)
        wait_heard(twin, SHORT)
        assert not supervisor.state.well
        speaker.lack("")
        wait_for(lambda: supervisor.state.well)


def test_a_loudspeaker_that_is_unplugged_in_mid_speech_is_lost(twin):
    with speaking(twin.path) as (speaker, supervisor, _):
        speaker.say(LONG)
        wait_for(twin.heard)
        twin.fault(Fault.UNPLUG)
        wait_for(lambda: supervisor.state.condition is Condition.LOST)


def test_what_could_not_be_said_is_not_said_late(twin):
    twin.fault(Fault.UNPLUG)
    with speaking(twin.path) as (speaker, supervisor, _):
        speaker.say(LONG)
        time.sleep(1.05)  # it is about somebody who has gone
        twin.fault(Fault.UNPLUG, on=False)
        wait_for(lambda: supervisor.state.well)
        speaker.say(SHORT)
        wait_heard(twin, SHORT)
        assert twin.heard() == SHORT


def test_a_hung_card_is_told_and_its_player_ended(twin, monkeypatch):
    monkeypatch.setattr("drivers.speaker.playing.HUNG_SECONDS", 0.3)
    with speaking(twin.path) as (speaker, supervisor, _):
        twin.fault(Fault.SILENT)
        speaker.say(LONG)
        wait_for(lambda: speaker.pid)
        program = speaker.pid
        wait_for(lambda: supervisor.state.condition is Condition.SILENT)
        wait_for(lambda: not Path(f"/proc/{program}").exists())
        twin.fault(Fault.SILENT, on=False)
        wait_for(lambda: supervisor.state.well)


def test_a_slow_card_holds_nobody_up(twin):
    twin.fault(Fault.LATE)
    with speaking(twin.path) as (speaker, supervisor, _):
        speaker.say(LONG)
        wait_for(twin.heard)
        speaker.say(SHORT)
        assert SHORT not in twin.heard(), "whoever says it does not wait for it"
        wait_heard(twin, SHORT)
        assert supervisor.state.well


@needs_aplay
def test_a_card_that_alsa_does_not_know_is_lost_with_its_words():
    with speaking("plughw:CARD=NoSuchCard,DEV=0") as (_, supervisor, _):
        assert supervisor.state.condition is Condition.LOST
        assert "audio open error" in supervisor.state.reason


def test_a_missing_player_is_told_with_its_remedy(twin, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with speaking("default") as (_, supervisor, _):
        assert supervisor.state.condition is Condition.FAILED
        assert "apt-get install alsa-utils" in supervisor.state.reason


def test_no_file_grows_where_the_pipe_is_gone(tmp_path):
    with speaking(str(tmp_path / "pcm")) as (speaker, supervisor, _):
        speaker.say(SHORT)
        assert supervisor.state.condition is Condition.LOST
    assert list(tmp_path.iterdir()) == []


def test_the_list_of_cards_tells_of_one_that_came(tmp_path):
    cards = tmp_path / "cards"
    before = presence("default", cards)
    cards.write_text(" 0 [Device]: USB-Audio - USB Audio Device\n")
    assert presence("default", cards) != before


def test_the_player_is_told_what_the_sound_is_made_of():
    command = player("plughw:CARD=Device,DEV=0")
    assert command[0] == "aplay"
    assert {"--rate=24000", "--channels=1", "--format=S16_LE"} < set(command)


@pytest.mark.parametrize(
    ("samples", "gain", "wanted"),
    [
        ([1000, -1000], 0.0, [1000, -1000]),
        ([1000, -1000], -20.0, [100, -100]),
        ([30000, -30000], 6.0, [32767, -32768]),
        ([], 3.0, []),
    ],
)
def test_gain_is_in_decibels_and_ends_at_full_scale(samples, gain, wanted):
    pcm = np.array(samples, "<i2").tobytes()
    assert np.frombuffer(scaled(pcm, gain), "<i2").tolist() == wanted


def test_a_second_of_sound_is_48000_bytes():
    assert BYTES_A_SECOND == 48_000
