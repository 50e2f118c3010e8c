"""One serial line, opened for ourselves alone.

`Port` reads whatever has come with ``select`` on the file descriptor, so that
a frame's last byte wakes the driver at once, and a second descriptor lets
another thread wake a driver that waits.
"""

import contextlib
import os
import select
from types import TracebackType
from typing import Self

import serial

from drivers.deadline import Deadline
from drivers.errors import PORT_ERRORS, PortLost
from drivers.wake import WakePipe

CHUNK = 4096
WRITE_TIMEOUT = 0.5  # a half-open USB adapter blocks writes for ever
LINES = ("cts", "dsr", "ri", "cd")


class Port:
    """An exclusively opened serial port.

    Args:
        path: a tty; for USB adapters a ``/dev/serial/by-path/…`` name.
        baudrate: symbols a second; a pseudo-terminal ignores it.

    Raises:
        PortLost: when it cannot be opened; also when somebody else has it.

    """

    def __init__(self, path: str, baudrate: int = 9600) -> None:
        self.path = path
        try:
            self._serial = serial.Serial(
                path,
                baudrate,
                timeout=0,
                write_timeout=WRITE_TIMEOUT,
                exclusive=True,
            )
        except PORT_ERRORS as error:
            raise PortLost(f"cannot open {path}: {error}") from error
        self._wake = WakePipe()
        self._closed = False

    def read(self, timeout: float | None) -> bytes:
        """Whatever has come, at once; ``b""`` after ``timeout`` or a `wake`.

        Raises:
            PortLost: the other end is gone.

        """
        descriptor = self._serial.fileno()
        try:
            ready, _, _ = select.select(
                [descriptor, self._wake.descriptor], [], [], timeout
            )
            if self._wake.descriptor in ready:
                self._wake.drain()
            if descriptor not in ready:
                return b""
            data = os.read(descriptor, CHUNK)
        except PORT_ERRORS as error:
            raise PortLost(f"{self.path} is gone: {error}") from error
        if not data:
            raise PortLost(f"{self.path} is gone: it is ready but has no bytes")
        return data

    def write(self, data: bytes) -> None:
        """Send all of ``data``.

        Raises:
            PortLost: the other end is gone or takes no bytes.

        """
        try:
            self._serial.write(data)
        except PORT_ERRORS as error:
            raise PortLost(f"{self.path} takes no bytes: {error}") from error

    def flush_input(self, quiet: float = 0.0) -> bytes:
        """Throw away what has come, until the line is quiet for ``quiet`` seconds.

        Returns what was thrown away, at most one second's worth.
        """
        dropped = b""
        limit = Deadline(1.0)
        while not limit.expired:
            data = self.read(quiet)
            if not data:
                break
            dropped += data
        return dropped

    def line(self, name: str) -> bool | None:
        """State of a control line (cts, dsr, ri, cd); ``None`` where there is none.

        A pseudo-terminal has no modem lines and raises errno 25.
        """
        if name not in LINES:
            raise ValueError(f"no such control line: {name}; one of {', '.join(LINES)}")
        try:
            return bool(getattr(self._serial, name))
        except PORT_ERRORS:
            return None

    def wake(self) -> None:
        """End a `read` that waits in another thread."""
        self._wake.wake()

    def close(self) -> None:
        """Give the port back; may be called twice."""
        if self._closed:
            return
        self._closed = True
        # An unplugged port cannot be restored to its old settings.
        with contextlib.suppress(*PORT_ERRORS):
            self._serial.close()
        self._wake.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
