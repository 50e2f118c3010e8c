"""Installs a distribution with entry points of its own, as a package manager does."""

from collections.abc import Mapping
from pathlib import Path


def install(folder: Path, entries: Mapping[str, str]) -> Path:
    """Write a distribution; returns the folder that belongs on the path.

    Args:
        folder: a fresh folder.
        entries: group to ``name = module:attribute``.

    """
    place = folder / "site-packages"
    info = place / "other-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1")
    lines = [f"[{group}]\n{entry}\n" for group, entry in entries.items()]
    (info / "entry_points.txt").write_text("".join(lines))
    return place
