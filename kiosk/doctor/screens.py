"""The screens: whether somebody set each one up, and what failed then."""

from collections.abc import Iterator

from kiosk.config import Config
from kiosk.config.models import LaneTable
from kiosk.doctor.finding import Finding
from kiosk.screens import Screens, ScreenSetup, checks

HOW = "在通道的屏幕上按 Ctrl+F8 press Ctrl+F8 at the gate screen"


def screens(config: Config) -> Iterator[Finding]:
    """One finding for each lane that has a screen."""
    kept = Screens(config.site.data_dir)
    for lane in config.lanes:
        if lane.screen is not None:
            stored = kept.read(lane.id)
            yield _damaged(lane) if stored.damaged else _told(lane, stored.setup)


def _damaged(lane: LaneTable) -> Finding:
    remedy = f"设置文件坏了，请重新设置 the file is damaged: {HOW}"
    return Finding(f"{lane.id}-screen-setup", "damaged", False, remedy=remedy)


def _told(lane: LaneTable, setup: ScreenSetup) -> Finding:
    name = f"{lane.id}-screen-setup"
    if setup.at is None:
        return Finding(name, "not yet", None, remedy=f"还没设置 not set up: {HOW}")
    failed = [check.name for check in checks(setup) if check.ok is False]
    value = f"set up on {setup.at:%Y-%m-%d}"
    if failed:
        remedy = f"不合格 failed: {', '.join(failed)}; {HOW}"
        return Finding(name, value, False, remedy=remedy)
    return Finding(name, value, True)
