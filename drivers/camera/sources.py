"""Where frames come from: OpenCV's captures, and files in a camera's place."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from drivers.camera.settings import CameraSettings
from drivers.codes.zxing import Grey
from drivers.errors import DriverError

OPEN_MS = 5000
READ_MS = 3000  # the driver ends a process that says nothing for so long
IMAGES = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"}
# A packet that waits in a buffer is a visitor of a moment ago.
STREAM_OPTIONS = "rtsp_transport;tcp|fflags;nobuffer|flags;low_delay"


class NoPicture(DriverError, OSError):
    """The camera cannot be opened, or its pictures have ended."""


class Frames(Protocol):
    """A source of frames; one thread uses it."""

    live: bool

    def grab(self) -> bool:
        """Take the next frame, waiting for it; false when there is none."""

    def retrieve(self) -> Grey | None:
        """The frame that was grabbed, BGR (h, w, 3); ``None`` if it is broken."""


def open_source(settings: CameraSettings) -> Frames:
    """Open what the settings name.

    Raises:
        NoPicture: it cannot be opened; the text never repeats an address.

    """
    source = settings.source
    if isinstance(source, str) and not settings.is_network:
        path = Path(source)
        if path.is_dir():
            return Folder(path, settings.fps)
        if path.is_file():
            return Film(path, settings.fps)
        if not path.exists():
            raise NoPicture("not found")
    return Camera(settings)


class Camera:
    """A camera, or the stream of one."""

    live = True

    def __init__(self, settings: CameraSettings) -> None:
        os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", STREAM_OPTIONS)
        self._capture = _stream(settings) if settings.is_network else _device(settings)
        if not self._capture.isOpened():
            raise NoPicture("cannot be opened")

    def grab(self) -> bool:
        """Take the next frame, waiting for it."""
        return bool(self._capture.grab())

    def retrieve(self) -> Grey | None:
        """The frame that was grabbed."""
        good, frame = self._capture.retrieve()
        return np.asarray(frame, np.uint8) if good else None


def _stream(settings: CameraSettings) -> cv2.VideoCapture:
    limits = [
        cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
        OPEN_MS,
        cv2.CAP_PROP_READ_TIMEOUT_MSEC,
        READ_MS,
        cv2.CAP_PROP_N_THREADS,
        1,  # each more would hold one picture back
    ]
    return cv2.VideoCapture(str(settings.source), cv2.CAP_FFMPEG, limits)


def _device(settings: CameraSettings) -> cv2.VideoCapture:
    source = settings.source
    capture = (
        cv2.VideoCapture(source, cv2.CAP_V4L2)
        if isinstance(source, str)
        else cv2.VideoCapture(int(source), cv2.CAP_V4L2)
    )
    # Raw pictures of this size do not fit through USB 2 at full rate.
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, settings.width)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, settings.height)
    capture.set(cv2.CAP_PROP_FPS, settings.fps)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture


class Paced:
    """Waits so that files come at the rate of a camera."""

    def __init__(self, fps: int) -> None:
        self._step = 1 / fps
        self._next = time.monotonic()

    def wait(self) -> None:
        """Wait until the next frame is due."""
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = max(self._next + self._step, time.monotonic())


class Folder:
    """The images of a folder, one a frame, in order, again and again.

    Images that are put in or taken away count from the next round on.
    """

    live = False

    def __init__(self, path: Path, fps: int) -> None:
        self._path, self._pace = path, Paced(fps)
        self._round: Iterator[Path] = iter(())
        self._frame: Grey | None = None
        if not self._images():
            raise NoPicture("no image in the folder")

    def grab(self) -> bool:
        """Take the next image; one that cannot be read is left out."""
        self._pace.wait()
        path = next(self._round, None)
        if path is None:
            self._round = iter(self._images())
            path = next(self._round, None)
        if path is None:
            return False
        frame = cv2.imread(str(path), cv2.IMREAD_COLOR)
        self._frame = None if frame is None else np.asarray(frame, np.uint8)
        return True

    def retrieve(self) -> Grey | None:
        """The image that was grabbed."""
        return self._frame

    def _images(self) -> list[Path]:
        files = sorted(self._path.iterdir())
        return [file for file in files if file.suffix.lower() in IMAGES]


class Film:
    """A video file, again and again."""

    live = False

    def __init__(self, path: Path, fps: int) -> None:
        self._path, self._pace = path, Paced(fps)
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
        if not self._capture.isOpened():
            raise NoPicture("no video that can be read")

    def grab(self) -> bool:
        """Take the next frame; after the last one the first."""
        self._pace.wait()
        if self._capture.grab():
            return True
        self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
        return bool(self._capture.grab())

    def retrieve(self) -> Grey | None:
        """The frame that was grabbed."""
        good, frame = self._capture.retrieve()
        return np.asarray(frame, np.uint8) if good else None
