"""The process of one camera: takes frames, looks at the newest, says what it saw.

Started as ``python -m drivers.camera.worker`` with the settings as one line on
standard input; messages (`drivers.camera.wire`) go to standard output. It ends
with its parent: when standard input ends, and by the kernel's hand.
"""

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time

from drivers.camera.settings import CameraSettings
from drivers.camera.wire import Beat, Lost, Message, encode
from drivers.errors import DriverError

PR_SET_PDEATHSIG = 1
LOST = 1


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

    from drivers.camera.capture import Newest, capture
    from drivers.camera.sources import open_source
    from drivers.camera.watcher import Watcher

    cv2.setNumThreads(1)
    frames = open_source(settings)
    newest = Newest()
    watcher = Watcher(mouth.say, frames.live)
    looker = threading.Thread(target=newest.each, args=(watcher,), daemon=True)
    looker.start()
    try:
        capture(
            frames,
            newest,
            settings.fps,
            lambda: mouth.say(Beat(time.monotonic(), watcher.fault)),
        )
    finally:
        frames.release()


def main() -> int:
    """Run until the camera is lost or the parent is gone."""
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    mouth = Mouth(1)
    settings = CameraSettings.from_line(sys.stdin.buffer.readline())
    threading.Thread(target=end_with_input, daemon=True).start()
    try:
        watch(settings, mouth)
    except DriverError as error:
        mouth.say(Lost(str(error)))
    except Exception as error:  # its text may hold an address with a password
        mouth.say(Lost(type(error).__name__))
    return LOST


if __name__ == "__main__":
    os._exit(main())  # a thread within OpenCV must not keep us
