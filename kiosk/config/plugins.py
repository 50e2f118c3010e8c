"""Drivers that other distributions bring, as a config may name them."""

from importlib.metadata import entry_points
from typing import Any


def installed(group: str, driver: str, built_in: tuple[str, ...]) -> str:
    """The name of a driver, when some installed distribution brings it.

    Raises:
        ValueError: none does; the text lists who there is.
    """
    names = {entry.name for entry in entry_points(group=group)}
    if driver not in names:
        raise ValueError(
            f"no such driver; use one of {', '.join((*built_in, *sorted(names)))}, "
            f"or install the distribution that brings it as {group}"
        )
    return driver


def driver_of(value: Any) -> Any:
    """What a table, parsed or not, says under ``driver``."""
    given = value if isinstance(value, dict) else {}
    return given.get("driver") or getattr(value, "driver", None)
