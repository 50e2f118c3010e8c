"""What a camera says of papers that are held before the virtual one."""

import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from camera_kit import (
    NUMBER,
    OTHER,
    OTHER_SHEET,
    SHEET,
    TEXT,
    Watched,
    code,
    watched,
)
from waiting import stays, wait_for

from drivers.camera import CameraSettings
from drivers.camera.sources import open_source
from drivers.protocols import PaperRead, PaperSign, Symbology
from drivers.twins.camera import CameraTwin
from drivers.twins.sheet import Pose, Sheet, render


def show(twin: CameraTwin, camera: Watched, sheet: Sheet) -> list[bytes]:
    """Hold a sheet before the camera; the codes of the read that follows."""
    before = len(camera.heard.reads)
    twin.show(sheet)
    wait_for(lambda: len(camera.heard.reads) > before, what="a read")
    return camera.heard.reads[-1]


def test_a_sheet_is_read_once_and_again_only_after_it_was_away(twin, camera):
    for count in (1, 2):
        assert show(twin, camera, SHEET) == [TEXT.encode()]
        stays(lambda n=count: len(camera.heard.reads) == n, 0.7)
        twin.take_away()
        camera.until_quiet()
    assert set(camera.heard.signs) <= {PaperSign.SEEN, PaperSign.GONE}


def test_the_sheet_of_the_next_visitor_is_read_without_that_of_the_first(twin, camera):
    assert show(twin, camera, SHEET) == [TEXT.encode()]
    assert show(twin, camera, OTHER_SHEET) == [OTHER.encode()]


def test_a_number_in_a_linear_code_is_read_in_the_second_thread(twin, camera):
    sheet = Sheet.of(NUMBER, Symbology.CODE128)
    assert show(twin, camera, sheet) == [NUMBER.encode()]


def test_a_read_tells_when_its_frame_was_taken_and_where_the_code_is(twin, camera):
    show(twin, camera, SHEET)
    at = time.monotonic()
    *_, read = (event for event in camera.heard if isinstance(event, PaperRead))
    assert twin.ends[-1] - 0.1 <= read.at <= at
    (found,) = read.codes
    assert found.symbology is Symbology.QR
    left, top = np.min(found.corners, axis=0)
    right, bottom = np.max(found.corners, axis=0)
    assert left < 640 < right
    assert top < 360 < bottom
    twin.take_away()
    camera.until_quiet()


def test_a_sheet_that_cannot_be_read_gets_advice(twin, camera):
    already = len(camera.heard.signs)
    twin.show(Sheet.of(TEXT * 5), Pose(px_per_module=0.6))
    wait_for(lambda: PaperSign.NEARER in camera.heard.signs[already:], what="advice")
    twin.take_away()
    camera.until_quiet()
    *told, gone = camera.heard.signs[already:]
    assert told[:2] == [PaperSign.SEEN, PaperSign.NEARER]
    assert gone is PaperSign.GONE


def folder(path: Path, frames: list[np.ndarray]) -> Path:
    (path / "notes.txt").write_text("no image")
    (path / "00.png").write_bytes(b"\x89PNG")
    for number, frame in enumerate(frames, 1):
        cv2.imwrite(str(path / f"{number:02}.jpg"), frame)
    return path


def film(path: Path, frames: list[np.ndarray]) -> Path:
    size, mjpeg = (1280, 720), cv2.VideoWriter.fourcc(*"MJPG")
    video = cv2.VideoWriter(str(path / "film.avi"), mjpeg, 15, size)
    for frame in frames:
        video.write(frame)
    video.release()
    return path / "film.avi"


def test_a_film_in_a_cameras_place_is_read_again_and_again(tmp_path):
    frames = [render(SHEET)] * 3 + [render(None)] * 34
    with watched(str(film(tmp_path, frames))) as camera:
        wait_for(lambda: len(camera.heard.reads) >= 2, what="two rounds")
    assert camera.heard.reads[:2] == [[TEXT.encode()]] * 2


@pytest.mark.parametrize("make", [folder, film])
def test_files_come_in_order_and_begin_anew(tmp_path, make):
    shades = [np.full((720, 1280, 3), 60 * n, np.uint8) for n in range(4)]
    frames = open_source(CameraSettings(str(make(tmp_path, shades)), fps=60))
    assert not frames.live
    seen = []
    while len(seen) < 8:
        assert frames.grab()
        frame = frames.retrieve()
        if frame is not None:
            seen.append(round(frame.mean() / 60))
    assert seen == [0, 1, 2, 3] * 2


def test_a_folder_that_is_emptied_has_no_more_pictures(tmp_path):
    cv2.imwrite(str(tmp_path / "1.png"), np.zeros((9, 9, 3), np.uint8))
    frames = open_source(CameraSettings(str(tmp_path), fps=60))
    assert frames.grab()
    (tmp_path / "1.png").unlink()
    assert not frames.grab()


def test_no_text_of_a_read_shows_what_was_read(camera):
    assert camera.heard.reads
    assert TEXT[:10] not in repr(list(camera.heard))
    assert TEXT[:10] not in repr(code(TEXT.encode()))
