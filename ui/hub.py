"""The hub: one thread notices what the gate process wrote and tells all streams.

It polls ``PRAGMA data_version`` of live.db, which costs microseconds, and builds
every message once, however many pages are open. Its heartbeat comes from the same
thread: should it die or hang, every page falls silent and says so by itself.
"""

import json
import threading
import time
from collections.abc import Callable, Sequence
from secrets import token_hex
from typing import Any

import structlog

from kiosk.live import LaneView, Live
from kiosk.live.outlines import OutlineView
from kiosk.live.store import now_ms
from ui.outlines import Outlines, outline_message
from ui.places import ANY, Places
from ui.screen_view import forgotten_at, screen_payload
from ui.stream import Client, Message

log = structlog.get_logger()

POLL_SECONDS = 0.02
LEDGER_SECONDS = 0.25
BEAT_SECONDS = 3.0
GATE_SILENT_SECONDS = 3.0
BOARD = "board"

BoardPart = Callable[[], dict[str, Any]]
LanesPart = Callable[[Sequence[LaneView], bool], dict[str, Any]]


class TooManyStreams(Exception):
    """All places for such a stream are taken; a page falls back to asking."""


def screen_topic(lane: str) -> str:
    """The topic of a lane's gate screen."""
    return f"screen:{lane}"


