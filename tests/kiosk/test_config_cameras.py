"""The table of a camera, and what it shows of a source with a password."""

import pytest

from kiosk.config import load_config

STREAM = "rtsp://admin:Secret-1@192.0.2.7:554/user=admin&password=Secret-1"


def camera(**keys):
    """Puts a camera into the first lane."""
    return lambda data: data["lanes"][0].update(camera=keys)


@pytest.mark.parametrize("source", [0, "/dev/video2", "night.mp4", "sheets/", STREAM])
def test_each_kind_of_source_is_taken_as_written(source, write) -> None:
    (lane, *_) = load_config(write(camera(source=source))).lanes
    assert source == lane.camera.source
    assert (lane.camera.driver, lane.camera.width, lane.camera.height) == (
        "opencv",
        1280,
        720,
    )
    assert lane.camera.fps == 15
    assert lane.takes_paper


def test_a_lane_without_a_camera_takes_no_paper(write) -> None:
    assert not load_config(write()).lanes[0].takes_paper


def test_a_password_in_a_source_is_shown_nowhere(write) -> None:
    config = load_config(write(camera(source=STREAM)))
    said = repr(config) + str(config) + config.lanes[0].camera.shown
    assert "Secret" not in said
    assert config.lanes[0].camera.shown == "rtsp://192.0.2.7:554/…"


def test_two_lanes_with_one_camera_are_told_without_its_password(fault) -> None:
    def change(data):
        first = data["lanes"][0] | {"camera": {"source": STREAM}}
        second = first | {"id": "other", "readers": [], "gate": {"driver": "manual"}}
        data["lanes"] = [first, second | {"inputs": {}}]

    text = fault(change)
    assert "is used twice" in text
    assert "Secret" not in text


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"source": -1}, "source = -1: must be the number of a camera"),
        ({"source": True}, "source = True: must be the number of a camera"),
        ({"source": [0]}, "source: must be the number of a camera"),
        ({"source": ""}, "source = '': must be the number of a camera"),
        ({}, "source: missing; add this key"),
        ({"source": 0, "fps": 0}, "fps = 0: must be at least 1"),
        ({"source": 0, "widht": 1}, "widht: unknown key; did you mean 'width'?"),
        ({"driver": "no", "source": STREAM}, "driver = 'no': no such driver"),
    ],
)
def test_an_impossible_camera_is_told(keys, said: str, fault) -> None:
    text = fault(camera(**keys))
    assert f"lanes[0].camera.{said}" in text
    assert "Secret" not in text
