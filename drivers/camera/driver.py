"""The device: a camera's process and what is made of its words."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time

from drivers.camera.settings import CameraSettings
from drivers.camera.wire import (
    MOST_LINE,
    Beat,
    Lost,
    Message,
    Outline,
    Read,
    Sign,
    decode,
)
from drivers.errors import DriverError
from drivers.protocols import (
    Condition,
    Emit,
    PaperOutline,
    PaperRead,
    PaperSign,
    PaperSignal,
)
from drivers.supervisor import Health
from drivers.wake import WakePipe

COMMAND = (sys.executable, "-P", "-m", "drivers.camera.worker")
FIRST_SECONDS = 9.0  # to load OpenCV and to open the camera
SILENT_SECONDS = 3.5
FRESH_SECONDS = 1.5
END_SECONDS = 2.0  # to be gone after the kernel was asked to end it
CHUNK = 65536
# OpenCV and FFmpeg talk much on standard error, with addresses in it.
QUIET = {"OPENCV_LOG_LEVEL": "OFF", "OPENCV_FFMPEG_LOGLEVEL": "-8"}


class CameraLost(DriverError, OSError):
    """The camera's process ended or had to be ended; the text says why."""


class PaperCamera:
    """A camera that says which codes are held before it.

    Args:
        name: of the device.
        settings: what is opened.
        emit: takes `PaperRead`, `PaperSignal` and `PaperOutline`.
        silent_seconds: how long its process may say nothing.

    """

    def __init__(
        self,
        name: str,
        settings: CameraSettings,
        emit: Emit,
        silent_seconds: float = SILENT_SECONDS,
    ) -> None:
        self.name = name
        self._settings, self._emit = settings, emit
        self._silent_seconds = silent_seconds
        self._wake: WakePipe | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._told = False  # of a paper that is not gone yet
        self._outlined = False  # … and where it is

    @property
    def pid(self) -> int:
        """Of the process that looks; 0 while there is none."""
        return 0 if self._process is None else self._process.pid

    def open(self) -> None:
        """Start the process of the camera; it ends with the thread that calls this.

        Raises:
            OSError: it cannot be started.

        """
        self._rest, self._wake = b"", WakePipe()
        self._process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | QUIET,
            start_new_session=True,
        )
        if self._process.stdin is not None:
            self._process.stdin.write(self._settings.line())
            self._process.stdin.flush()

    def serve(self, stop: threading.Event, health: Health) -> None:
        """Pass on what the process says until ``stop``.

        Raises:
            CameraLost: it ended, or it says nothing.
            BadLine: it says nonsense.

        """
        until = time.monotonic() + FIRST_SECONDS
        while not stop.is_set():
            data = self._listen(until)
            for line in self._lines(data):
                self._take(decode(line), health)
                until = time.monotonic() + self._silent_seconds

    def wake(self) -> None:
        """Let `serve` look at ``stop`` now."""
        pipe = self._wake
        if pipe is not None:
            pipe.wake()

    def close(self) -> None:
        """End the process; may be called twice."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)
        if self._told:  # nobody else will say that it is gone
            self._sign(Sign(time.monotonic(), PaperSign.GONE))
        self._draw(Outline(time.monotonic()))
        if self._wake is not None:
            self._wake.close()

    def _listen(self, until: float) -> bytes:
        """What the process said by now; empty when we were woken."""
        said, woken = self._ears()
        wait = max(0.0, until - time.monotonic())
        ready = select.select([said, woken.descriptor], [], [], wait)[0]
        woken.drain()
        if not ready:
            raise CameraLost("no picture comes")
        if said not in ready:
            return b""
        data = os.read(said, CHUNK)
        if not data:
            raise CameraLost("its process ended")
        return data

    def _ears(self) -> tuple[int, WakePipe]:
        """What is listened to: the process, and whoever wakes us."""
        process, woken = self._process, self._wake
        if process is None or process.stdout is None or woken is None:
            raise CameraLost("not open")
        return process.stdout.fileno(), woken

    def _lines(self, data: bytes) -> list[bytes]:
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > MOST_LINE:
            raise CameraLost("its process talks nonsense")
        return lines

    def _take(self, message: Message, health: Health) -> None:
        if isinstance(message, Lost):
            raise CameraLost(message.why)
        if isinstance(message, Beat):
            _note(message, health)
        elif isinstance(message, Sign) and message.sign is PaperSign.GONE:
            self._sign(message)  # true however late it comes
            self._draw(Outline(message.at))
        elif isinstance(message, Outline) and not message.points:
            self._draw(message)
        elif not 0 <= time.monotonic() - message.at <= FRESH_SECONDS:
            return  # whoever held it may have left
        elif isinstance(message, Read):
            self._emit(PaperRead(self.name, message.codes, message.at))
        elif isinstance(message, Sign):
            self._sign(message)
        else:
            self._draw(message)

    def _sign(self, message: Sign) -> None:
        self._told = message.sign is not PaperSign.GONE
        self._emit(PaperSignal(self.name, message.sign, message.at))

    def _draw(self, message: Outline) -> None:
        """Tell where the sheet is; that it is nowhere is told once."""
        if message.points or self._outlined:
            self._outlined = bool(message.points)
            outline = PaperOutline(
                self.name,
                message.points,
                message.at,
                message.good,
                message.module_px,
            )
            self._emit(outline)


def _end(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    # One that hangs within a kernel driver does not even hear this; whoever starts
    # the next process reaps it, and the thread of the device must not wait for it.
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(END_SECONDS)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what it did not hear is lost
                pipe.close()


def _note(beat: Beat, health: Health) -> None:
    if beat.fault:
        health.change(Condition.FAILED, beat.fault)
    else:
        health.good("pictures come")
