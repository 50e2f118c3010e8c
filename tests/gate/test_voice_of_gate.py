"""The gate process speaks by itself: whole visits, heard at the loudspeaker's twin."""

import threading
from collections.abc import Iterator

import psutil
import pytest
from gate_kit import GREEN, UNKNOWN, Site, monotonic_of
from waiting import stays, wait_for

from drivers.speaker import scaled
from drivers.twins.faults import Fault
from drivers.twins.speaker import SpeakerTwin
from kiosk.live import CommandKind
from kiosk.voice.decoding import Decoder, Encoded
from kiosk.voice.files import CLIPS
from verification.ledger import EventKind

HELP, LOUDSPEAKER = 3, "east-speaker"
READ = 8  # times that an input is read, more than it takes to settle


def sample(name: str) -> bytes:
    """A clip as it sounds at the level of these sites."""
    file = CLIPS / f"{name}.ogg"
    (pcm,) = Decoder().decode([Encoded(file.read_bytes(), 24_000)])
    return scaled(pcm, 0.0)


@pytest.fixture(scope="module")
def words() -> dict[str, bytes]:
    """Chime and clip of what these stories hear."""
    chimes = {name: sample(f"chimes/{name}") for name in ("wait", "pass", "call")}
    return {
        "deny": chimes["wait"] + sample("zh/deny"),
        "pass": chimes["pass"] + sample("zh/pass"),
        "called": chimes["call"] + sample("zh/called"),
        "called slowly": chimes["call"] + sample("zh/called.slow"),
    }


@pytest.fixture
def speaking(make_site) -> Iterator[Site]:
    """A lane with a loudspeaker; its clips are ready."""
    site = make_site(speaks=True)
    site.start()
    wait_ready_to_speak(site)
    yield site
    site.stop()
    site.check()
    assert not psutil.Process().children()


def wait_ready_to_speak(site: Site) -> None:
    wait_for(lambda: site.voices.lacking == 0, what="the clips are decoded")


def twin_of(site: Site) -> SpeakerTwin:
    return site.twins.speakers[LOUDSPEAKER]


def wait_heard(site: Site, pcm: bytes) -> float:
    """When this began to sound, once it was heard whole."""
    wait_for(lambda: twin_of(site).when(pcm), what="it is heard")
    return twin_of(site).when(pcm)[0]


def begins(pcm: bytes) -> bytes:
    """Enough of it to know it by."""
    return pcm[:4000]


def show_unknown(site: Site) -> None:
    """A card that nobody knows, taken away again: "take it" is not said between."""
    site.lay(UNKNOWN)
    site.wait_phase("waiting_for_staff")
    site.lift(UNKNOWN)


def press(site: Site) -> None:
    """Press the help key and let go of it, each until the gate has read it often."""
    relay = site.relay()
    for on in (True, False):
        relay.set_input(HELP, on)
        before = max(piece.number for piece in relay.port.seen)
        wait_for(lambda at=before: len(relay.port.seen_after(at)) > 2 * READ)


def test_who_is_not_known_hears_that_somebody_comes(speaking, words):
    show_unknown(speaking)
    heard_at = wait_heard(speaking, words["deny"])
    verdict = speaking.wait_event(EventKind.VERDICT)
    assert heard_at > monotonic_of(verdict)


def test_a_pass_breaks_off_what_is_being_said(speaking, words):
    twin_of(speaking).paced = True  # or it is all said at once
    show_unknown(speaking)
    wait_heard(speaking, begins(words["deny"]))
    speaking.ask(CommandKind.OPEN, reason="other")
    wait_heard(speaking, begins(sample("chimes/pass")))
    assert words["deny"] not in twin_of(speaking).heard()
    speaking.wait_event(EventKind.GATE_PULSE)


def test_the_help_key_is_answered_and_pressed_twice_slowly(speaking, words):
    press(speaking)
    wait_heard(speaking, words["called"])
    press(speaking)
    wait_heard(speaking, words["called slowly"])


def test_without_its_loudspeaker_a_lane_goes_on(speaking, words):
    twin_of(speaking).fault(Fault.UNPLUG)
    speaking.wait_condition(LOUDSPEAKER, "lost")
    assert speaking.board().phase == "ready"
    speaking.admit(GREEN)
    twin_of(speaking).fault(Fault.UNPLUG, on=False)
    speaking.wait_condition(LOUDSPEAKER, "ok")
    lost = speaking.wait_event(EventKind.DEVICE_LOST)
    back = speaking.wait_event(EventKind.DEVICE_BACK)
    assert LOUDSPEAKER == lost.more["device"] == back.more["device"]
    show_unknown(speaking)
    wait_heard(speaking, words["deny"])


def test_a_lane_waits_for_no_loudspeaker_when_it_starts(make_site):
    site = make_site(speaks=True)
    twin_of(site).fault(Fault.UNPLUG)
    site.start(ready=False)
    site.wait_condition(LOUDSPEAKER, "lost")
    site.wait_phase("ready")
    site.stop()


def test_a_hung_loudspeaker_keeps_no_lane(speaking):
    twin_of(speaking).fault(Fault.SILENT)
    show_unknown(speaking)
    speaking.wait_condition(LOUDSPEAKER, "silent")
    speaking.lay(GREEN)
    speaking.wait_phase("open")
    speaking.pass_through()
    speaking.wait_event(EventKind.GATE_PASSED)


def test_the_voice_of_a_process_that_ended_leaves_nothing(make_site):
    site = make_site(speaks=True)
    before = set(threading.enumerate())
    site.start()
    site.stop()
    assert set(threading.enumerate()) <= before
    assert not psutil.Process().children()


def test_a_process_that_is_started_anew_speaks_again(make_site, words):
    site = make_site(speaks=True)
    site.start()
    site.stop()
    site.start()
    wait_ready_to_speak(site)
    show_unknown(site)
    wait_heard(site, words["deny"])


def test_at_rest_nothing_is_said(speaking):
    before = len(twin_of(speaking).heard())
    stays(lambda: len(twin_of(speaking).heard()) == before, 0.5)
