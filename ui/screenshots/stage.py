"""An invented site that is really served, and a hand that plays its gate process."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.config import Config
from kiosk.config.cameras import OpencvCameraTable
from kiosk.config.devices import SamReaderTable, ScreenTable, VoiceTable
from kiosk.config.models import LaneTable, SiteTable, WebTable
from kiosk.config.staff import StaffTable
from kiosk.demo.setting import free_port
from kiosk.house import House
from kiosk.live import BoardView, DeviceView, Live, ScreenView
from kiosk.live.outlines import OutlineTable, OutlineView, Points
from kiosk.live.store import now_ms
from kiosk.looks import Look
from kiosk.staff import Role
from kiosk.staff.at_house import open_staff
from ui.screenshots.history import write_history
from ui.serve import serve

LANE = "east-1"
PORT = 8095
BEAT_SECONDS = 0.5
STOP_SECONDS = 15.0
LOGIN, NAME = "admin", "李主任"


@dataclass(frozen=True, slots=True)
class Stage:
    """A served site; ``password`` is that of the administrator `LOGIN`."""

    address: str
    live: Live
    password: str = field(repr=False)

    def show(self, view: ScreenView, board: BoardView | None = None) -> int:
        """Let the lane show something; returns its sequence number."""
        return self.live.show(LANE, view, board or BoardView("ready", now_ms()))

    def show_sheet(self, corners: Points) -> None:
        """Let the camera see a sheet; a page forgets it after two seconds."""
        OutlineTable(self.live).show(OutlineView(LANE, now_ms(), corners, False))


@contextmanager
def stage() -> Iterator[Stage]:
    """A site in a temporary folder, served until the end."""
    with TemporaryDirectory(prefix="changxing-") as folder:
        config = _config(Path(folder) / "var")
        house = House.open(config, lambda text: None)
        try:
            write_history(house.ledger, LANE)
            password = _add_administrator(house)
            with _served(house) as live:
                yield Stage(f"http://127.0.0.1:{config.web.port}", live, password)
        finally:
            house.close()


@contextmanager
def _served(house: House) -> Iterator[Live]:
    stop, pages, live = threading.Event(), house.open_live(), house.open_live()
    live.begin_anew()
    _devices(live)
    live.show(LANE, ScreenView(Look.IDLE), BoardView("ready", now_ms()))
    threads = [
        threading.Thread(target=serve, args=(house, pages, stop)),
        threading.Thread(target=_keep_beating, args=(live, stop)),
    ]
    for thread in threads:
        thread.start()
    try:
        yield live
    finally:
        stop.set()
        for thread in threads:
            thread.join(STOP_SECONDS)
        live.close()
        pages.close()


def _keep_beating(live: Live, stop: threading.Event) -> None:
    live.beat("gate", 1, 0, "synced")
    while not stop.wait(BEAT_SECONDS):
        live.beat("gate", 1, 0, "synced")


def _add_administrator(house: House) -> str:
    """The password of somebody who may see every page."""
    password = secrets.token_urlsafe(24)
    staff = open_staff(house)
    try:
        account, _ = staff.accounts.add(LOGIN, Role.ADMINISTRATOR, NAME)
        staff.accounts.set_password(account, password)
    finally:
        staff.close()
    return password


def _devices(live: Live) -> None:
    for role, driver in (
        ("reader", "sam"),
        ("camera", "opencv"),
        ("gate", "waveshare"),
    ):
        device = DeviceView(f"{LANE}-{role}", LANE, role, driver, "ok", "", now_ms())
        live.show_device(device)


def _config(folder: Path) -> Config:
    lane = LaneTable(
        id=LANE,
        name="东门",
        readers=(SamReaderTable(id=f"{LANE}-reader", driver="sam", port="-"),),
        camera=OpencvCameraTable(source=0),
        screen=ScreenTable(refuse="red"),
        voice=VoiceTable(),
    )
    site = SiteTable(name="幸福里社区", data_dir=folder)
    web, staff = WebTable(port=free_port(PORT)), StaffTable(second_factor="off")
    return Config(site=site, web=web, staff=staff, lanes=(lane,))
