"""A small site whose clock a test moves, and what ages in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from retention_kit import Aging

from kiosk.config import load_config

SITE = """
[[lanes]]
id = "a"
name = "A"
"""


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(SITE, "utf-8")
    return path


@pytest.fixture
def open_site(config_file: Path) -> Iterator[Callable[[], Aging]]:
    """Opens the site, as often as a test asks; each has the clock of the one before."""
    opened: list[Aging] = []

    def do(**retention: int) -> Aging:
        config = load_config(config_file)
        kept = config.retention.model_copy(update=retention)
        config = config.model_copy(update={"retention": kept})
        site = Aging(config, opened[-1].clock if opened else None)
        opened.append(site)
        return site

    yield do
    for site in opened:
        site.close()


@pytest.fixture
def site(open_site: Callable[[], Aging]) -> Aging:
    return open_site()
