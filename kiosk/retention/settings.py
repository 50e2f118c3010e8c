"""The days that count: what the office set, within the bounds of config.toml's table.

They lie in a file of their own, because the page must not write config.toml. A file
that cannot be believed counts as none; `kiosk doctor` says so.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from kiosk.config import Config
from kiosk.config.keeping import RetentionTable
from verification.ledger.files import replace_file

FILE = "retention.json"


def path_of(config: Config) -> Path:
    """The file of a site."""
    return config.site.data_dir / FILE


def limits_of(config: Config) -> RetentionTable:
    """The days of a site as they count now."""
    return stored(config) or config.retention


def stored(config: Config) -> RetentionTable | None:
    """What the office set; ``None`` when nothing, or nothing that can be believed."""
    try:
        found = json.loads(path_of(config).read_bytes())
        return RetentionTable(**{**config.retention.model_dump(), **found})
    except (OSError, ValueError, TypeError):
        return None


def is_damaged(config: Config) -> bool:
    """Whether there is a file that cannot be believed."""
    return path_of(config).exists() and stored(config) is None


def store(config: Config, days: Mapping[str, int]) -> RetentionTable:
    """Let these days count from now on.

    Raises:
        ValidationError: one lies outside of its bounds.
        OSError: the file cannot be written; the old one is as it was.

    """
    limits = RetentionTable(**{**limits_of(config).model_dump(), **days})
    replace_file(path_of(config), json.dumps(limits.model_dump(), indent=1).encode())
    return limits


def bounds(name: str) -> tuple[int, int]:
    """The least and the most days that a class may be set to."""
    rules = RetentionTable.model_fields[name].metadata
    least = next(rule.ge for rule in rules if hasattr(rule, "ge"))
    most = next(rule.le for rule in rules if hasattr(rule, "le"))
    return least, most
