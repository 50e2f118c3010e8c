"""Every setting that a site may change is explained somewhere, and no other is."""

import re
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from drivers.framed.framing import PRESETS
from drivers.gates import GATES
from kiosk.config import Config, load_config
from kiosk.config.devices import BUILT_IN_READERS

ROOT = Path(__file__).parents[2]
SET_BY_THE_DEMO = {"drill"}


def tables_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        if issubclass(annotation, BaseModel):
            yield annotation
    elif get_origin(annotation) is not None:
        for inner in get_args(annotation):
            yield from tables_in(inner)


def keys_of(table: type[BaseModel]) -> Iterator[str]:
    for key, field in table.model_fields.items():
        inner = list(tables_in(field.annotation))
        if not inner:
            yield key
        for table_of_key in inner:
            yield from keys_of(table_of_key)


def test_the_example_config_is_right() -> None:
    assert load_config(ROOT / "config.toml").lanes


def test_settings_that_are_commented_out_exist() -> None:
    text = (ROOT / "config.toml").read_text("utf-8")
    shown = set(re.findall(r"^\s*#\s*([a-z_]+) = ", text, re.MULTILINE))
    assert shown <= set(keys_of(Config))


def test_every_setting_is_in_the_example_or_in_a_readme(readme: str) -> None:
    example = (ROOT / "config.toml").read_text("utf-8")
    keys = set(keys_of(Config)) - SET_BY_THE_DEMO
    assert len(keys) > 40
    explained = re.compile(r"^[ #]*([a-z_]+) = ", re.MULTILINE)
    in_example = set(explained.findall(example))
    in_readme = set(re.findall(r"`(?:[a-z]+\.)?([a-z_]+)(?: = [^`]*)?`", readme))
    assert not keys - in_example - in_readme


def test_a_readme_names_all_drivers_and_presets(readme: str) -> None:
    for word in (*BUILT_IN_READERS, *GATES, *PRESETS):
        assert f"`{word}`" in readme
