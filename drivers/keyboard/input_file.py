"""An input device of the kernel, opened and grabbed for ourselves."""

import errno
import fcntl
import os
import select
import tty

from drivers.errors import PORT_ERRORS, PortLost
from drivers.wake import WakePipe

EVIOCGRAB = 0x40044590  # _IOW('E', 0x90, int)
CHUNK = 4096


class InputFile:
    """An event file such as ``/dev/input/by-id/…-event-kbd``.

    It is grabbed, so that a card's number does not also go into the browser.
    A pseudo-terminal in its place (a virtual reader) knows no grab and is made
    raw instead.

    Raises:
        PortLost: it cannot be opened, or somebody else has grabbed it.

    """

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            # A terminal in its place must not become the one that controls us.
            flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY
            self._file = os.open(path, flags)
        except OSError as error:
            raise PortLost(f"cannot open {path}: {error}") from error
        try:
            self._take()
        except PORT_ERRORS as error:
            os.close(self._file)
            raise PortLost(f"cannot have {path} alone: {error}") from error
        self._wake = WakePipe()
        self._closed = False

    def read(self, timeout: float | None) -> bytes:
        """Whatever has come, at once; ``b""`` after ``timeout`` or a `wake`.

        Raises:
            PortLost: the device is gone.

        """
        try:
            ready, _, _ = select.select(
                [self._file, self._wake.descriptor], [], [], timeout
            )
            if self._wake.descriptor in ready:
                self._wake.drain()
            if self._file not in ready:
                return b""
            data = os.read(self._file, CHUNK)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise PortLost(f"{self.path} is gone: {error}") from error
        if not data:
            raise PortLost(f"{self.path} is gone: it is ready but has no bytes")
        return data

    def wake(self) -> None:
        """End a `read` that waits in another thread."""
        self._wake.wake()

    def close(self) -> None:
        """Give it back, the grab too; may be called twice."""
        if self._closed:
            return
        self._closed = True
        os.close(self._file)
        self._wake.close()

    def _take(self) -> None:
        if os.isatty(self._file):
            tty.setraw(self._file)
        try:
            fcntl.ioctl(self._file, EVIOCGRAB, 1)
        except OSError as error:
            if error.errno != errno.ENOTTY:
                raise
