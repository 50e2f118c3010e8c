"""A virtual camera: speaks Motion JPEG over HTTP, as cameras on a network do.

The multipart stream (RFC 2046, type ``multipart/x-mixed-replace``) is opened by
OpenCV like that of any such camera. It listens on the loopback address only.
"""

import contextlib
import http.server
import socket
import threading
import time
from collections import deque
from dataclasses import replace
from typing import Any, Self

import cv2
import numpy as np
import numpy.typing as npt

from drivers.twins.faults import Fault
from drivers.twins.pixels import Image, image
from drivers.twins.sheet import STRAIGHT, Pose, Sheet, render
from drivers.twins.twin import Twin

LOOPBACK = "127.0.0.1"
BOUNDARY = "frame"
VARIANTS = 5  # frames of the same view, each with noise of its own
KEPT = 1000
QUALITY = 85
BLACK_NOISE = 2.0
NOISE_BYTES = 4000
UNDERSTOOD = frozenset(
    {
        Fault.UNPLUG,
        Fault.SILENT,
        Fault.FROZEN,
        Fault.BLACK,
        Fault.NOISE,
        Fault.HALF_FRAME,
    }
)


class CameraTwin(Twin):
    """A camera with what is held before it.

    Args:
        name: what it is called in threads.
        width: of its frames.
        height: of its frames.
        fps: frames a second.
        seed: of all that is random.

    """

    understood = UNDERSTOOD

    def __init__(
        self,
        name: str,
        width: int = 1280,
        height: int = 720,
        fps: int = 15,
        seed: int = 1,
    ) -> None:
        self.name = name
        self._size, self._step = (width, height), 1 / fps
        self._rng = np.random.default_rng(seed)
        self._background = render(None, _NO_SENSOR, width, height, self._rng)
        grain = self._rng.standard_normal(self._background.shape, np.float32)
        self._grain = grain
        self._faults: set[Fault] = set()
        self._lock = threading.Lock()
        self._empty = self._variants(self._background, STRAIGHT.noise)
        self._black = self._variants(np.zeros_like(self._background), BLACK_NOISE)
        self._view, self._number = self._empty, 0
        self._server: _Server | None = None
        self._port = 0
        self.ends: deque[float] = deque(maxlen=KEPT)  # when views were first sent
        self._unsent = False
        self._stuck: bytes | None = None  # the picture of a camera that hangs

    @property
    def source(self) -> str:
        """Where a driver finds it; it stays when the camera is unplugged."""
        return f"http://{LOOPBACK}:{self._port}/camera.mjpeg"

    @property
    def plugged(self) -> bool:
        """Whether the stream can be opened."""
        return self._server is not None

    @property
    def faults(self) -> frozenset[Fault]:
        """What is wrong with it now."""
        return frozenset(self._faults)

    def start(self) -> Self:
        """Plug in."""
        if self._server is None:
            self._server = _Server((LOOPBACK, self._port), self._serve, self.name)
            self._port = self._server.port
        return self

    def stop(self) -> None:
        """Unplug and end all threads; may be called twice."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def show(self, sheet: Sheet, pose: Pose = STRAIGHT) -> None:
        """Hold a sheet before the camera; it takes a moment to be drawn."""
        still = replace(pose, noise=0.0, jpeg=None)
        view = render(sheet, still, *self._size, self._rng, self._background)
        self._look_at(self._variants(view, pose.noise, pose.jpeg or QUALITY))

    def take_away(self) -> None:
        """Nothing is held before the camera any more."""
        self._look_at(self._empty)

    def fault(self, word: Fault, on: bool = True) -> None:
        """Begin or end to misbehave.

        Raises:
            ValueError: this twin does not know the word.

        """
        self.check_known(word)
        change = self._faults.add if on else self._faults.discard
        change(word)
        if word is Fault.UNPLUG:
            self.stop() if on else self.start()

    def _look_at(self, view: list[bytes]) -> None:
        with self._lock:
            self._view, self._unsent = view, True

    def _variants(
        self, view: Image, noise: float, quality: int = QUALITY
    ) -> list[bytes]:
        # One field of noise, moved: drawing it anew takes longer than all the rest.
        return [
            _jpeg(_noisy(view, np.roll(self._grain, 7 * number, 0), noise), quality)
            for number in range(VARIANTS)
        ]

    def _serve(self, send: "Send", stopping: threading.Event) -> None:
        """Send frame after frame until the line breaks or we stop."""
        while not stopping.wait(self._step):
            frame = self._frame()
            if frame is not None:
                send(frame)

    def _frame(self) -> bytes | None:
        """The next frame, as the faults have it; ``None`` for silence."""
        if Fault.SILENT in self._faults:
            return None
        if Fault.NOISE in self._faults:
            return self._rng.bytes(NOISE_BYTES)
        with self._lock:
            frame = self._picture()
        return frame[: len(frame) // 2] if Fault.HALF_FRAME in self._faults else frame

    def _picture(self) -> bytes:
        if Fault.FROZEN in self._faults and self._stuck is not None:
            return self._stuck
        self._number += int(self._rng.integers(1, VARIANTS))
        views = self._black if Fault.BLACK in self._faults else self._view
        if self._unsent:
            self.ends.append(time.monotonic())
            self._unsent = False
        self._stuck = views[self._number % VARIANTS]
        return self._stuck


_NO_SENSOR = replace(STRAIGHT, noise=0.0, jpeg=None)


def _noisy(view: Image, grain: npt.NDArray[np.float32], noise: float) -> Image:
    return image(np.clip(np.rint(view + grain * noise), 0, 255))


def _jpeg(frame: Image, quality: int) -> bytes:
    packed = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return image(packed).tobytes()


class Send:
    """Writes frames into one connection."""

    def __init__(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        self._file = handler.wfile

    def __call__(self, frame: bytes) -> None:
        """Write one frame; raises `OSError` when nobody listens any more."""
        head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\n"
        length = f"Content-Length: {len(frame)}\r\n\r\n"
        self._file.write((head + length).encode() + frame + b"\r\n")


class _Server:
    """One listening port, a thread for each connection."""

    def __init__(self, address: tuple[str, int], serve: Any, name: str) -> None:
        self._stopping = threading.Event()
        self._connections: set[socket.socket] = set()
        owner, stopping = self, self._stopping

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                """Nobody reads who asked."""

            def do_GET(self) -> None:
                owner._connections.add(self.connection)
                self.send_response(200)
                kind = f"multipart/x-mixed-replace; boundary={BOUNDARY}"
                self.send_header("Content-Type", kind)
                self.end_headers()
                with contextlib.suppress(OSError):  # whoever looked has gone
                    serve(Send(self), stopping)
                owner._connections.discard(self.connection)
                self.close_connection = True

        self._http = http.server.ThreadingHTTPServer(address, Handler)
        self._http.daemon_threads = False
        self.port = int(self._http.server_address[1])
        self._thread = threading.Thread(
            target=self._http.serve_forever, args=(0.05,), name=f"twin-{name}"
        )
        self._thread.start()

    def close(self) -> None:
        """End all connections and wait for their threads."""
        self._stopping.set()
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
