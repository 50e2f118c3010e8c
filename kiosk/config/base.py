"""What all config tables have in common."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Word = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$", strict=True)
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=60, strict=True)]
PortPath = Annotated[str, StringConstraints(min_length=1, strict=True)]
Baudrate = Annotated[int, Field(ge=1200, le=921600)]
# TOML knows lists and texts only; everything else keeps its type as written.
FolderPath = Annotated[Path, Field(strict=False)]


class Table(BaseModel):
    """A table of the file: frozen, every key known, no value of another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*://)(?:[^/?#]*@)?([^/?#]*)(.*)", re.I | re.S)


def without_secrets(text: str) -> str:
    """An address with neither user, password nor query; other texts as they are.

    Cameras take passwords before the host, in the query, and some in the path.
    """
    parts = _ADDRESS.fullmatch(text)
    if parts is None:
        return text
    return f"{parts[1]}{parts[2]}/…" if parts[3] else f"{parts[1]}{parts[2]}"
