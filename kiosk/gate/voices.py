"""The voice of a gate without a screen: the gate process plays the clips itself.

A lane tells its voice what it shows and goes on; what a voice, a sound card or a
decoder does never comes back to the lane.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from drivers.protocols import DriverEvent, InputChange, InputName, Speaker
from kiosk.config.devices import VoiceTable
from kiosk.live import ScreenView
from kiosk.voice.decoding import Decoder
from kiosk.voice.sentences import sentences
from kiosk.voice.shelf import Shelf
from kiosk.voice.speaking import Say, SpeechPlan

log = structlog.get_logger()
LOOK_SECONDS = 5.0  # for new recordings
JOIN_SECONDS = 5.0
UNREADY = "unready"  # why a loudspeaker fails whose sentences are not all there
Clock = Callable[[], float]


class _Pressed:
    """The help key was pressed."""


class LaneVoice:
    """Says what one lane shows, in a thread of its own.

    Args:
        lane: its id.
        table: volume.
        shelf: what can be said.
        speaker: where it sounds.
        clock: seconds; of the plan alone.

    """

    def __init__(
        self,
        lane: str,
        table: VoiceTable,
        shelf: Shelf,
        speaker: Speaker,
        clock: Clock = time.monotonic,
    ) -> None:
        self._shelf, self._speaker, self._clock = shelf, speaker, clock
        self._plan = SpeechPlan(sentences(), table.volume)
        self._inbox: queue.SimpleQueue[ScreenView | _Pressed | None] = (
            queue.SimpleQueue()
        )
        self._thread = threading.Thread(
            target=self._run, name=f"voice-{lane}", daemon=True
        )

    def follow(self, view: ScreenView) -> None:
        """The lane shows this now; from any thread, returns at once."""
        self._inbox.put(view)

    def hear(self, event: DriverEvent) -> None:
        """What the lane's devices say; only the help key matters here."""
        if not isinstance(event, InputChange):
            return
        if event.on and event.input is InputName.HELP:
            self._inbox.put(_Pressed())

    def tell_lack(self) -> None:
        """Let the board know whether all that is to be said can be said."""
        self._speaker.lack(UNREADY if self._shelf.lacking else "")

    def start(self) -> None:
        """Begin in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; may be called twice."""
        self._inbox.put(None)
        _join(self._thread)

    def _run(self) -> None:
        while True:
            try:
                if not self._turn():
                    return
            except Exception as error:  # a lane does not stand still for its voice
                log.error("voice_failed", error=type(error).__name__)

    def _turn(self) -> bool:
        """Wait for news or for the moment to speak; False at the end."""
        with contextlib.suppress(queue.Empty):
            news = self._inbox.get(timeout=self._wait())
            if news is None:
                return False
            self._take(news)
        self._say(self._plan.due(self._clock()))
        return True

    def _take(self, news: ScreenView | _Pressed) -> None:
        now = self._clock()
        if isinstance(news, _Pressed):
            self._say(self._plan.press(now))
            return
        clip = news.clip or news.look.clip
        self._say(self._plan.follow(news.look, clip, news.until_ms, now))

    def _wait(self) -> float | None:
        at = self._plan.next_at
        return None if at is None else max(0.0, at - self._clock())

    def _say(self, orders: list[Say]) -> None:
        for order in orders:
            chime = self._shelf.chime(order.chime)
            pcm = chime + self._shelf.sound(order.clip, order.slow)
            if pcm:
                self._speaker.say(pcm, order.level_db)


class Voices:
    """The voices of all lanes, and the thread that makes their sounds ready.

    Args:
        data_dir: of the site.
        clock: seconds, of the plans.
        decoder: opens the sounds; one of its own when there is none.

    """

    def __init__(
        self,
        data_dir: Path,
        clock: Clock = time.monotonic,
        decoder: Decoder | None = None,
    ) -> None:
        self._data_dir, self._clock = data_dir, clock
        self._shelves: dict[tuple[str, float], Shelf] = {}
        self._lanes: dict[str, LaneVoice] = {}
        self._decoder = decoder or Decoder()
        self._told: int | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._keep_ready, name="voice-clips", daemon=True
        )

    @property
    def lacking(self) -> int:
        """How many sounds the lanes' shelves lack, all together."""
        return sum(shelf.lacking for shelf in self._shelves.values())

    def add(self, lane: str, table: VoiceTable, speaker: Speaker) -> None:
        """Give a lane a voice; it begins with `start`."""
        key = table.language, table.rate
        if key not in self._shelves:
            self._shelves[key] = Shelf(self._data_dir, *key)
        shelf = self._shelves[key]
        self._lanes[lane] = LaneVoice(lane, table, shelf, speaker, self._clock)

    def follow(self, lane: str, view: ScreenView) -> None:
        """A lane shows this now; from any thread, returns at once."""
        if lane in self._lanes:
            self._lanes[lane].follow(view)

    def hear(self, lane: str, event: DriverEvent) -> None:
        """What a lane's devices say; from any thread, returns at once."""
        if lane in self._lanes:
            self._lanes[lane].hear(event)

    def start(self) -> None:
        """Begin all threads; none where no lane speaks."""
        if self._lanes:
            self._thread.start()
        for voice in self._lanes.values():
            voice.start()

    def stop(self) -> None:
        """End all threads; may be called twice."""
        self._stop.set()
        self._decoder.stop()
        for voice in self._lanes.values():
            voice.stop()
        _join(self._thread)

    def _tell_lack(self) -> None:
        if self._decoder.stopped:
            return
        if self.lacking != self._told:
            self._told = self.lacking
            log.info("sentences", lacking=self._told)
        for voice in self._lanes.values():
            voice.tell_lack()

    def _keep_ready(self) -> None:
        while not self._stop.is_set():
            for shelf in self._shelves.values():
                try:
                    shelf.refresh(self._decoder)
                except Exception as error:  # what was ready is still said
                    log.error("clips_not_ready", error=type(error).__name__)
            self._tell_lack()
            self._stop.wait(LOOK_SECONDS)


def _join(thread: threading.Thread) -> None:
    if thread.ident is None:
        return
    thread.join(JOIN_SECONDS)
    if thread.is_alive():
        log.error("thread_hangs", thread=thread.name)  # it holds no database
