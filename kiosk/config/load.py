"""Reads `config.toml`; every failure is one error that names the remedy."""

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kiosk.config.devices import (
    FramedReaderTable,
    KeyboardReaderTable,
    PcscReaderTable,
    PluginGateTable,
    PluginReaderTable,
    SamReaderTable,
    SerialGateTable,
)
from kiosk.config.models import Config

TAGS = {"sam", "framed", "keyboard", "pcsc", "plugin", "serial", "manual"}
SHOWN = 60


class ConfigError(Exception):
    """A config that cannot be used; the text names file, key, value and remedy."""


def load_config(path: Path) -> Config:
    """Read and check a config file.

    A relative ``data_dir`` is taken from the folder of the file.

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
    site = config.site.model_copy(update={"data_dir": folder})
    return config.model_copy(update={"site": site})


def describe(detail: ErrorDetails) -> str:
    """One line: key, value, what is wrong and what to do."""
    key = dotted(detail["loc"])
    if detail["type"] == "extra_forbidden":
        return f"{key}: unknown key; {_suggestion(str(detail['loc'][-1]))}"
    if detail["type"] == "missing":
        return f"{key}: missing; add this key"
    message = detail["msg"].removeprefix("Value error, ")
    if detail["type"].startswith("value_error") and not _is_plain(detail["input"]):
        return f"{key}: {message}" if key else message
    return f"{key} = {_shown(detail['input'])}: {message}"


def dotted(location: tuple[int | str, ...]) -> str:
    """``lanes[0].readers[1].port``, without pydantic's own tags."""
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part not in TAGS:
            text += f".{part}" if text else part
    return text


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _suggestion(key: str) -> str:
    near = difflib.get_close_matches(key, _known_keys(), n=1)
    return f"did you mean {near[0]!r}?" if near else "remove it"


def _known_keys() -> list[str]:
    tables: list[type[BaseModel]] = [
        Config,
        SamReaderTable,
        FramedReaderTable,
        KeyboardReaderTable,
        PcscReaderTable,
        PluginReaderTable,
        SerialGateTable,
        PluginGateTable,
    ]
    keys: set[str] = set()
    while tables:
        fields = tables.pop().model_fields
        keys |= set(fields)
        for field in fields.values():
            inner = [field.annotation, *get_args(field.annotation)]
            tables += [
                t for t in inner if isinstance(t, type) and issubclass(t, BaseModel)
            ]

    return sorted(keys)
