"""How much of a request's body is taken in before anybody knows who sends it.

The server holds a body until it is whole, and only then asks the app who may send it.
So all bodies are small but those on their way to the recordings or to an import, of
which no more than a few are taken in at once.
"""

import copy
import time
import weakref
from typing import Any, ClassVar

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

from kiosk.voice.intake_flaws import MOST_UPLOAD
from ui.app import LARGEST_BODY
from ui.office.imports.pages import MOST_TABLE

MOST_LARGE = 4  # bodies at once
HEAD_SECONDS = 10.0
IDLE_SECONDS = 20.0  # between two requests of one connection
CROWDED_SECONDS = 2.0
BODY_SECONDS = 120.0
LARGE = {"/api/v1/recordings/": MOST_UPLOAD, "/admin/import": MOST_TABLE}  # bytes


class BoundParser(HTTPRequestParser):  # type: ignore[misc] # waitress has no types
    """A request of which no more is taken in than may be.

    Args:
        adj: waitress's settings; a copy gets the bound of the request's path.

    """

    adj: Any
    _large: ClassVar["weakref.WeakSet[BoundParser]"] = weakref.WeakSet()

    def parse_header(self, header_plus: bytes) -> None:
        """Take in the head, and decide how long the body may be.

        Raises:
            waitress's ParsingError: it is no head of HTTP.

        """
        super().parse_header(header_plus)
        most = LARGEST_BODY
        if self._is_large() and len(self._large) < MOST_LARGE:
            most = self._most()
        if most > LARGEST_BODY:
            self._large.add(self)
        self.adj = _bound(self.adj, most)

    def _is_large(self) -> bool:
        return not self.chunked and self.content_length > LARGEST_BODY

    def _most(self) -> int:
        path = str(self.path)
        found = (most for place, most in LARGE.items() if path.startswith(place))
        return next(found, LARGEST_BODY)


class BoundChannel(HTTPChannel):  # type: ignore[misc] # waitress has no types
    """A connection whose requests are bound, in size and in time."""

    parser_class = BoundParser
    request: BoundParser | None
    requests: list[BoundParser]
    total_outbufs_len: int
    will_close: bool

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._waits_since = time.monotonic()  # for a head, or for the rest of a request
        self._served = False

    def received(self, data: bytes) -> bool:
        """Take in what came; waitress calls this."""
        between = self.request is None
        taken = bool(super().received(data))
        self._served = self._served or bool(self.requests)
        if between or self.request is None:
            self._waits_since = time.monotonic()
        return taken

    def close_if_late(self, now: float, crowded: bool = False) -> None:
        """Close it when its request has not come in time; ``now`` is monotonic.

        One that is being answered, as a stream, is never late; who reads the answer too
        slowly is waitress's own affair.
        """
        if self.requests or self.total_outbufs_len:
            self._waits_since = now
        elif now - self._waits_since > self._patience(crowded):
            self.will_close = True

    def _patience(self, crowded: bool) -> float:
        if self.request is not None and self.request.headers_finished:
            return BODY_SECONDS
        if crowded:
            return CROWDED_SECONDS
        between = self._served and self.request is None
        return IDLE_SECONDS if between else HEAD_SECONDS


def close_late(sockets: dict[int, Any], most: int) -> None:
    """Close all connections of a server whose request is late.

    With more than three of four of ``most`` in use, those that wait are late sooner.
    """
    now, crowded = time.monotonic(), len(sockets) > most * 3 // 4
    for one in list(sockets.values()):
        if isinstance(one, BoundChannel):
            one.close_if_late(now, crowded)


def _bound(adj: Any, most: int) -> Any:
    bound = copy.copy(adj)
    bound.max_request_body_size = most + 1  # that much is too much
    return bound
