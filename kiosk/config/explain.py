"""What is wrong with a config, in words that say what to do."""

import difflib
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from kiosk.config.base import without_secrets
from kiosk.config.cameras import PluginCameraTable
from kiosk.config.devices import UNION_TABLES, PluginGateTable, PluginReaderTable
from kiosk.config.models import Config

SHOWN = 60
OF_A_KEY = "[key]"  # pydantic's word for a wrong key of a free table
Place = tuple[int | str, ...]

# What pydantic calls the fault, to what whoever writes the file must do.
REMEDIES: Mapping[str, str] = {
    "int_type": "must be a whole number, without quotes",
    "float_type": "must be a number, without quotes",
    "finite_number": "must be a number that has an end",
    "bool_type": "must be true or false, without quotes",
    "string_type": "must be a text, in quotes",
    "path_type": "must be a path, in quotes",
    "dict_type": "must be a table, as [{key}] with its keys below",
    "model_type": "must be a table, as [{key}] with its keys below",
    "model_attributes_type": "must be a table, as [{key}] with its keys below",
    "tuple_type": "must be a list; for tables write [[{key}]] with two brackets",
    "literal_error": "use one of {expected}",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "use up to 32 small letters, digits, - and _",
}


def describe(detail: ErrorDetails) -> str:
    """One line: key, value, what is wrong and what to do."""
    key, place = dotted(detail["loc"]), detail["loc"]
    if detail["type"] == "extra_forbidden":
        return f"{key}: unknown key; {_suggestion(place)}"
    if detail["type"] == "missing":
        return f"{key}: missing; add this key"
    message = _remedy(detail, key)
    if _is_plain(detail["input"]):
        return f"{key} = {_shown(detail['input'])}: {message}"
    return f"{key}: {message}" if key else message


def dotted(place: Place) -> str:
    """``lanes[0].readers[1].port``, without pydantic's own words."""
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part not in UNION_TABLES and part != OF_A_KEY:
            text += f".{part}" if text else part
    return text


def _remedy(detail: ErrorDetails, key: str) -> str:
    remedy = REMEDIES.get(detail["type"])
    if remedy is None:
        return detail["msg"].removeprefix("Value error, ")
    words = (part for part in detail["loc"] if isinstance(part, str))
    table = ".".join(word for word in words if word not in UNION_TABLES)
    return remedy.format(**{"key": table or key, **detail.get("ctx", {})})


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _shown(value: Any) -> str:
    text = repr(without_secrets(value) if isinstance(value, str) else value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _suggestion(place: Place) -> str:
    table, key = _table_at(place[:-1]), str(place[-1])
    if table in (PluginReaderTable, PluginGateTable, PluginCameraTable):
        return "what a driver of another distribution takes goes into options"
    known = sorted(table.model_fields) if table else []
    near = difflib.get_close_matches(key, known, n=1)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"remove it, or use one of {', '.join(known)}"


def _table_at(place: Place) -> type[BaseModel] | None:
    table: type[BaseModel] | None = Config
    for part in place:
        if part in UNION_TABLES:
            table = UNION_TABLES[str(part)]
        elif isinstance(part, str) and table is not None:
            table = _table_in(table.model_fields[part].annotation)
    return table


def _table_in(annotation: Any) -> type[BaseModel] | None:
    inner = [annotation, *get_args(annotation)]
    tables = (t for t in inner if isinstance(t, type) and issubclass(t, BaseModel))
    return next(tables, None)
