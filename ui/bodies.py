"""How much of a request's body is taken in before anybody knows who sends it.

The server holds a body until it is whole, and only then asks the app who may send it.
So all bodies are small but those on their way to the recordings or to an import, of
which no more than a few are taken in at once.
"""

import copy
import weakref
from typing import Any, ClassVar

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

from kiosk.voice.intake_flaws import MOST_UPLOAD
from ui.app import LARGEST_BODY
from ui.office.imports.pages import MOST_TABLE

MOST_LARGE = 4  # bodies at once
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
    """A connection whose requests are bound."""

    parser_class = BoundParser


def _bound(adj: Any, most: int) -> Any:
    bound = copy.copy(adj)
    bound.max_request_body_size = most + 1  # that much is too much
    return bound
