"""`kiosk doctor` on cameras: there, opened, and with a picture."""

import json
import socket

import pytest
import tomli_w
from click.testing import CliRunner
from plugging import install

from drivers.errors import DriverError
from drivers.twins.camera import CameraTwin
from kiosk.cli import main


class Dark(DriverError):
    """The lens is covered."""


class SeeingCamera:
    """A camera of others that sees something."""

    def __init__(self, name, source, emit):
        self.name = name

    def open(self):
        pass

    def serve(self, stop, health):
        health.good("a picture came")
        stop.wait(10)

    def wake(self):
        pass

    def close(self):
        pass


class BlindCamera(SeeingCamera):
    """One that does not."""

    def serve(self, stop, health):
        raise Dark("black")


@pytest.fixture
def look(tmp_path, monkeypatch):
    """What the doctor says of a camera, as a row and as the whole text."""
    entries = "\n".join(
        f"{word} = {__name__}:{maker}"
        for word, maker in (("seeing", "SeeingCamera"), ("blind", "BlindCamera"))
    )
    monkeypatch.syspath_prepend(install(tmp_path, {"kiosk.cameras": entries}))

    def do(**camera):
        lane = {"id": "a", "name": "A", "camera": camera}
        path = tmp_path / "config.toml"
        data = {"site": {"data_dir": str(tmp_path / "data")}, "lanes": [lane]}
        path.write_text(tomli_w.dumps(data), "utf-8")
        asked = ["doctor", "--config", str(path), "--json"]
        done = CliRunner().invoke(main, asked)
        rows = {row["name"]: row for row in json.loads(done.stdout)}
        return rows["a-camera"], done.output

    return do


def test_a_camera_that_gives_a_picture_is_well(look) -> None:
    row, _ = look(driver="seeing")
    assert (row["value"], row["ok"]) == ("picture", True)


def test_a_stream_that_gives_a_picture_is_well(look) -> None:
    with CameraTwin("a-camera", width=640, height=360) as twin:
        row, _ = look(source=twin.source)
    assert (row["value"], row["ok"]) == ("picture", True)


def test_a_camera_without_a_picture_says_why(look) -> None:
    row, _ = look(driver="blind")
    assert (row["value"], row["ok"]) == ("lost", False)
    assert "black" in row["remedy"]


def test_a_camera_that_is_not_there_is_named_with_the_remedy(look, tmp_path) -> None:
    row, _ = look(source=str(tmp_path / "video9"))
    assert (row["value"], row["ok"]) == ("not reachable", False)
    assert "by-path" in row["remedy"]


def test_a_stream_that_nobody_serves_is_told_without_its_password(look) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        row, text = look(source=f"rtsp://admin:Secret-1@127.0.0.1:{port}/1")
    assert row["value"] == "not reachable"
    assert f"rtsp://127.0.0.1:{port}" in row["remedy"]
    assert "Secret" not in text
