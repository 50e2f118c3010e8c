"""Reads `config.toml`; every failure is one error that names the remedy."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kiosk.config.explain import describe
from kiosk.config.models import Config


class ConfigError(Exception):
    """A config that cannot be used; the text names file, key, value and remedy."""


def load_config(path: Path) -> Config:
    """Read and check a config file.

    Relative folders are taken from the folder of the file.

    Raises:
        ConfigError: the file is missing, not TOML, or says something impossible.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: there is no such file; name one with --config, "
            "or copy the commented config.toml of the distribution"
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}; correct the file") from None
    return parse_config(data, path)


def parse_config(data: Mapping[str, Any], path: Path) -> Config:
    """Check what a file says; ``path`` is for messages and relative folders."""
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        lines = [f"{path}: {describe(detail)}" for detail in error.errors()]
        raise ConfigError("\n".join(lines)) from None
    folder = (path.parent / config.site.data_dir).resolve()
    changed: dict[str, object] = {
        "site": config.site.model_copy(update={"data_dir": folder})
    }
    if config.backup.folder is not None:
        place = (path.parent / config.backup.folder).resolve()
        changed["backup"] = config.backup.model_copy(update={"folder": place})
    return config.model_copy(update=changed)
