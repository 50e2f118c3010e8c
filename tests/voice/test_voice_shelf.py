"""Clips made ready to be played: in a process with limits, people's own first."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from kiosk.voice.decoding import Decoder, Encoded
from kiosk.voice.files import CHIMES, CLIPS
from kiosk.voice.sentences import sentences
from kiosk.voice.shelf import RATE, RETRY_SECONDS, Shelf

DENY, PASS = CLIPS / "zh" / "deny.ogg", CLIPS / "zh" / "pass.ogg"


@pytest.fixture(scope="module")
def ready(tmp_path_factory) -> Shelf:
    """All that is shipped."""
    shelf = Shelf(tmp_path_factory.mktemp("data"), "zh")
    shelf.refresh(Decoder())
    return shelf


def opened(path: Path, rate: int = RATE) -> bytes:
    return Decoder().decode([Encoded(path.read_bytes(), rate)])[0]


def record(data: Path, source: Path, name: str = "deny") -> Path:
    file = data / "voice" / "zh" / f"{name}.ogg"
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, file)
    return file


def test_every_sentence_and_chime_can_be_played(ready):
    assert ready.lacking == 0
    for name in sentences():
        assert ready.sound(name), name
        assert len(ready.sound(name, slow=True)) > len(ready.sound(name)), name
    assert all(ready.chime(name) for name in CHIMES)


def test_what_no_sentence_has_is_silence(ready):
    assert b"" == ready.sound("nonsense") == ready.chime("nonsense")
    assert b"" == ready.sound("") == ready.chime("")


def test_a_tick_is_over_before_the_words_of_its_sentence_begin(ready):
    for sentence in sentences().values():
        if sentence.first and sentence.chime:
            assert len(ready.chime(sentence.chime)) / RATE / 2 < sentence.first / 1000


def test_a_persons_recording_comes_first(tmp_path):
    shelf = Shelf(tmp_path, "zh", names=["deny"])
    record(tmp_path, PASS)
    shelf.refresh(Decoder())
    assert opened(PASS) == shelf.sound("deny")


def test_a_recording_that_comes_or_goes_is_heard_at_the_next_look(tmp_path):
    shelf, decoder = Shelf(tmp_path, "zh", names=["deny"]), Decoder()
    shelf.refresh(decoder)
    assert opened(DENY) == shelf.sound("deny")
    file = record(tmp_path, PASS)
    shelf.refresh(decoder)
    assert opened(PASS) == shelf.sound("deny")
    file.unlink()
    shelf.refresh(decoder)
    assert opened(DENY) == shelf.sound("deny")


class Busy(Decoder):
    """A decoder on a machine that has no time for some sounds, so many times."""

    def __init__(self, times: dict[bytes, int]) -> None:
        super().__init__()
        self.times, self.asked = times, 0

    def decode(self, sounds):
        self.asked += len(sounds)
        found = super().decode(sounds)
        both = zip(sounds, found, strict=True)
        return [b"" if self._fails(one) else pcm for one, pcm in both]

    def _fails(self, sound: Encoded) -> bool:
        left = self.times.get(sound.data, 0)
        self.times[sound.data] = left - 1
        return left > 0


def test_our_own_clip_that_could_not_be_opened_is_tried_again_later(tmp_path):
    now = [1000.0]
    shelf = Shelf(tmp_path, "zh", names=["deny"], clock=lambda: now[0])
    busy = Busy({DENY.read_bytes(): 2})
    shelf.refresh(busy)
    assert (shelf.lacking, shelf.sound("deny")) == (1, b"")
    asked = busy.asked
    now[0] += RETRY_SECONDS - 1
    shelf.refresh(busy)
    assert asked == busy.asked
    now[0] += 1
    shelf.refresh(busy)
    assert (shelf.lacking, busy.asked) == (0, asked + 1)
    assert opened(DENY) == shelf.sound("deny")


def test_a_recording_that_a_busy_machine_missed_once_is_played_all_the_same(tmp_path):
    shelf = Shelf(tmp_path, "zh", names=["deny"])
    record(tmp_path, PASS)
    shelf.refresh(Busy({PASS.read_bytes(): 1}))
    assert opened(PASS) == shelf.sound("deny")


def test_a_recording_that_never_opens_gives_way_to_our_own_clip(tmp_path):
    shelf = Shelf(tmp_path, "zh", names=["deny"])
    record(tmp_path, PASS)
    shelf.refresh(Busy({PASS.read_bytes(): 99}))
    assert (shelf.lacking, shelf.sound("deny")) == (0, opened(DENY))


def test_another_speed_makes_it_longer_or_shorter():
    usual, faster = opened(DENY), opened(DENY, RATE // 2)
    assert len(faster) == pytest.approx(len(usual) / 2, abs=4)


def test_resampling_keeps_the_loudness():
    usual, slower = (
        np.frombuffer(opened(DENY, rate), "<i2").astype(float) for rate in (RATE, 30000)
    )
    assert np.std(usual) == pytest.approx(np.std(slower), rel=0.02)


@pytest.mark.parametrize("broken", [b"", b"nonsense", b"OggS" + bytes(300)])
def test_a_file_that_is_no_sound_spoils_no_other(broken):
    good = Encoded(DENY.read_bytes(), RATE)
    found = Decoder().decode([good, Encoded(broken, RATE), good])
    assert [bool(samples) for samples in found] == [True, False, True]


def test_a_decoder_that_dies_of_one_sound_opens_the_others(tmp_path):
    deadly = Encoded(DENY.read_bytes(), 4_000_000_000)  # more memory than it may have
    good = Encoded(DENY.read_bytes(), RATE)
    found = Decoder().decode([good, deadly, good])
    assert [bool(samples) for samples in found] == [True, False, True]


def test_a_stopped_decoder_opens_nothing_more():
    decoder = Decoder()
    decoder.stop()
    assert decoder.decode([Encoded(DENY.read_bytes(), RATE)]) == [b""]
