"""What relatives asked for, sealed under a key of its own."""

import hmac
import json
from typing import Any

from verification import boxes
from verification.keys import Keys, derive


class Boxes:
    """Seals and opens the content of requests with a site's keys."""

    def __init__(self, keys: Keys) -> None:
        self._key = derive(keys.wrap, "help-requests")

    def seal(self, content: dict[str, Any], place: str) -> bytes:
        """A box that opens at ``place`` only."""
        plain = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return boxes.seal(self._key, plain.encode(), place)

    def unseal(self, box: bytes, place: str) -> dict[str, Any]:
        """The content of a box.

        Raises:
            BoxError: another site's, from another place, or damaged.

        """
        content: dict[str, Any] = json.loads(boxes.unseal(self._key, box, place))
        return content

    def digest(self, content: dict[str, Any]) -> bytes:
        """A keyed name of some content: 32 bytes that say nothing without the key."""
        plain = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hmac.digest(self._key, plain.encode(), "sha256")


def place_of(request: bytes, place: int | None = None) -> str:
    """Where a box of a request belongs: that of its relative, or of one person."""
    whose = "relative" if place is None else str(place)
    return f"help_requests/{request.hex()}/{whose}"
