"""The screen of a lane as a device: it beats, it is silent, it was never opened.

The page of a gate screen beats every 5 s from a frame that it has painted. A screen
that stands still therefore falls silent, and the board says so, like a reader's loss.
What readers and gate do never depends on it: no lane goes out of service for a screen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from drivers.protocols import Condition
from kiosk.lane.desk import RECORD_ERRORS
from kiosk.live import DeviceView, LaneView, Live
from kiosk.live.screens import SILENT_SECONDS, ScreenBeat, ScreenBeats
from kiosk.live.store import LIVE_ERRORS, now_ms
from verification.ledger import Entry, EventKind, Ledger

log = structlog.get_logger()
START_SECONDS = 30.0  # a browser may take this long to come up
BEHIND_SECONDS = 10.0
WEB_SILENT_MS = 3000  # three beats of the process that hears the screens were missed
KNOWN_SECONDS = 5.0  # a beat may name what was shown when the one before was sent
ROLE, DRIVER = "screen", "browser"
NOT_OPENED, CLOSED = "not_opened", "closed"
FROZEN, BEHIND = "frozen", "behind"
MOST_UNRECORDED = 100
Note = Callable[[DeviceView], None]


def screen_name(lane: str) -> str:
    """The name of a lane's screen among the devices."""
    return f"{lane}-screen"


@dataclass(slots=True)
class Watched:
    """What is known of one lane's screen; times in monotonic seconds.

    Attributes:
        begun: when the watch began.
        told: condition and reason that were last said.
        told_at: when that was.
        newest: the newest beat that was seen, or one of before our start.
        heard: when that was; ``None`` before the first beat.
        right: when the screen last showed what its lane shows.
        views: what the lane has shown lately, and until when.

    """

    begun: float
    told: tuple[Condition, str] = (Condition.CONNECTING, "")
    told_at: float = 0.0
    newest: ScreenBeat | None = None
    heard: float | None = None
    right: float = 0.0
    views: list[tuple[LaneView, float]] = field(default_factory=list)

    def see_view(self, view: LaneView | None, now: float) -> None:
        """Take in what the lane shows now."""
        self.views = [one for one in self.views if now - one[1] <= KNOWN_SECONDS]
        if view is not None:
            same = [one for one in self.views if one[0].seq != view.seq]
            self.views = [*same, (view, now)]

    def see_beat(self, beat: ScreenBeat | None, now: float) -> None:
        """Take in the newest beat; one that was seen says nothing new."""
        if beat is None or beat == self.newest:
            return
        first, self.newest = self.heard is None, beat
        self.heard = now
        known = not self.views or any(beat.shows(view) for view, _ in self.views)
        if first or beat.closed or known:
            self.right = now

    def judge(self, now: float, sighted: float) -> tuple[Condition, str]:
        """How the screen is; no wait counts that began before ``sighted``."""
        if self._is_gone():
            return self.told
        if self.heard is None:
            if now - max(self.begun, sighted) <= START_SECONDS:
                return Condition.CONNECTING, ""
            return Condition.LOST, NOT_OPENED
        if now - max(self.heard, sighted) > SILENT_SECONDS:
            closed = self.newest is not None and self.newest.closed
            return (Condition.LOST, CLOSED) if closed else (Condition.SILENT, FROZEN)
        if self.heard - self.right > BEHIND_SECONDS:
            return Condition.SILENT, BEHIND
        return Condition.OK, ""

    def _is_gone(self) -> bool:
        """Whether a loss stands: nothing but a beat ends it."""
        lost = self.told[0] in (Condition.SILENT, Condition.LOST)
        return lost and (self.heard is None or self.heard < self.told_at)


class Screens:
    """Watches the screens of a site; all of it belongs to one thread.

    Args:
        lanes: those that have a screen.
        live: where screens beat and lanes are shown.
        ledger: where a loss is recorded.
        note: takes a screen's condition for the board.
        drill: whether nobody need open a screen; then one that is not open is shown
            as such, and recorded as no loss.

    """

    def __init__(
        self,
        lanes: Sequence[str],
        live: Live,
        ledger: Ledger,
        note: Note,
        drill: bool = False,
    ) -> None:
        self._live, self._ledger, self._note = live, ledger, note
        self._beats, self._drill = ScreenBeats(live), drill
        self._lanes = tuple(lanes)
        self._watched: dict[str, Watched] = {}
        self._sighted = 0.0
        self._lost: set[str] = set()
        self._unrecorded: list[Entry] = []

    def look(self, now: float, live_ok: bool = True) -> None:
        """Judge every screen at ``now`` (monotonic seconds); raises nothing.

        With ``live_ok`` false, live.db takes no writes, so that no screen can beat:
        while that lasts, while it cannot be read, and while no web process is there
        to hear a screen, nobody's silence counts.
        """
        if not self._lanes:
            return
        if not self._watched:
            self._begin(now)
        if not (self._read(now) and live_ok):
            self._sighted = now
        for lane, screen in self._watched.items():
            self._tell(lane, screen, screen.judge(now, self._sighted), now)
        self._record()

    def _begin(self, now: float) -> None:
        for lane in self._lanes:
            self._watched[lane] = Watched(now)
            self._show(lane, Condition.CONNECTING, "")
        try:
            old = self._beats.newest()
        except LIVE_ERRORS:
            return
        for lane, screen in self._watched.items():
            screen.newest = old.get(lane)  # perhaps of before our start

    def _read(self, now: float) -> bool:
        """Take in what is new; false when no screen could have been heard."""
        try:
            beats, views = self._beats.newest(), self._live.lanes()
            web_age_ms = self._live.beat_age_ms("web")
        except LIVE_ERRORS as error:
            log.error("screens_not_seen", error=type(error).__name__)
            return False
        shown = {view.lane: view for view in views}
        for lane, screen in self._watched.items():
            screen.see_view(shown.get(lane), now)
            screen.see_beat(beats.get(lane), now)
        return web_age_ms is not None and web_age_ms < WEB_SILENT_MS

    def _tell(
        self, lane: str, screen: Watched, found: tuple[Condition, str], now: float
    ) -> None:
        if found == screen.told:
            return
        screen.told, screen.told_at = found, now
        self._show(lane, *found)
        self._take_down(lane, *found)

    def _show(self, lane: str, condition: Condition, reason: str) -> None:
        name = screen_name(lane)
        self._note(
            DeviceView(name, lane, ROLE, DRIVER, condition.value, reason, now_ms())
        )

    def _take_down(self, lane: str, condition: Condition, reason: str) -> None:
        if condition is Condition.OK:
            if lane in self._lost:
                self._lost.discard(lane)
                self._unrecorded.append(_entry(EventKind.DEVICE_BACK, lane, "ok"))
            return
        wanted = not (self._drill and condition is Condition.LOST)
        if wanted and lane not in self._lost:
            self._lost.add(lane)
            self._unrecorded.append(_entry(EventKind.DEVICE_LOST, lane, reason))

    def _record(self) -> None:
        if not self._unrecorded:
            return
        try:
            self._ledger.append(*self._unrecorded)
        except RECORD_ERRORS as error:
            log.error("record_failed", device=ROLE, error=type(error).__name__)
            del self._unrecorded[:-MOST_UNRECORDED]
        else:
            self._unrecorded.clear()


def _entry(kind: EventKind, lane: str, reason: str) -> Entry:
    return Entry(kind, lane=lane, more={"device": screen_name(lane), "why": reason})
