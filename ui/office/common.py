"""What the sections of the office share: a registry, names, the site's time."""

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from ui.desk import desk
from verification.registry import Registry


@contextmanager
def own_registry() -> Iterator[Registry]:
    """The registry over a connection of this request's own."""
    registry = desk().house.another_registry()
    try:
        yield registry
    finally:
        registry.close()


def staff_names() -> dict[str, str]:
    """Internal ids of the staff and how pages call them."""
    return {one.id: one.display_name for one in desk().staff.accounts.all()}


def zone() -> ZoneInfo:
    """The site's own time."""
    return ZoneInfo(desk().house.config.site.timezone)
