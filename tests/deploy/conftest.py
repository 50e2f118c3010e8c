"""The files of kiosk/deploy, read as the system would read them."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "kiosk" / "deploy"
Unit = dict[str, list[str]]


def read_unit(name: str) -> Unit:
    """Every key of a unit file to its values, in order."""
    keys: Unit = defaultdict(list)
    for line in (DEPLOY / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith(("#", "[")):
            key, _, value = line.partition("=")
            keys[key].append(value)
    return keys


@pytest.fixture
def deploy() -> Path:
    """The folder."""
    return DEPLOY


@pytest.fixture
def unit() -> Callable[[str], Unit]:
    """Reads a unit by its name."""
    return read_unit
