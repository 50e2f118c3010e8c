"""One lane's voice: its thread, its clock, its loudspeaker, and how soon it sounds."""

import threading
import time
from collections.abc import Iterator

import pytest
from waiting import no_thread_beside, stays, wait_for

from drivers.protocols import InputChange, InputName
from drivers.speaker import LoudSpeaker
from drivers.supervisor import Supervisor
from drivers.twins.faults import Fault
from drivers.twins.speaker import SpeakerTwin
from kiosk.config.devices import VoiceTable
from kiosk.gate import voices
from kiosk.gate.voices import UNREADY, LaneVoice, Voices
from kiosk.live import ScreenView
from kiosk.looks import Look
from kiosk.voice.decoding import Decoder
from kiosk.voice.shelf import Shelf

LOUD = VoiceTable(engine="gate", volume=0.0)
SOON_SECONDS = 0.3
WAIT, IDLE = ScreenView(Look.WAIT, clip="deny"), ScreenView(Look.IDLE)


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Heard:
    """A loudspeaker that notes what it is told; it may be out of order."""

    def __init__(self) -> None:
        self.said: list[bytes] = []
        self.lacks: list[str] = []
        self.broken = False

    def say(self, pcm: bytes, gain_db: float = 0.0) -> None:
        if self.broken:
            raise RuntimeError
        self.said.append(pcm)

    def stop(self) -> None:
        """Nothing to stop."""

    def lack(self, what: str) -> None:
        self.lacks.append(what)


class Broken(Decoder):
    """A machine that can start no process, so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def decode(self, sounds):
        self.times -= 1
        if self.times >= 0:
            raise OSError
        return super().decode(sounds)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Shelf:
    names = ["deny", "pass", "called", "reading"]
    made = Shelf(tmp_path_factory.mktemp("data"), "zh", names=names)
    made.refresh(Decoder())
    return made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def voice(shelf, heard, clock) -> Iterator[LaneVoice]:
    before = set(threading.enumerate())
    made = LaneVoice("east", LOUD, shelf, heard, clock)
    made.start()
    yield made
    made.stop()
    no_thread_beside(before)


@pytest.fixture
def twin(tmp_path) -> Iterator[SpeakerTwin]:
    with SpeakerTwin("east-speaker", tmp_path / "pcm", paced=False) as device:
        yield device


@pytest.fixture
def loud(shelf, twin) -> Iterator[LaneVoice]:
    """A voice with a real player before a loudspeaker's twin."""
    before = set(threading.enumerate())
    speaker = LoudSpeaker("east-speaker", twin.path)
    supervisor = Supervisor(speaker, lambda event: None)
    made = LaneVoice("east", LOUD, shelf, speaker)
    supervisor.start()
    made.start()
    wait_for(lambda: supervisor.state.well)
    yield made
    made.stop()
    supervisor.stop()
    no_thread_beside(before)


def sentence(shelf: Shelf, chime: str, name: str, slow: bool = False) -> bytes:
    return shelf.chime(chime) + shelf.sound(name, slow)


def test_the_words_come_again_after_8_and_then_every_20_seconds(
    voice, heard, shelf, clock
):
    deny = sentence(shelf, "wait", "deny")
    voice.follow(WAIT)
    wait_for(lambda: heard.said == [deny])
    for count, seconds in enumerate([8, 20, 20], 2):
        clock.now += seconds - 0.1
        voice.follow(WAIT)  # the same again says nothing, but looks at the clock
        stays(lambda count=count: len(heard.said) < count, 0.05)
        clock.now += 0.1
        voice.follow(WAIT)
        wait_for(lambda count=count: heard.said == [deny] * count)


def test_the_voice_sleeps_by_the_clock_and_wakes_by_itself(shelf, heard):
    fast = LaneVoice("east", LOUD, shelf, heard, lambda: time.monotonic() + 7.0)
    fast.start()
    fast.follow(ScreenView(Look.READING, clip="reading"))
    wait_for(lambda: len(heard.said) == 2)
    assert heard.said == [shelf.chime("tick"), shelf.sound("reading")]
    fast.stop()


def test_a_help_key_pressed_twice_is_answered_slowly(voice, heard, shelf):
    voice.follow(ScreenView(Look.CALLED, clip="called"))
    for _ in range(2):
        voice.hear(InputChange(InputName.HELP, True, 0.0))
        voice.hear(InputChange(InputName.HELP, False, 0.0))
    slow = sentence(shelf, "call", "called", slow=True)
    wait_for(lambda: heard.said == [sentence(shelf, "call", "called"), slow])


@pytest.mark.parametrize("name", [InputName.PASSAGE, InputName.FIRE])
def test_other_inputs_say_nothing(voice, heard, name):
    voice.follow(WAIT)
    voice.hear(InputChange(name, True, 0.0))
    voice.hear(InputChange(name, True, 0.0))
    wait_for(lambda: heard.said)
    stays(lambda: len(heard.said) == 1, 0.05)


def test_a_sentence_that_nobody_recorded_is_passed_over(voice, heard, shelf):
    voice.follow(ScreenView(Look.PAUSED, clip="no such"))
    voice.follow(WAIT)
    wait_for(lambda: heard.said == [sentence(shelf, "wait", "deny")])


def test_a_voice_that_fails_speaks_again(voice, heard, shelf):
    heard.broken = True
    voice.follow(WAIT)
    voice.follow(IDLE)
    stays(lambda: not heard.said, 0.05)
    heard.broken = False
    voice.follow(WAIT)
    wait_for(lambda: heard.said == [sentence(shelf, "wait", "deny")])


def test_the_lane_never_waits_for_its_voice(loud, twin):
    twin.fault(Fault.SILENT)
    for _ in range(500):  # of which each would wait for ever
        loud.follow(WAIT)
        loud.follow(IDLE)


def test_sound_starts_within_300_ms_of_the_event(loud, twin, shelf):
    deny = sentence(shelf, "wait", "deny")
    waits = []
    for _ in range(8):
        twin.pieces.clear()
        told_at = time.monotonic()
        loud.follow(WAIT)
        wait_for(lambda: twin.when(deny))
        waits.append(twin.when(deny)[0] - told_at)
        loud.follow(IDLE)
    # Other programs use the machine too; `kiosk bench` has the figure of a quiet one.
    assert min(waits) < SOON_SECONDS, sorted(waits)


def test_a_lane_whose_sentences_are_not_ready_tells_its_loudspeaker(
    tmp_path, heard, monkeypatch
):
    monkeypatch.setattr(voices, "LOOK_SECONDS", 0.05)
    site = Voices(tmp_path, decoder=Broken(2))
    site.add("east", LOUD, heard)
    site.start()
    wait_for(lambda: "" in heard.lacks)
    site.stop()
    assert heard.lacks[:3] == [UNREADY, UNREADY, ""]
