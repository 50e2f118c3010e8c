"""Small files that must survive a power cut whole."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write ``data`` so that the file is either the old one or the new one.

    A rename without syncing the file before and the folder after may leave an
    empty file behind when the power goes. Only its owner can read it.

    Raises:
        OSError: it cannot be written; the old file is as it was.

    """
    replace_files({path: data})


def replace_files(files: Mapping[Path, bytes]) -> None:
    """Replace several files, each as `replace_file`; all or none.

    All are written before the first takes its place, so that a full disk changes
    nothing. A power cut in just that moment may leave the first ones new.

    Raises:
        OSError: one cannot be written; all old files are as they were.

    """
    written = {path: path.with_name(path.name + ".new") for path in files}
    try:
        for path, temporary in written.items():
            temporary.unlink(missing_ok=True)  # of a power cut, with whatever mode
            _write_new(temporary, files[path])
        for path, temporary in written.items():
            temporary.replace(path)
    except OSError:
        for temporary in written.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise
    for folder in {path.parent for path in files}:
        sync_folder(folder)


def _write_new(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk.

    Raises:
        OSError: it cannot be done.

    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
