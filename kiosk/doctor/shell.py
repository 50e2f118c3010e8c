"""What shows a gate screen: the browser, the font, the policy that holds it."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk.config import Config
from kiosk.doctor.finding import Finding
from kiosk.gate.screens import BEHIND, CLOSED, FROZEN, NOT_OPENED
from kiosk.live import DeviceView
from kiosk.screens.address import UNREACHABLE, own_address

FONT = "Noto Sans CJK SC"
BROWSERS = ("chromium", "google-chrome-stable", "google-chrome", "chromium-browser")
ROOT = Path("/")
UNIT = "etc/systemd/system/changxing-screen@.service"
POLICIES = (  # of Chromium and of Google Chrome
    "etc/chromium/policies/managed/changxing.json",
    "etc/opt/chrome/policies/managed/changxing.json",
)
OPEN_IT = (
    "打开屏幕 open the screen: make install SCREEN=LANE, "
    "or a browser at /screen/LANE on this machine"
)
RESTART_IT = "重新启动屏幕 restart it: systemctl restart changxing-screen@LANE"
REMEDIES: Mapping[str, str] = {
    NOT_OPENED: OPEN_IT,
    CLOSED: OPEN_IT,
    FROZEN: RESTART_IT,
    BEHIND: RESTART_IT,
}


def shell(config: Config, root: Path = ROOT) -> Iterator[Finding]:
    """What a machine needs to show gate screens; nothing for a site without one."""
    if not any(lane.screen for lane in config.lanes):
        return
    unit = (root / UNIT).exists()
    yield _address(config)
    yield _browser(unit)
    yield _font()
    if unit:
        yield _policy(root, f"{config.web.port}")


def remedy(device: DeviceView) -> str:
    """What to do about a screen that is not well."""
    text = REMEDIES.get(device.reason, device.reason)
    return text.replace("LANE", device.lane)


def _address(config: Config) -> Finding:
    host = config.web.host
    well = own_address(host, config.web.port) is not None
    return Finding("screen_address", host, well, remedy="" if well else UNREACHABLE)


def _browser(unit: bool) -> Finding:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    name = "screen_browser"
    if found is None:
        text = "安装浏览器 apt-get install chromium (Ubuntu: Google Chrome)"
        return Finding(name, "missing", False, remedy=text)
    if unit and _is_snap(found):
        text = "snap 不合用 a snap does not fit the unit: install Google Chrome's .deb"
        return Finding(name, "snap", False, remedy=text)
    return Finding(name, Path(found).name, True)


def _is_snap(program: str) -> bool:
    return Path(program).resolve().name == "snap"


def _font() -> Finding:
    """Which family the page really gets, as fontconfig chooses it."""
    name, matcher = "screen_font", shutil.which("fc-match")
    if matcher is None:
        text = "apt-get install fontconfig fonts-noto-cjk"
        return Finding(name, "fc-match missing", None, remedy=text)
    family = subprocess.run(
        [matcher, "-f", "%{family[0]}", f"{FONT}:bold"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    text = "apt-get install fonts-noto-cjk"
    return Finding(name, family, family == FONT, limit=FONT, remedy=text)


def _policy(root: Path, port: str) -> Finding:
    """The unit's browser must be held to our pages, at the port that they have."""
    name, text = "screen_policy", "sudo make install SCREEN=LANE"
    try:
        held = [json.loads((root / path).read_text("utf-8")) for path in POLICIES]
    except (OSError, ValueError) as error:
        return Finding(name, type(error).__name__, False, remedy=text)
    allowed = {place for policy in held for place in policy.get("URLAllowlist", [])}
    well = all(place.endswith(f":{port}") for place in allowed)
    if not (allowed and well):
        return Finding(name, "another port", False, limit=port, remedy=text)
    return Finding(name, "installed", True)
