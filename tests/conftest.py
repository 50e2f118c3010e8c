"""What holds for all tests."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

# A busy machine is no fault of the example that ran while it was busy.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_configure() -> None:
    """End as after Ctrl-C when told to end: what the tests have started ends too."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    """What drives browsers until all tests are done; there can be but one at a time."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as started:
        yield started
