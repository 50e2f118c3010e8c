"""Many plain clients of a screen's event stream, held open by one thread."""

import re
import selectors
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.bench.site import wait_until

EVENT = re.compile(rb"^id: \d+-(\d+)-\w+$", re.MULTILINE)
ACCEPTED = b"HTTP/1.1 200 "
SECONDS = 10.0
PIECE = 65536


class Crowd:
    """So many open streams; what they get is read and thrown away.

    Args:
        port: of the web process on loopback.
        path: of the stream.
        count: how many.
        cookies: of a session, for streams of staff.
    """

    def __init__(self, port: int, path: str, count: int, cookies: str = "") -> None:
        self.accepted, self.held = 0, count
        self._late: list[float] = []
        self._selector = selectors.DefaultSelector()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, name="crowd", daemon=True)
        session = f"Cookie: {cookies}\r\n" if cookies else ""
        request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{session}\r\n".encode()
        )
        for _ in range(count):
            client = socket.create_connection(("127.0.0.1", port), SECONDS)
            client.sendall(request)
            self._selector.register(client, selectors.EVENT_READ, client)
        self._thread.start()

    def take_late(self) -> list[float]:
        """Seconds from the writing of each event to its arrival at each client."""
        found, self._late = self._late, []
        return found

    def close(self) -> None:
        """Hang up all."""
        self._stop.set()
        self._thread.join(SECONDS)
        for key in list(self._selector.get_map().values()):
            self._hang_up(key.data)
        self._selector.close()

    def _read(self) -> None:
        while not self._stop.is_set():
            for key, _ in self._selector.select(0.2):
                self._take(key.data)

    def _take(self, client: socket.socket) -> None:
        try:
            piece = client.recv(PIECE)
        except OSError:
            piece = b""
        if not piece:
            self._hang_up(client)
            return
        now = time.time()
        self.accepted += piece.startswith(ACCEPTED)
        self._late += [now - int(at_ms) / 1000 for at_ms in EVENT.findall(piece)]

    def _hang_up(self, client: socket.socket) -> None:
        self._selector.unregister(client)
        client.close()
        self.held -= 1


@contextmanager
def crowd(port: int, path: str, count: int, cookies: str = "") -> Iterator[Crowd]:
    """So many clients with their streams open, hung up at the end.

    Raises:
        BenchFailed: not all of them got a stream.
    """
    opened = Crowd(port, path, count, cookies)
    try:
        wait_until(lambda: opened.accepted == count, f"{count} open streams")
        opened.take_late()  # the first message of a stream is as old as its lane
        yield opened
    finally:
        opened.close()
