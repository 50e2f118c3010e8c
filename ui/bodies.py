"""How much of a request's body is taken in before anybody knows who sends it.

The server holds a body until it is whole, and only then asks the app who may send it.
So all bodies are small but those on their way to the recordings, of which no more than
a few are taken in at once.
"""

import copy
import weakref
from typing import Any, ClassVar

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

from ui.app import LARGEST_BODY

MOST_LARGE = 4  # bodies at once
LARGE_PATH = "/api/v1/recordings/"


class BoundParser(HTTPRequestParser):  # type: ignore[misc] # waitress has no types
    """A request of which no more is taken in than may be.

    Args:
        adj: waitress's settings; their ``max_request_body_size`` is for recordings.

    """

    adj: Any
    _large: ClassVar["weakref.WeakSet[BoundParser]"] = weakref.WeakSet()

    def parse_header(self, header_plus: bytes) -> None:
        """Take in the head, and decide how long the body may be.

        Raises:
            waitress's ParsingError: it is no head of HTTP.

        """
        super().parse_header(header_plus)
        if self._is_small() or len(self._large) >= MOST_LARGE:
            self.adj = _small(self.adj)
        else:
            self._large.add(self)

    def _is_small(self) -> bool:
        if self.chunked or self.content_length <= LARGEST_BODY:
            return True
        return not str(self.path).startswith(LARGE_PATH)


class BoundChannel(HTTPChannel):  # type: ignore[misc] # waitress has no types
    """A connection whose requests are bound."""

    parser_class = BoundParser


def _small(adj: Any) -> Any:
    small = copy.copy(adj)
    small.max_request_body_size = LARGEST_BODY + 1  # that much is too much
    return small
