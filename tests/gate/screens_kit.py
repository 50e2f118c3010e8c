"""Screens of a site, watched in a time of our own."""

from collections.abc import Callable
from dataclasses import dataclass, field

from gate_kit import Site

from kiosk.gate.screens import Screens
from kiosk.live import BoardView, DeviceView, LaneView, ScreenView
from kiosk.live.screens import ScreenBeats
from kiosk.looks import Look
from verification.ledger import EventKind

EAST = "east-screen"
LOST, BACK = EventKind.DEVICE_LOST, EventKind.DEVICE_BACK
TICK = 1.0


@dataclass
class Watch:
    """Screens of one site, looked at in a time of our own."""

    site: Site
    drill: bool = False
    web: bool = True
    now: float = 1000.0
    said: list[DeviceView] = field(default_factory=list)
    beats: int = 0

    def __post_init__(self) -> None:
        ledger = self.site.watch.ledger
        self.screens = Screens(
            ["east"], self.site.live, ledger, self.said.append, self.drill
        )
        self.look()

    def look(self, live_ok: bool = True) -> None:
        if self.web:
            self.site.live.beat("web", 1, 0)
        self.screens.look(self.now, live_ok)

    def wait(self, seconds: float, live_ok: bool = True) -> None:
        """Let time go by, with a look every second."""
        end = self.now + seconds
        while self.now < end:
            self.now = min(self.now + TICK, end)
            self.look(live_ok)

    def beat(self, tag: str = "") -> None:
        """The page says what it shows; at a time of its own for every beat."""
        ScreenBeats(self.site.live).beat("east", tag)
        self.beats += 1
        with self.site.live.lock() as connection:
            connection.execute("UPDATE screens SET at_ms = ?", (self.beats,))
        self.look()

    def keep_beating(self, seconds: float, tag: Callable[[], str]) -> None:
        end = self.now + seconds
        while self.now < end:
            self.wait(5)
            self.beat(tag())

    def show(self, state: str) -> LaneView:
        board = BoardView("ready", 0)
        self.site.live.show("east", ScreenView(Look(state)), board)
        view = self.site.live.lane("east")
        assert view is not None
        return view

    @property
    def told(self) -> tuple[str, str]:
        return self.said[-1].condition, self.said[-1].reason

    def recorded(self) -> list[tuple[EventKind, str | None, object, object]]:
        events = self.site.events(LOST, BACK)
        return [(e.kind, e.lane, e.more["device"], e.more["why"]) for e in events]


def tag_of(view: LaneView) -> str:
    return f"{view.seq}-{view.at_ms}-live"
