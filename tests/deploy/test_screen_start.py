"""The script that shows a gate screen: from the display to the browser's end."""

import contextlib
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
from waiting import PATIENCE, wait_for

from kiosk.bench.dom import browser_path

Done = subprocess.CompletedProcess[str]
BROWSER = browser_path()
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
        wait_for(lambda: len(pages.asked) > 1, what="it asks again")
        assert not note.exists()
        pages.up = True
        wait_for(lambda: note.exists() and note.read_text(), what="the browser")
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
        assert child.wait(PATIENCE) == -15

    def test_it_ends_a_browser_that_does_not_obey(self, start, pages: Pages) -> None:
        pages.up = True
        deaf = "{ trap '' TERM; exec /bin/sleep 60; }"
        child = start(
            chromium=f'[ "$1" = --version ] || {deaf}',
            sleep='exec /bin/sleep "0.0$1"',
        )
        assert child.wait(PATIENCE) == -9

    def test_a_snap_is_no_browser_for_it(self, start, tmp_path: Path) -> None:
        snap = tmp_path / "snap"
        self.tool(snap)
        for name in ("chromium", "google-chrome-stable", "google-chrome"):
            (tmp_path / "tools" / name).symlink_to(snap)
        (tmp_path / "tools" / "chromium-browser").symlink_to(snap)
        assert start().wait(PATIENCE) == 1

    @pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
    def test_its_command_line_brings_the_browser_up(self, start, pages: Pages) -> None:
        pages.up = True
        start("--headless", "--no-sandbox", "--disable-gpu")
        wait_for(lambda: "/screen/east-1" in pages.asked, what="the page is asked for")


def end(child: "subprocess.Popen[bytes]") -> None:
    """End a start with all that it has started: its session is its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, 9)
    child.wait(PATIENCE)


@pytest.fixture
def address_of(deploy: Path, tmp_path: Path) -> Callable[[str], Done]:
    """What the installer takes for the pages' address where they are served."""
    script = (deploy / "install_screen.sh").read_text("utf-8")
    (program,) = re.findall(r"<<'END'\n(.*?)\nEND\n", script, re.DOTALL)
    settings = tmp_path / "config.toml"

    def ask(host: str) -> Done:
        lane = '[[lanes]]\nid = "east-1"\nname = "东门"\n'
        settings.write_text(f'[web]\nhost = "{host}"\n{lane}', "utf-8")
        return subprocess.run(
            [sys.executable, "-", str(settings), "east-1"],
            input=program, text=True, capture_output=True, check=False,
        )  # fmt: skip

    return ask


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8080"),
        ("0.0.0.0", "http://127.0.0.1:8080"),  # noqa: S104 - a config, nothing listens
        ("::", "http://127.0.0.1:8080"),
        ("localhost", "http://127.0.0.1:8080"),
        ("127.0.0.2", "http://127.0.0.2:8080"),
        ("::1", "http://[::1]:8080"),
    ],
)
def test_the_browser_asks_where_the_pages_are(address_of, host, address) -> None:
    done = address_of(host)
    assert (done.returncode, done.stdout.strip()) == (0, address), done.stderr


@pytest.mark.parametrize("host", ["192.168.1.20", "fd00::20", "gate.example"])
def test_no_screen_is_installed_that_could_reach_no_page(address_of, host) -> None:
    done = address_of(host)
    assert (done.returncode, done.stdout) == (1, "")
    assert "web.host" in done.stderr
    assert "Traceback" not in done.stderr
