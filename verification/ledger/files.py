"""Small files that must survive a power cut whole."""

import os
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write ``data`` so that the file is either the old one or the new one.

    A rename without syncing the file before and the folder after may leave an
    empty file behind when the power goes. Only its owner can read it.

    Raises:
        OSError: it cannot be written; the old file is as it was.

    """
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)  # of a power cut, with whatever mode it had
    try:
        _write_new(temporary, data)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _write_new(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
