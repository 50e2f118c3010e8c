"""The list of the clips, `index.json`: what each was made of, where it is what."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

INDEX = "index.json"


@dataclass(frozen=True, slots=True)
class Made:
    """One clip of the list.

    Attributes:
        key: of `kiosk.voice.render.jobs.Job`; of a chime its tones.
        sha256: of the file.
        syllables: of a Chinese clip, seconds from its start: [from, to] of each.

    """

    key: str
    sha256: str
    syllables: tuple[tuple[float, float], ...] = ()

    def is_in(self, file: Path) -> bool:
        """Whether the file is still the one that was listed."""
        return file.is_file() and sha256_of(file) == self.sha256


def read_list(folder: Path) -> dict[str, Made]:
    """The list of a folder by path below it; empty where there is none."""
    file = folder / INDEX
    if not file.exists():
        return {}
    entries = json.loads(file.read_text(encoding="utf-8"))
    return {path: Made(**entry) for path, entry in entries.items()}


def write_list(folder: Path, made: dict[str, Made]) -> None:
    """Write the list, one line a clip."""
    lines = (
        f"{json.dumps(path)}: {json.dumps(asdict(made[path]))}" for path in sorted(made)
    )
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (folder / INDEX).write_text(text, encoding="utf-8")


def sha256_of(file: Path) -> str:
    """The hash of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
