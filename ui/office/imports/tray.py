"""Where an uploaded table lies until it was read: out of the pages' reach.

A random name says nothing about whom the list is of (OWASP ASVS 5.0, 5.3.2).
"""

import os
import secrets
import shutil
from pathlib import Path
from typing import IO

LEAST_FREE = 200 * 1024 * 1024  # bytes; below it lanes need the rest for their ledger


class Tray:
    """A folder of a site for tables that are being imported."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "cache" / "imports"

    def has_room(self) -> bool:
        """Whether the disk has room for more than the gates need."""
        return shutil.disk_usage(self._folder.parent.parent).free >= LEAST_FREE

    def lay(self, upload: IO[bytes]) -> Path:
        """Keep a file that only its owner can read.

        Raises:
            OSError: it cannot be written; nothing stays behind.

        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / secrets.token_hex(16)
        try:
            with os.fdopen(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                shutil.copyfileobj(upload, file)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path

    def clear(self) -> None:
        """Delete all that lies here."""
        shutil.rmtree(self._folder, ignore_errors=True)
