"""What must hold of the repository as a whole."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from kiosk import __version__

ROOT = Path(__file__).parents[2]
HOSTS = ("py" + "pi.", "python" + "hosted.", "deb.debian" + ".", "npm" + "js.")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#]+)[^)]*\)")


def tracked_files() -> list[Path]:
    command = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(command, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in files if path.is_file()]


def test_links_and_pictures_lead_somewhere(readme: str) -> None:
    targets = [link for link in LINK.findall(readme) if "://" not in link]
    assert targets
    assert [link for link in targets if not (ROOT / link).exists()] == []


def test_no_file_names_a_package_registry() -> None:
    for path in tracked_files():
        text = path.read_bytes().decode("utf-8", "replace")
        assert not any(host in text for host in HOSTS), path
        assert not re.search(r"^\s*--?(extra-)?index-url", text, re.MULTILINE), path


@pytest.mark.parametrize("name", ["run", "test"])
def test_every_package_is_pinned_and_hashed(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text("utf-8")
    for entry in re.split(r"\n(?=[a-z])", text.strip()):
        assert re.match(r"[a-z0-9.-]+==\S+", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]


def test_what_pyproject_asks_for_is_what_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    pinned = (ROOT / "requirements/run.txt").read_text("utf-8")
    tested = (ROOT / "requirements/test.txt").read_text("utf-8")
    for wanted in project["project"]["dependencies"]:
        assert f"\n{wanted} " in f"\n{pinned}", wanted
    for wanted in project["dependency-groups"]["test"]:
        assert f"\n{wanted} " in f"\n{tested}", wanted


def test_all_places_name_the_same_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    newest = re.search(r"^## \[(.+?)\]", changes, re.MULTILINE)
    assert newest
    assert __version__ == project["version"] == newest[1]


def test_the_licence_is_apache_2() -> None:
    head = (ROOT / "LICENSE").read_text("utf-8")[:200].split()
    assert head[:4] == ["Apache", "License", "Version", "2.0,"]
