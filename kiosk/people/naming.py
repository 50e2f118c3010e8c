"""Entering names that are older than the index of names, while the site works."""

import threading

import structlog

from kiosk.house import House
from verification.registry import Registry
from verification.storage import ERRORS

log = structlog.get_logger()

PAUSE = 0.05  # seconds between two short transactions: gates write, too
AGAIN = 5.0  # after the file took no writes


def enter_names(house: House, stop: threading.Event) -> None:
    """Enter everybody who is missing in the index of names, a few at a time.

    A site of 100,000 people is through after half a minute; what is entered stays
    entered when the process ends before. People who are registered meanwhile are
    entered at once by whoever registers them.

    Args:
        house: a connection of its own is opened and closed.
        stop: ends it after the transaction under way.

    """
    registry = house.another_registry()
    try:
        missing = registry.names.missing()
        while not stop.is_set() and _entered(registry, stop):
            stop.wait(PAUSE)
        if missing:
            log.info("names_entered", people=missing - registry.names.missing())
    finally:
        registry.close()


def _entered(registry: Registry, stop: threading.Event) -> bool:
    """Whether there may be more to do."""
    try:
        return registry.names.enter_some() > 0
    except ERRORS as error:
        log.error("names_not_entered", error=type(error).__name__)
        stop.wait(AGAIN)
        return True
