"""The gate screen's browser: one page, this machine alone, nothing kept."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Unit = dict[str, list[str]]
SCREEN, DISPLAY = "changxing-screen@.service", "changxing-display.service"
LOCKED = {
    "LimitCORE": "0",
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "Restart": "always",
    "StartLimitIntervalSec": "0",
    "IPAddressDeny": "any",
    "InaccessiblePaths": "-/var/lib/changxing -/etc/changxing",
    "PartOf": "changxing.target",
}


@pytest.mark.parametrize("name", [SCREEN, DISPLAY])
@pytest.mark.parametrize(("key", "value"), LOCKED.items())
def test_screen_and_display_are_locked_in(
    name: str, key: str, value: str, unit: Callable[[str], Unit]
) -> None:
    assert unit(name)[key] == [value]


def test_the_browser_has_an_account_of_its_own(
    unit: Callable[[str], Unit], deploy: Path
) -> None:
    keys = unit(SCREEN)
    assert keys["User"] == keys["Group"] == ["changxing-screen"]
    assert keys["CapabilityBoundingSet"] == [""]
    accounts = (deploy / "changxing-screen-sysusers.conf").read_text("utf-8")
    groups = set(re.findall(r"^m changxing-screen (\w+)$", accounts, re.MULTILINE))
    assert set(keys["SupplementaryGroups"][0].split()) == groups
    assert groups == {"audio", "video", "render"}


def test_the_browser_reaches_this_machine_alone(unit: Callable[[str], Unit]) -> None:
    keys = unit(SCREEN)
    assert keys["IPAddressAllow"] == ["localhost"]
    kinds = {value.split()[0] for value in keys["DeviceAllow"]}
    assert (keys["DevicePolicy"], kinds) == (["closed"], {"char-drm", "char-alsa"})


def test_the_browser_keeps_nothing(unit: Callable[[str], Unit], deploy: Path) -> None:
    assert unit(SCREEN)["RuntimeDirectory"] == ["changxing-screen"]
    script = (deploy / "screen.sh").read_text("utf-8")
    assert '--user-data-dir="$folder/profile"' in script
    assert "folder=${RUNTIME_DIRECTORY:-" in script


def test_the_browser_comes_and_goes_with_its_display(
    unit: Callable[[str], Unit],
) -> None:
    keys = unit(SCREEN)
    assert keys["BindsTo"] == [DISPLAY]
    assert DISPLAY in keys["After"][0].split()
    (start,) = keys["ExecStart"]
    assert start == "/bin/sh /opt/changxing/kiosk/deploy/screen.sh %i"


@pytest.mark.skipif(not shutil.which("xauth"), reason="no xauth here")
def test_the_browser_may_read_what_opens_the_display(
    unit: Callable[[str], Unit], tmp_path: Path
) -> None:
    keys = unit(DISPLAY)
    assert keys["Group"] == unit(SCREEN)["Group"]
    assert keys["RuntimeDirectoryMode"] == ["0750"]
    command = keys["ExecStartPre"][0].replace("$$", "$")
    subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, check=True, capture_output=True
    )
    assert (tmp_path / "authority").stat().st_mode & 0o777 == 0o640
    place = f"XAUTHORITY={keys['WorkingDirectory'][0]}/authority"
    assert place in " ".join(unit(SCREEN)["Environment"])


def test_no_key_leaves_the_display(unit: Callable[[str], Unit], deploy: Path) -> None:
    start = unit(DISPLAY)["ExecStart"][0].split()
    assert {"-novtswitch", "-noreset", "-nocursor", "-dpms", "vt7"} <= set(start)
    assert start[start.index("-nolisten") + 1] == "tcp"
    assert start[start.index("-s") + 1] == "0"
    options = re.findall(
        r'^ +Option "(\w+)" "(\w+)"',
        (deploy / "changxing-xorg.conf").read_text("utf-8"),
        re.MULTILINE,
    )
    assert {("DontVTSwitch", "true"), ("DontZap", "true")} <= set(options)


def test_no_key_opens_or_closes_a_window(deploy: Path) -> None:
    keymap = (deploy / "changxing-keys.xkb").read_text("utf-8")
    keys = dict(re.findall(r"key <([^>]+)> \{ \[ (\w+)", keymap))
    alive = {key for key, word in keys.items() if not word.startswith("Shift_")}
    assert alive == {
        *("FK08", "FK09", "FK10", "SPCE", "RTRN", "BKSP", "TAB"),
        *("LEFT", "RGHT", "UP", "DOWN"),
    }
    dead = {"LCTL", "RCTL", "LALT", "RALT", "LWIN", "ESC", "COMP", "FK01", "FK12"}
    assert dead <= set(keys)
    assert re.findall(r"modifier_map (\w+)", keymap) == ["Shift"]


@pytest.mark.skipif(not shutil.which("xkbcomp"), reason="no xkbcomp here")
def test_the_display_understands_its_keys(deploy: Path, tmp_path: Path) -> None:
    made = tmp_path / "keys.xkm"
    command = ["xkbcomp", "-w", "0", "-xkm", deploy / "changxing-keys.xkb", made]
    subprocess.run(command, check=True, capture_output=True)
    assert made.stat().st_size > 0


class TestPolicy:
    """What the browser may not do, whoever touches it."""

    @pytest.fixture
    def policy(self, deploy: Path) -> dict[str, object]:
        text = (deploy / "changxing-policy.json").read_text("utf-8")
        found: dict[str, object] = json.loads(text)
        return found

    def test_it_opens_our_own_pages_and_nothing_else(self, policy) -> None:
        assert "*" in policy["URLBlocklist"]
        for scheme in ("file://*", "chrome://*", "view-source:*", "data:*"):
            assert scheme in policy["URLBlocklist"]
        assert policy["URLAllowlist"] == ["@HOST@"]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("DeveloperToolsAvailability", 2),
            ("RemoteDebuggingAllowed", False),
            ("IncognitoModeAvailability", 1),
            ("DownloadRestrictions", 3),
            ("AllowFileSelectionDialogs", False),
            ("PrintingEnabled", False),
            ("PasswordManagerEnabled", False),
            ("TranslateEnabled", False),
            ("BrowserSignin", 0),
            ("ExtensionInstallBlocklist", ["*"]),
            ("BookmarkBarEnabled", False),
        ],
    )
    def test_it_forbids(self, policy, name: str, value: object) -> None:
        assert policy[name] == value

    def test_the_screen_may_speak_by_itself(self, policy) -> None:
        assert policy["AutoplayAllowed"] is True

    @pytest.mark.slow
    def test_the_browser_knows_every_word_of_it(self, policy) -> None:
        binary = Path("/usr/lib/chromium/chromium")
        if not binary.exists():
            pytest.skip("no Chromium of Debian here: the words were not looked up")
        found = subprocess.run(
            ["grep", "-aohFf", "-", str(binary)],
            input="\n".join(policy).encode(),
            env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
            capture_output=True,
            check=True,
        ).stdout
        assert set(policy) - set(found.decode().split()) == set()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze")
def test_systemd_understands_the_units_of_the_screen(
    deploy: Path, tmp_path: Path
) -> None:
    for name in (SCREEN, DISPLAY, "changxing.target"):
        text = (deploy / name).read_text("utf-8")
        text = re.sub(
            r"^ExecStart=\S+", f"ExecStart={sys.executable}", text, flags=re.M
        )
        (tmp_path / name).write_text(
            text.replace("file:/opt/changxing/README.md", "https://example.org/"),
            "utf-8",
        )
    instance = tmp_path / SCREEN.replace("@", "@east-1")
    instance.symlink_to(tmp_path / SCREEN)
    command = ["systemd-analyze", "verify", "--man=no", instance, tmp_path / DISPLAY]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in result.stderr.splitlines() if "changxing" in line]
    assert [line for line in ours if "changxing-web.service" not in line] == []
