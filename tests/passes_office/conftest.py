"""An office with signing keys and invented people, and the clock of one morning."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from passes_clock import Morning

from kiosk.config import load_config
from kiosk.house import House
from kiosk.passes.desk import PassDesk
from kiosk.passes.office import PassOffice
from verification.invented import invented_person
from verification.registry import Editor, Personal

CONFIG = """
[site]
data_dir = "var"
[[lanes]]
id = "a"
name = "A"
"""


@pytest.fixture
def clock() -> Morning:
    return Morning()


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, "utf-8")
    return path


@pytest.fixture
def house(config_file: Path) -> Iterator[House]:
    opened = House.open(load_config(config_file), lambda text: None)
    yield opened
    opened.close()


@pytest.fixture
def office(house: House, clock: Morning) -> PassOffice:
    """The office of the keys, with the first key."""
    office = PassOffice.of(house, "staff-1", clock)
    office.make()
    return office


@pytest.fixture
def desk(house: House, office: PassOffice, clock: Morning) -> PassDesk:
    return PassDesk.of(house, "staff-1", clock)


@pytest.fixture
def person(house: House, clock: Morning) -> Callable[..., bytes]:
    """Registers invented person ``index`` and gives back the subject."""

    def register(index: int = 1, status: str = "green", name: str = "") -> bytes:
        somebody = invented_person(index)
        editor = Editor(house.keys, "staff-1", clock())
        personal = Personal("resident", somebody.number, name or somebody.name)
        change = editor.register(personal, status)
        house.registry.apply([change])
        return change.key

    return register
