"""A small config on disk, and nothing left behind."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from plugging import install

from kiosk.config import Config, ConfigError, load_config

SMALL = """
[site]
data_dir = "data"

[[lanes]]
id = "east"
name = "东门"

[[lanes.readers]]
id = "east-id"
driver = "sam"
port = "/dev/ttyID"

[lanes.gate]
driver = "waveshare"
port = "/dev/ttyGate"
"""

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes the small config, changed as a test wants it."""

    def do(change: Change | None = None, text: str | None = None) -> Path:
        data = tomllib.loads(SMALL)
        if change:
            change(data)
        path = tmp_path / "config.toml"
        path.write_text(tomli_w.dumps(data) if text is None else text, "utf-8")
        return path

    return do


@pytest.fixture
def config(write: Callable[..., Path]) -> Config:
    return load_config(write())


@pytest.fixture
def fault(write: Callable[..., Path]) -> Callable[[Change], str]:
    """What is said of a config that cannot be used."""

    def do(change: Change) -> str:
        path = write(change)
        with pytest.raises(ConfigError) as caught:
            load_config(path)
        lines = str(caught.value).splitlines()
        assert all(line.startswith(f"{path}: ") for line in lines)
        return "\n".join(line.removeprefix(f"{path}: ") for line in lines)

    return do


@pytest.fixture
def installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Mapping[str, str]], None]:
    """Installs a distribution with drivers of its own, as a package manager does."""

    def do(entries: Mapping[str, str]) -> None:
        monkeypatch.syspath_prepend(install(tmp_path, entries))

    return do
