"""A framing from the plain values of a config file."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from enum import StrEnum
from typing import Any

from drivers.errors import WrongSetting
from drivers.framed.framing import (
    PRESETS,
    ByteOrder,
    Checksum,
    Encoding,
    Form,
    Framing,
    Mode,
    Over,
)

WORDS: dict[str, type[StrEnum]] = {
    "mode": Mode,
    "encoding": Encoding,
    "form": Form,
    "checksum": Checksum,
    "over": Over,
    "byte_order": ByteOrder,
}
BYTES = frozenset({"prefix", "suffix"})
FLAGS = frozenset({"uid"})
KEYS = frozenset(field.name for field in fields(Framing))


def framing_from(settings: Mapping[str, object]) -> Framing:
    """The framing that ``settings`` describe.

    ``preset`` names where to begin, every other key is one of `Framing`;
    ``prefix`` and ``suffix`` are hex digits such as ``"04 0C"``.

    Raises:
        WrongSetting: an unknown key or word, or values that do not go together.

    """
    name = settings.get("preset", "line")
    if not isinstance(name, str) or name not in PRESETS:
        raise WrongSetting(f"preset {name!r}: use one of {', '.join(PRESETS)}")
    changes: dict[str, Any] = {
        key: _value(key, value) for key, value in settings.items() if key != "preset"
    }
    return replace(PRESETS[name], **changes)


def _value(key: str, value: object) -> object:
    if key not in KEYS:
        raise WrongSetting(f"{key}: no such setting; known are {', '.join(KEYS)}")
    if key in WORDS:
        return _word(key, value)
    if key in BYTES:
        return _checked(key, value, str, "hex digits, as in '04 0C'", bytes.fromhex)
    if key in FLAGS:
        return _checked(key, value, bool, "true or false", bool)
    if isinstance(value, bool):
        raise WrongSetting(f"{key}: use a whole number")
    return _checked(key, value, int, "a whole number", int)


def _word(key: str, value: object) -> StrEnum:
    words = WORDS[key]
    try:
        return words(str(value))
    except ValueError:
        choice = ", ".join(words)
        raise WrongSetting(f"{key} {value!r}: use one of {choice}") from None


def _checked(
    key: str, value: object, kind: type, remedy: str, make: Callable[[Any], object]
) -> object:
    if not isinstance(value, kind):
        raise WrongSetting(f"{key}: use {remedy}")
    try:
        return make(value)
    except ValueError:
        raise WrongSetting(f"{key}: use {remedy}") from None
