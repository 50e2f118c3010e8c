"""JSON out of strangers' hands (RFC 8259): bounded, and each key only once."""

import json
import unicodedata
from datetime import UTC, datetime
from typing import Any, NoReturn

from verification.paper.refused import malformed, too_large

LARGEST_DOCUMENT = 64 * 1024
DEEPEST = 32
LONGEST_WORD = 200

# A direction mark can turn what staff read around; a NUL can cut it off.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def read_json(document: bytes | str) -> Any:
    """What stands in ``document``; a byte order mark before it is overlooked.

    Raises:
        Refused: no JSON, a repeated key, nested too deep, or too large.

    """
    if len(document) > LARGEST_DOCUMENT:
        raise too_large()
    try:
        text = document.decode("utf-8") if isinstance(document, bytes) else document
        value = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_each_key_once,
            parse_constant=_no_constant,
        )
    except (ValueError, RecursionError):
        raise malformed() from None
    _measure(value, DEEPEST)
    return value


def read_object(document: bytes | str) -> dict[str, Any]:
    """Like `read_json`, for a document that must be an object."""
    value = read_json(document)
    if not isinstance(value, dict):
        raise malformed()
    return value


def at_path(value: Any, *path: str | int) -> Any:
    """What lies under ``path``; ``None`` as soon as something is missing."""
    for step in path:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def word(value: Any) -> str | None:
    """A text as staff may see it: one line, nothing invisible, not endless."""
    if not isinstance(value, str):
        return None
    shown = (c for c in value if c == " " or unicodedata.category(c) not in _INVISIBLE)
    return "".join(shown)[:LONGEST_WORD].strip() or None


def moment(seconds: Any) -> datetime | None:
    """Seconds since 1970, with or without a fraction, as a UTC time.

    Raises:
        Refused: something else stands there than a number of our times.

    """
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise malformed()
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise malformed() from None


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is repeated")
    return found


def _no_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _measure(value: Any, deepest: int) -> None:
    if not isinstance(value, dict | list):
        return
    if not deepest:
        raise malformed()
    for inner in value.values() if isinstance(value, dict) else value:
        _measure(inner, deepest - 1)
