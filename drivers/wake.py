"""Wakes a thread that waits in ``select``, from any other thread."""

import contextlib
import os
import threading

CHUNK = 4096


class WakePipe:
    """A pipe of our own beside the descriptors that a thread waits for."""

    def __init__(self) -> None:
        self.descriptor, self._write = os.pipe()
        os.set_blocking(self.descriptor, False)
        os.set_blocking(self._write, False)
        self._lock = threading.Lock()
        self._closed = False

    def wake(self) -> None:
        """Make ``descriptor`` readable; after `close` nobody waits any more."""
        # Without the lock a closed descriptor's number may already be another file.
        with self._lock:
            if self._closed:
                return
            with contextlib.suppress(BlockingIOError):  # full: a wake is on its way
                os.write(self._write, b"\0")

    def drain(self) -> None:
        """Take what was written, so that the next wait waits again."""
        with contextlib.suppress(BlockingIOError):
            os.read(self.descriptor, CHUNK)

    def close(self) -> None:
        """Give the pipe back; may be called twice."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        os.close(self.descriptor)
        os.close(self._write)
