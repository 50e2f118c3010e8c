"""Which program on which machine, and the hashes of what lies there."""

import hashlib
import platform
import sqlite3
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import drivers
import kiosk
import verification
from kiosk import __version__
from kiosk.house import kiosk_id
from kiosk.incident.scene import Scene

BLOCK = 1024 * 1024
NAMES = ("kiosk", "drivers", "verification", "ui")
OURS = (kiosk, drivers, verification)
DATA = ("*.db", "*.db-wal", "*.json", "ledger.head", "checkpoints/*.txt")


def versions(scene: Scene) -> dict[str, Any]:
    """Of the program, of what it stands on, and whose ledger this is."""
    keys = scene.house.keys if scene.house else None
    return {
        "changxing": __version__,
        "kiosk": kiosk_id(keys) if keys else None,
        "ledger_public_key": _public(scene),
        "python": sys.version.split()[0],
        "sqlite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "packages": dict(sorted((one.name, one.version) for one in distributions())),
    }


def _public(scene: Scene) -> str | None:
    if scene.house is None:
        return None
    return scene.house.keys.signer.public_key().public_bytes_raw().hex()


def program_hashes() -> dict[str, str]:
    """SHA-256 of every file of the program, to be compared with the release."""
    root = Path(str(OURS[0].__file__)).parent.parent
    found = (path for name in NAMES for path in sorted((root / name).rglob("*")))
    return {
        path.relative_to(root).as_posix(): sha256(path)
        for path in found
        if path.is_file() and "__pycache__" not in path.parts
    }


def data_hashes(scene: Scene) -> dict[str, str]:
    """SHA-256 of the files of the site as they lie there now, and of config.toml."""
    root = scene.folder.root
    found = [path for names in DATA for path in sorted(root.glob(names))]
    hashes = {path.relative_to(root).as_posix(): sha256(path) for path in found}
    if scene.config_file.exists():
        hashes["config.toml"] = sha256(scene.config_file)
    return hashes


def sha256(path: Path) -> str:
    """The digest of a file, read piece by piece.

    Raises:
        OSError: it cannot be read.

    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
