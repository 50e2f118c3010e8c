"""`kiosk doctor` and gate screens: browser, font, policy, and one that is silent."""

import json
import shutil
from pathlib import Path

import pytest

from kiosk.config import Config
from kiosk.config.devices import ScreenTable
from kiosk.config.models import LaneTable, WebTable
from kiosk.doctor import Finding
from kiosk.doctor.shell import POLICIES, UNIT, remedy, shell
from kiosk.live import DeviceView

CONFIG = Config(
    web=WebTable(port=8123),
    lanes=(LaneTable(id="east", name="东门", screen=ScreenTable()),),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A machine where the unit of the screen is installed."""
    place(tmp_path / UNIT, "")
    return tmp_path


def place(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def allow(root: Path, address: str) -> None:
    for path in POLICIES:
        place(root / path, json.dumps({"URLAllowlist": [address]}))


def tools(folder: Path, monkeypatch: pytest.MonkeyPatch, **made: str) -> None:
    """Let the machine have these programs and no others."""
    folder.mkdir()
    for name, line in made.items():
        place(folder / name, f"#!/bin/sh\n{line}\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def found(root: Path) -> dict[str, Finding]:
    return {finding.name: finding for finding in shell(CONFIG, root)}


def test_a_site_without_screens_needs_none_of_it(tmp_path: Path) -> None:
    lanes = (LaneTable(id="east", name="东门"),)
    assert list(shell(Config(lanes=lanes), tmp_path)) == []


def test_a_machine_with_all_of_it_is_well(root: Path, tmp_path, monkeypatch) -> None:
    said = 'printf "Noto Sans CJK SC"'
    tools(tmp_path / "bin", monkeypatch, **{"chromium": "", "fc-match": said})
    allow(root, "127.0.0.1:8123")
    assert [finding.ok for finding in shell(CONFIG, root)] == [True] * 4


def test_what_is_missing_is_named_with_the_remedy(
    root: Path, tmp_path, monkeypatch
) -> None:
    tools(tmp_path / "bin", monkeypatch, **{"fc-match": 'printf "DejaVu Sans"'})
    rows = found(root)
    assert [name for name, row in rows.items() if row.ok] == ["screen_address"]
    assert "chromium" in rows["screen_browser"].remedy
    assert "fonts-noto-cjk" in rows["screen_font"].remedy
    assert rows["screen_font"].value == "DejaVu Sans"
    assert "SCREEN=LANE" in rows["screen_policy"].remedy


def test_pages_that_are_served_to_the_net_alone_show_on_no_screen(root: Path) -> None:
    def row(host: str) -> Finding:
        config = CONFIG.model_copy(update={"web": WebTable(host=host)})
        return next(f for f in shell(config, root) if f.name == "screen_address")

    assert row("::").ok is True
    assert (row("192.168.1.20").ok, "web.host" in row("x.example").remedy) == (
        False,
        True,
    )


def test_a_snap_does_not_fit_the_unit(root: Path, tmp_path, monkeypatch) -> None:
    tools(tmp_path / "bin", monkeypatch, snap="")
    (tmp_path / "bin" / "chromium").symlink_to(tmp_path / "bin" / "snap")
    assert found(root)["screen_browser"].value == "snap"
    (root / UNIT).unlink()
    assert found(root)["screen_browser"].ok is True


def test_without_the_unit_no_policy_is_asked_for(tmp_path: Path) -> None:
    assert "screen_policy" not in found(tmp_path)


@pytest.mark.parametrize("address", ["127.0.0.1:8080", "127.0.0.1:80"])
def test_a_policy_of_another_port_is_found(root: Path, address: str) -> None:
    allow(root, address)
    assert found(root)["screen_policy"].ok is False


def test_a_policy_that_is_no_json_is_found(root: Path) -> None:
    allow(root, "127.0.0.1:8123")
    place(root / POLICIES[0], "{")
    assert found(root)["screen_policy"].ok is False


@pytest.mark.skipif(not shutil.which("fc-match"), reason="no fc-match here")
def test_the_font_is_the_one_that_the_page_gets(tmp_path: Path) -> None:
    row = found(tmp_path)["screen_font"]
    assert row.ok is (row.value == "Noto Sans CJK SC")


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("not_opened", "/screen/east"),
        ("closed", "SCREEN=east"),
        ("frozen", "changxing-screen@east"),
        ("behind", "changxing-screen@east"),
    ],
)
def test_a_screen_that_is_not_well_says_what_to_do(reason: str, word: str) -> None:
    device = DeviceView("east-screen", "east", "screen", "browser", "lost", reason, 1)
    assert word in remedy(device)
