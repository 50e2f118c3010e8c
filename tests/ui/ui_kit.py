"""What the tests of the pages share: a site, a hand that plays the gate, a visitor."""

import json
import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from kiosk.bench.dom import browser_path
from kiosk.config import Config
from kiosk.config.cameras import OpencvCameraTable
from kiosk.config.devices import SamReaderTable, ScreenTable, VoiceTable
from kiosk.config.models import LaneTable, SiteTable, WebTable
from kiosk.config.staff import StaffTable
from kiosk.house import House
from kiosk.lane.views import hinted
from kiosk.live import BoardView, DeviceView, Live, ScreenView
from kiosk.live.store import now_ms
from kiosk.looks import Look
from kiosk.staff import Role, Staff

PIN = "407193"  # of guards whom `Visitor.take_pin` gave one
PASSWORD = "correct horse 电池"  # of whoever `Visitor.take_password` gave one
CHROMIUM = browser_path()  # of this machine; None where there is none
BROWSER_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",  # as the kiosk starts it
]


def wait_until(true: Callable[[], Any], seconds: float = 30.0) -> Any:
    """Wait for a condition with a deadline; returns what it returned."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
    return found


def allowance(ask: Callable[[], Any], times: int = 9) -> float:
    """Seconds by which a machine as busy as this may be later than a quiet one.

    Args:
        ask: something small, asked of the same parts as what is measured.
        times: how often it is asked.

    """
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - begun)
    return 10 * max(taken)


def stop_clock(page: Any) -> None:
    """Before it is opened: a page's time passes only when a test says so.

    Streams, sounds and what the server does go on in real time.
    """
    begun = time.time()
    page.clock.install(time=begun)
    page.clock.pause_at(begun + 1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Gate:
    """Plays the gate process over a connection of its own."""

    live: Live

    def beat(self) -> None:
        self.live.beat("gate", 1, 0, "synced")

    def fall_silent(self) -> None:
        """As if the last beat were long ago."""
        self.live.db.conn.execute("UPDATE processes SET beat_ms = beat_ms - 60000")

    def show(self, state: str, lane: str = "east", **words: Any) -> None:
        """The look of a state with its hint; any look can be shown by its name."""
        board = words.pop("board", BoardView("ready", now_ms()))
        look = hinted(Look(state), words.get("hint", ""))
        self.beat()
        self.live.show(lane, ScreenView(look, **words), board)

    def device(
        self,
        name: str,
        condition: str,
        role: str = "reader",
        reason: str = "",
        lane: str = "east",
    ) -> None:
        self.live.show_device(
            DeviceView(name, lane, role, "sam", condition, reason, now_ms())
        )

    def keep_beating(self, stop: threading.Event) -> None:
        while not stop.wait(0.5):
            self.beat()


@dataclass
class Visitor:
    """A browser without a screen, with the words of a person."""

    client: FlaskClient
    staff: Staff

    def csrf(self) -> str:
        found: str = self.client.get("/api/v1/token").json["csrf"]
        return found

    def post(self, url: str, json: Any = None, **headers: str) -> Any:
        given = {"X-CSRFToken": self.csrf()} | headers
        return self.client.post(
            url, json=json if json is not None else {}, headers=given
        )

    def send(self, url: str, **form: str) -> Any:
        return self.client.post(url, data={"csrf_token": self.csrf()} | form)

    def sign_in(self, login: str = "guard", role: Role = Role.GUARD) -> None:
        _, code = self.staff.accounts.add(login, role, "王保安")
        assert self.send("/sign-in", login=login, secret=code).status_code == 303
        if role == Role.GUARD:
            self.take_pin(login)  # before that no board works

    def take_pin(self, login: str = "guard") -> str:
        """Give a guard a PIN."""
        accounts = self.staff.accounts
        accounts.set_pin(accounts.named(login), PIN)
        return PIN

    def take_password(self, login: str) -> str:
        """Give an account a password, which some forms ask for once more."""
        accounts = self.staff.accounts
        accounts.set_password(accounts.named(login), PASSWORD)
        return PASSWORD


def make_config(
    folder: Path, drill: bool, port: int = 8080, screen: ScreenTable | None = None
) -> Config:
    """A site of two lanes; the one in the west has all that a lane can have."""
    return Config(
        site=SiteTable(name="幸福里社区", data_dir=folder, drill=drill),
        web=WebTable(port=port),
        staff=StaffTable(second_factor="off"),  # who tests it says otherwise
        enrolment=(SamReaderTable(id="desk", driver="sam", port="/dev/ttyS9"),),
        lanes=(
            LaneTable(id="east", name="东门 1 号"),
            LaneTable(
                id="west",
                name="西门",
                camera=OpencvCameraTable(source=0),
                voice=VoiceTable(),
                screen=screen,
            ),
        ),
    )


@dataclass
class Site:
    """Pages that are really served."""

    url: str
    gate: Gate
    staff: Staff
    house: House

    def settle(self, look: str, lane: str = "east") -> None:
        """Wait until the pages are told that a lane shows this look."""
        url = f"{self.url}/api/v1/screen/{lane}"

        def told() -> bool:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bool(json.load(answer)["look"] == look)

        wait_until(told)

    def guard_code(self, login: str = "guard", role: Role = Role.GUARD) -> str:
        return self.staff.accounts.add(login, role, "王保安")[1]


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/healthz", timeout=2).close()
    except OSError:
        return False
    return True
