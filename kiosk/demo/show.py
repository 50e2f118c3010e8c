"""`kiosk demo`: twins, both processes, invented people and staff, in one go."""

import signal
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType
from typing import Self
from zoneinfo import ZoneInfo

from kiosk.config import Config, load_config
from kiosk.demo import people
from kiosk.demo.bridge import SimulatorBridge
from kiosk.demo.papers import DemoOffice
from kiosk.demo.setting import demo_folder, free_port, write_demo_config
from kiosk.demo.sheets import sheets
from kiosk.demo.twins import TwinSet
from kiosk.house import House
from kiosk.live import Live
from kiosk.run import ProcessKeeper
from kiosk.staff import Account, NoSuchStaff, Role, Staff

READY_SECONDS = 20.0
STAFF = (
    ("guard", "王保安", Role.GUARD),
    ("office", "孙小姐", Role.REGISTRAR),
    ("admin", "李主任", Role.ADMINISTRATOR),
    ("auditor", "周老师", Role.AUDITOR),
)
Say = Callable[[str], None]


@dataclass(slots=True)
class DemoSite:
    """A demo that is set up: config written, twins plugged in, people registered."""

    config: Config
    config_path: Path
    twins: TwinSet
    cards: dict[str, people.DemoCard]

    @classmethod
    def prepare(cls, config: Config, say: Say, paced: bool = True) -> Self:
        """Derive the config and fill the registry; the twins are not started."""
        folder = demo_folder(config)
        twins = TwinSet(config, folder / "dev", paced)
        path = write_demo_config(config, twins.links(), free_port(config.web.port))
        derived, today = load_config(path), local_today(config)
        drawer = people.drawer(today)
        known = [*drawer, *people.holders(today)]
        house = House.open(derived, say)
        try:
            people.register(house.registry, known, datetime.now(UTC))
            if twins.cameras:
                _fill_drawer(house, twins)
        finally:
            house.close()
        return cls(derived, path, twins, {p.card.id: p.card for p in drawer})

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://{self.config.web.host}:{self.config.web.port}"


def _fill_drawer(house: House, twins: TwinSet) -> None:
    """Papers for the cameras."""
    office = DemoOffice(house)
    office.numbers()
    drawn = sheets(office.papers(), office.signer())
    for camera in twins.cameras.values():
        camera.sheets = drawn


def local_today(config: Config) -> date:
    """The date at the site."""
    return datetime.now(ZoneInfo(config.site.timezone)).date()


def run_demo(config: Config, say: Say) -> int:
    """Show the demo until Ctrl-C; returns the exit code."""
    site = DemoSite.prepare(config, say)
    codes = staff_codes(site.config)
    keeper = ProcessKeeper.for_config(site.config_path)
    live = open_demo_live(site)
    bridge = SimulatorBridge(site.twins, site.cards, live)
    with site.twins:
        bridge.start()
        teller = threading.Thread(target=_tell, args=(site, codes, say), daemon=True)
        teller.start()
        try:
            return keeper.run()
        finally:
            say("演练结束，正在关闭…… ending the demo")
            bridge.stop()
            live.close()


def open_demo_live(site: DemoSite) -> Live:
    """live.db of the demo."""
    house = House.open(site.config, lambda text: None)
    try:
        return house.open_live()
    finally:
        house.close()


def staff_codes(config: Config) -> dict[str, str]:
    """Login name to a fresh one-time password of each of the demo's staff."""
    staff = Staff(config.site.data_dir / "registry.db")
    try:
        return {login: _code(staff, login, shown, role) for login, shown, role in STAFF}
    finally:
        staff.close()


def staff_account(config: Config, login: str) -> Account:
    """One of the demo's staff."""
    staff = Staff(config.site.data_dir / "registry.db")
    try:
        return staff.accounts.named(login)
    finally:
        staff.close()


def end_on_signals(stop: Callable[[], None]) -> None:
    """Call ``stop`` on Ctrl-C and SIGTERM."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)


def _code(staff: Staff, login: str, shown: str, role: Role) -> str:
    try:
        return staff.accounts.issue_code(login)
    except NoSuchStaff:
        return staff.accounts.add(login, role, shown)[1]


def _tell(site: DemoSite, codes: dict[str, str], say: Say) -> None:
    if not _answers(site.address):
        say(
            "网页还没有回应，请看上面的日志。 The pages do not answer yet; see the log."
        )
        return
    lines = ["", "畅行演练已就绪 The demo is ready:", ""]
    lines.append(f"  首页 start page      {site.address}/")
    lines.append(f"  模拟器 simulator     {site.address}/simulator")
    for lane in site.config.lanes:
        lines.append(f"  闸机屏幕 screen      {site.address}/screen/{lane.id}")
    lines.append(f"  值班台 board         {site.address}/board")
    lines += ["", "一次性密码 one-time passwords (每次启动重新生成 new at each start):"]
    lines += [f"  {login:<8} {code}" for login, code in codes.items()]
    lines += ["", "按 Ctrl-C 结束 Ctrl-C ends it.", ""]
    say("\n".join(lines))


def _answers(address: str) -> bool:
    waiter = threading.Event()
    for _ in range(int(READY_SECONDS / 0.1)):
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310 - our own loopback address
                return True
        except urllib.error.HTTPError:
            return True  # it answers, though the gate process is not up yet
        except OSError:
            waiter.wait(0.1)
    return False
