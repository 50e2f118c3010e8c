"""An issuing site with keys that never change and a clock that stands still."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from issuing import CLAIMS, NOW, Site, private

from kiosk.cli import main
from kiosk.config import load_config
from kiosk.house import House
from verification.passes.key_list import KeyList
from verification.passes.keys import SigningKey, key_id
from verification.passes.revocations import RevocationList
from verification.passes.rotation import first_key_list


@pytest.fixture(scope="session")
def root():
    return private(1)


@pytest.fixture(scope="session")
def first():
    return private(2)


@pytest.fixture(scope="session")
def second():
    return private(3)


@pytest.fixture
def signer(first):
    return SigningKey(key_id(first.public_key()), first, NOW)


@pytest.fixture
def key_list(first):
    return first_key_list("测试社区", first.public_key(), NOW)


@pytest.fixture
def reread(root):
    """A key list as every kiosk sees it: signed and read again."""

    def do(listed):
        return KeyList.read(listed.sign(root), root.public_key())

    return do


@pytest.fixture
def revoked(key_list):
    """A list of revoked passes."""

    def do(*ids, number=1, at=NOW, keys=key_list):
        return RevocationList.of(number, at, keys, ids)

    return do


@pytest.fixture
def claims():
    """The content of a pass, changed as a test wants it."""

    def do(**more):
        return replace(CLAIMS, **more)

    return do


@pytest.fixture
def site(tmp_path):
    """Opens invented sites by name; each with a clock of its own."""
    opened = []

    def do(name):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / "config.toml").write_text(
            f'[site]\nname = "{name}"\n[[lanes]]\nid = "a"\nname = "A"\n', "utf-8"
        )
        house = House.open(load_config(folder / "config.toml"), lambda text: None)
        opened.append(house)
        return Site(house)

    yield do
    for house in opened:
        house.close()


@pytest.fixture
def config(tmp_path):
    """The config of an invented site, by its name."""

    def do(name="town"):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        path = folder / "config.toml"
        path.write_text(
            f'[site]\nname = "{name}"\n[[lanes]]\nid = "a"\nname = "A"\n', "utf-8"
        )
        return str(path)

    return do


@pytest.fixture
def kiosk(config):
    """Runs `kiosk pass …` at a site."""

    def do(*arguments, name="town"):
        command = ["pass", *map(str, arguments), "--config", config(name)]
        return CliRunner().invoke(main, command)

    return do


@pytest.fixture
def told(kiosk):
    """What a command says with --json."""

    def do(*arguments, **more):
        done = kiosk(*arguments, "--json", **more)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return do


@pytest.fixture
def issue(config):
    """Issues a pass at the town and gives its text."""

    def do(index=1, revoke=False, generation=2):
        house = House.open(load_config(Path(config())), lambda text: None)
        try:
            town = Site(house)
            town.at = datetime.now(UTC).replace(microsecond=0)
            text = town.issue(index, generation=generation)
            if revoke:
                town.revoke_all()
        finally:
            house.close()
        return text

    return do
