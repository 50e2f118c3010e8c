"""A small site whose clock a test moves, and what ages in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from retention_kit import Aging

from kiosk.backup.making import Made, Order, make_backup
from kiosk.backup.restoring import Restored, Wanted, restore
from kiosk.backup.sealing_keys import Identity
from kiosk.config import Config, load_config

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


@pytest.fixture(scope="session")
def identity() -> Identity:
    return Identity.make()


@pytest.fixture
def back_up(identity: Identity, tmp_path: Path) -> Callable[..., Made]:
    def do(site: Aging, **more: Any) -> Made:
        order = Order(identity.recipient, tmp_path / "stick", **more)
        return make_backup(site.house, order)

    return do


@pytest.fixture
def bring_back(identity: Identity) -> Callable[..., Restored]:
    def do(config: Config, made: Made, **more: Any) -> Restored:
        return restore(config, Wanted(made.path, identity, **more))

    return do
