"""CBOR values of strangers in the shape of JSON, leniently."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from verification.paper.cbor import Tagged, untagged
from verification.paper.text import shown


def readable_map(pairs: Mapping[Any, Any]) -> dict[str, Any]:
    """A map as JSON has it: keys are text, bytes are hex digits, tags are dropped."""
    return {_key(key): readable(value) for key, value in pairs.items()}


def readable(value: Any) -> Any:
    """One value as JSON has it; a number that is none becomes ``None``."""
    if isinstance(value, Tagged):
        return readable(untagged(value))
    if isinstance(value, Mapping):
        return readable_map(value)
    if isinstance(value, list):
        return [readable(inner) for inner in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return _plain(value)


def text_or_none(value: Any) -> str | None:
    """A text as staff may see it; ``None`` for everything else, and for nothing."""
    plain = untagged(value)
    return shown(plain) or None if isinstance(plain, str) else None


def time_or_none(value: Any) -> datetime | None:
    """Seconds since 1970, whole or not, in UTC; ``None`` for everything else."""
    seconds = untagged(value)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _key(key: Any) -> str:
    return str(_plain(key))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return shown(value) if isinstance(value, str) else value
