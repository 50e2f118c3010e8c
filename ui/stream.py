"""Server-sent events: one message, one client's queue, one response.

Format: WHATWG HTML, section 9.2 (server-sent events).
"""

import json
import queue
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response

WAITING = 100  # a client that is further behind than this is dropped
RETRY_MS = 1000
LIFETIME_SECONDS = 600.0
SILENCE_SECONDS = 10.0  # the hub beats every 3 s; without it a stream must end


@dataclass(frozen=True, slots=True)
class Message:
    """One event: its name, its id (may be empty) and its data as one line."""

    event: str
    id: str
    data: str

    @classmethod
    def of(cls, event: str, id_: str, data: Any) -> "Message":
        """A message of JSON data."""
        return cls(event, id_, json.dumps(data, ensure_ascii=False))

    def encoded(self) -> bytes:
        """The bytes on the wire."""
        head = f"id: {self.id}\n" if self.id else ""
        return f"{head}event: {self.event}\ndata: {self.data}\n\n".encode()


class Client:
    """One open stream's queue; ``place`` is the kind that it has, see `ui.places`."""

    def __init__(self, topic: str, place: str = "") -> None:
        self.topic, self.place = topic, place
        self._queue: queue.Queue[Message | None] = queue.Queue(WAITING)
        self.dropped = False

    def put(self, message: Message | None) -> bool:
        """Hand over; ``None`` ends the stream. False when the client is too slow."""
        try:
            self._queue.put_nowait(message)
        except queue.Full:
            self.dropped = True
            return False
        return True

    def messages(self, silence: float = SILENCE_SECONDS) -> Iterator[Message]:
        """What was put, until the end, the drop, or the hub's silence."""
        while not self.dropped:
            try:
                message = self._queue.get(timeout=silence)
            except queue.Empty:
                return
            if message is None:
                return
            yield message


def event_stream(
    client: Client,
    leave: Callable[[Client], None],
    welcome: Callable[[], bool] = lambda: True,
    lifetime: float = LIFETIME_SECONDS,
) -> Response:
    """The response that streams a client's messages.

    ``leave`` is called at its end; ``welcome`` is asked at every beat, so that a
    session that has ended ends its stream as well. After ``lifetime`` seconds a page
    is told to come anew; a client that reads nothing loses its thread thereby.
    """
    end = time.monotonic() + lifetime

    def body() -> Iterator[bytes]:
        try:
            yield f"retry: {RETRY_MS}\n\n".encode()
            for message in client.messages():
                if message.event == "hb" and not welcome():
                    yield Message("signed_out", "", "{}").encoded()
                    return
                yield message.encoded()
                if time.monotonic() >= end:
                    yield Message("bye", "", "{}").encoded()
                    return
        finally:
            leave(client)

    response = Response(body(), mimetype="text/event-stream")
    response.call_on_close(lambda: leave(client))
    return response