class Hub:
    """Snapshots and streams of all pages of one web process.

    Args:
        live: of this process.
        lanes: ids of all lanes of the site.
        lanes_part: lanes and devices as the board shows them.
        events_part: last events and counters as the board shows them.
        events_version: changes when ``events_part`` would.
        voice_stamp: changes when a person's recording comes or goes.
    """

    def __init__(
        self,
        live: Live,
        lanes: Sequence[str],
        lanes_part: LanesPart,
        events_part: BoardPart,
        events_version: Callable[[], object],
        voice_stamp: Callable[[], str] = str,
    ) -> None:
        self._live, self._lanes = live, tuple(lanes)
        self._places = Places(lanes)
        self._outlines = Outlines(live)
        self._lanes_part, self._events_part = lanes_part, events_part
        self._events_version = events_version
        self._voice_stamp, self._voice = voice_stamp, ""
        self._lock = threading.Lock()
        self._clients: set[Client] = set()
        self._shown: dict[str, dict[str, Message]] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hub", daemon=True)
        self._version: object = None
        self._seen_events: object = None
        self._views: list[LaneView] = []
        self._gate_beat: float | None = None
        self._gate_ok: bool | None = None
        self._forget_ms: int | None = None  # when the next name has to go
        self._next_ledger = self._next_beat = 0.0
        self._ticked = 0.0

    def start(self) -> None:
        """Take a first snapshot, then keep it fresh in a thread."""
        self._tick(time.monotonic())
        self._thread.start()

    def stop(self) -> None:
        """End the thread and all streams; may be called twice."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(5)
        with self._lock:
            for client in self._clients:
                client.dropped = True
                client.put(None)
            self._clients.clear()

    @property
    def alive(self) -> bool:
        """Whether snapshots are fresh."""
        return time.monotonic() - self._ticked < GATE_SILENT_SECONDS

    @property
    def hears_gate(self) -> bool:
        """Whether the gate process said lately that it lives."""
        return self._gate_ok is True

    @property
    def streams(self) -> int:
        """How many streams are open."""
        with self._lock:
            return len(self._clients)

    def subscribe(self, topic: str, place: str = ANY) -> Client:
        """A new stream that begins with the snapshot of its topic.

        Raises:
            TooManyStreams: all places of that kind are taken.
        """
        client = Client(topic, place)
        with self._lock:
            taken = (one.place for one in self._clients)
            if self._stop.is_set() or not self._places.free(place, taken):
                raise TooManyStreams
            client.put(_beat_message(self._voice))
            for message in self._shown.get(topic, {}).values():
                client.put(message)
            self._clients.add(client)
        return client

    def leave(self, client: Client) -> None:
        """Forget a stream; may be called twice."""
        with self._lock:
            self._clients.discard(client)

    def snapshot(self, topic: str) -> dict[str, Message]:
        """The newest message of each kind of a topic."""
        with self._lock:
            return dict(self._shown.get(topic, {}))

    def renew_screen(self, lane: str) -> None:
        """Let the open pages of a lane's screen load anew, once: it was set up."""
        told = {"id": token_hex(8)}  # a clock may be set back
        self._publish(screen_topic(lane), Message.of("setup", "", told))

    def set_up_id(self, lane: str) -> str:
        """Names what a page of a lane that is loaded now has; ``""`` at first."""
        message = self.snapshot(screen_topic(lane)).get("setup")
        return json.loads(message.data)["id"] if message else ""

    def _run(self) -> None:
        while not self._stop.wait(POLL_SECONDS):
            try:
                self._tick(time.monotonic())
            except Exception as error:  # the pages must heal when the file does
                log.error("hub_failed", error=type(error).__name__)
                self._version = None
                self._stop.wait(0.5)

    def _tick(self, now: float) -> None:
        version = self._live.version()
        changed = version != self._version
        if changed:
            self._version = version
            self._read_live(now)
        ok = self._gate_beat is not None and now - self._gate_beat < GATE_SILENT_SECONDS
        past = self._forget_ms is not None and now_ms() >= self._forget_ms
        if changed or past or ok != self._gate_ok:
            self._gate_ok = ok
            self._publish_lanes(ok)
        for view in self._outlines.news(changed):
            self._draw(view)
        if now >= self._next_ledger:
            self._next_ledger = now + LEDGER_SECONDS
            self._publish_events()
        # Its end: what took long on a busy machine is fresh all the same.
        self._ticked = time.monotonic()
        if now >= self._next_beat:
            self._next_beat = now + BEAT_SECONDS
            self._beat()

    def _read_live(self, now: float) -> None:
        self._views = self._live.lanes()
        age = self._live.beat_age_ms("gate")
        self._gate_beat = None if age is None else now - age / 1000

    def _publish_lanes(self, gate_ok: bool) -> None:
        by_lane, at_ms = {view.lane: view for view in self._views}, now_ms()
        self._forget_ms = forgotten_at(self._views, at_ms)
        for lane in self._lanes:
            payload = screen_payload(lane, by_lane.get(lane), gate_ok, at_ms)
            message = Message.of("screen", payload["tag"], payload)
            self._publish(screen_topic(lane), message)
        lanes = Message.of("lanes", "", self._lanes_part(self._views, gate_ok))
        self._publish(BOARD, lanes)

    def _publish_events(self) -> None:
        version = self._events_version()
        if version != self._seen_events:
            self._publish(BOARD, Message.of("events", "", self._events_part()))
            self._seen_events = version

    def _publish(self, topic: str, message: Message) -> None:
        with self._lock:
            shown = self._shown.setdefault(topic, {})
            if shown.get(message.event) == message:
                return
            shown[message.event] = message
            self._tell(message, topic)

    def _draw(self, view: OutlineView) -> None:
        """Pass an outline on, also one that stays: pages forget an old one."""
        topic, message = screen_topic(view.lane), outline_message(view)
        with self._lock:
            shown = self._shown.setdefault(topic, {})
            if view.points:
                shown[message.event] = message
            else:
                shown.pop(message.event, None)
            self._tell(message, topic)

    def _beat(self) -> None:
        try:
            self._voice = self._voice_stamp()
        except Exception as error:  # without beats every screen takes us for dead
            log.error("recordings_not_seen", error=type(error).__name__)
        with self._lock:
            self._tell(_beat_message(self._voice), None)

    def _tell(self, message: Message, topic: str | None) -> None:
        for client in list(self._clients):
            if topic in (None, client.topic) and not client.put(message):
                self._clients.discard(client)


def _beat_message(voice: str) -> Message:
    return Message.of("hb", "", {"now_ms": now_ms(), "voice": voice})
