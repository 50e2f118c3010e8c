"""The gate screen's browser: one page, this machine alone, nothing kept."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from waiting import wait_for

from kiosk.bench.dom import browser_path

Unit = dict[str, list[str]]
SCREEN, DISPLAY = "changxing-screen@.service", "changxing-display.service"
BROWSER = browser_path()
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
FLAGS = (  # of a kiosk that speaks by itself and has no window manager
    "--kiosk",
    "--no-first-run",
    "--noerrdialogs",
    "--disable-session-crashed-bubble",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--disable-features=Translate",
    "--lang=zh-CN",
    "--window-position=0,0",
)


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


class Pages(ThreadingHTTPServer):
    """A web process that notes what a browser asks for."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.up = False
        super().__init__(("127.0.0.1", 0), Page)


class Page(BaseHTTPRequestHandler):
    """Answers like the web process, or not at all while it is not up."""

    server: Pages

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if not self.server.up:
            self.close_connection = True
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"alive": false}' if "alive" in self.path else b"<p>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def pages() -> Iterator[Pages]:
    server = Pages()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this machine")
class TestStart:
    """The script, between a display and a web process of our own."""

    @pytest.fixture
    def start(
        self, tmp_path: Path, pages: Pages, deploy: Path
    ) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
        tools, begun = tmp_path / "tools", []
        tools.mkdir()
        said = "Screen 0: minimum 8 x 8, current 1920 x 1080, maximum 32767 x 32767"
        for name, line in {
            "xset": "",
            "xkbcomp": "",
            "xrandr": f"echo '{said}'",
        }.items():
            self.tool(tools / name, line)

        def do(*options: str, **tools_of_mine: str) -> "subprocess.Popen[bytes]":
            for name, line in tools_of_mine.items():
                self.tool(tools / name, line)
            begun.append(
                subprocess.Popen(
                    ["/bin/sh", str(deploy / "screen.sh"), "east-1", *options],
                    env={
                        "PATH": f"{tools}:{os.environ['PATH']}",
                        "HOME": str(tmp_path),
                        "DISPLAY": ":99",
                        "RUNTIME_DIRECTORY": str(tmp_path / "run"),
                        "SCREEN_ADDRESS": f"http://127.0.0.1:{pages.server_port}",
                    },
                    start_new_session=True,
                    stderr=subprocess.DEVNULL,
                )
            )
            return begun[-1]

        yield do
        for child in begun:
            end(child)

    def tool(self, path: Path, *lines: str) -> None:
        path.write_text("\n".join(["#!/bin/sh", *lines, ""]), "utf-8")
        path.chmod(0o755)

    def test_it_waits_for_the_web_process(self, start, pages: Pages, tmp_path) -> None:
        note = tmp_path / "note"
        start(chromium=f'[ "$1" = --version ] || echo "$@" > {note}')
        wait_for(lambda: len(pages.asked) > 1, 10, "it asks again")
        assert not note.exists()
        pages.up = True
        wait_for(lambda: note.exists() and note.read_text(), 10, "the browser")
        *options, address = note.read_text().split()
        assert address == f"http://127.0.0.1:{pages.server_port}/screen/east-1"
        assert set(FLAGS) <= set(options)
        assert "--window-size=1921,1081" in options
        assert f"--user-data-dir={tmp_path}/run/profile" in options

    def test_it_ends_a_browser_whose_page_has_died(self, start, pages: Pages) -> None:
        pages.up = True
        child = start(
            chromium='[ "$1" = --version ] || exec /bin/sleep 60',
            sleep='exec /bin/sleep "0.0$1"',
        )
        assert child.wait(20) == -15

    def test_a_snap_is_no_browser_for_it(self, start, tmp_path: Path) -> None:
        snap = tmp_path / "snap"
        self.tool(snap)
        for name in ("chromium", "google-chrome-stable", "google-chrome"):
            (tmp_path / "tools" / name).symlink_to(snap)
        (tmp_path / "tools" / "chromium-browser").symlink_to(snap)
        assert start().wait(10) == 1

    @pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
    def test_its_command_line_brings_the_browser_up(self, start, pages: Pages) -> None:
        pages.up = True
        start("--headless", "--no-sandbox", "--disable-gpu")
        wait_for(lambda: "/screen/east-1" in pages.asked, 30, "the page is asked for")


def end(child: "subprocess.Popen[bytes]") -> None:
    """End a start with all that it has started: its session is its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, 9)
    child.wait(10)
