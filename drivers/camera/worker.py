"""The process of one camera: takes frames, looks at the newest, says what it saw.

Started as ``python -m drivers.camera.worker`` with the settings as one line on
standard input; messages (`drivers.camera.wire`) go to standard output. It ends
with its parent: when standard input ends, and by the kernel's hand.
"""

import contextlib
import ctypes
import os
import resource
import signal
import sys
import threading
import time

from drivers.camera.settings import CameraSettings
from drivers.camera.wire import Beat, Lost, Message, encode
from drivers.errors import DriverError

PR_SET_PDEATHSIG = 1
LOST = 1
HUNG_SECONDS = 6.0  # the slowest read of one frame takes a sixth of it


class Mouth:
    """Says messages, from several threads."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def say(self, message: Message) -> None:
        """Write one line; a parent that has gone ends us."""
        line = encode(message)
        with self._lock:
            try:
                while line:
                    line = line[os.write(self._descriptor, line) :]
            except OSError:
                os._exit(0)


def die_with_parent() -> None:
    """Let the kernel end us when whoever started us ends, however it ends."""
    parent = os.getppid()
    with contextlib.suppress(OSError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def end_with_input() -> None:
    """End when standard input ends."""
    while os.read(0, 4096):
        pass
    os._exit(0)


def watch(settings: CameraSettings, mouth: Mouth) -> None:
    """Take frames until the camera has no more.

    Raises:
        DriverError: it cannot be opened, or it ended.

    """
    import cv2

    from drivers.camera.capture import Capture, Newest
    from drivers.camera.sources import NoPicture, open_source
    from drivers.camera.watcher import Watcher

    cv2.setNumThreads(1)
    frames = open_source(settings)
    newest = Newest()
    watcher = Watcher(mouth.say, frames.live)

    def beat() -> None:
        now = time.monotonic()
        begun = [since for since in (newest.busy_since, watcher.busy_since) if since]
        if begun and now - min(begun) > HUNG_SECONDS:
            raise NoPicture("reading hangs")
        mouth.say(Beat(now, watcher.fault))

    threading.Thread(target=newest.each, args=(watcher,), daemon=True).start()
    Capture(frames, newest, settings.fps).run(beat)


def main() -> None:
    """Run until the camera is lost or the parent is gone."""
    die_with_parent()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold pictures
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    mouth = Mouth(1)
    threading.excepthook = lambda broken: _lost(mouth, broken.exc_type.__name__)
    try:
        settings = CameraSettings.from_line(sys.stdin.buffer.readline())
        threading.Thread(target=end_with_input, daemon=True).start()
        watch(settings, mouth)
    except DriverError as error:
        _lost(mouth, str(error))
    except Exception as error:  # its text may hold an address with a password
        _lost(mouth, type(error).__name__)


def _lost(mouth: Mouth, why: str) -> None:
    """Say why, and end: without one of its threads a camera would look on blindly."""
    mouth.say(Lost(why))
    os._exit(LOST)


if __name__ == "__main__":
    main()
