"""Opening a backup: every byte is proved before it is written anywhere."""

import hashlib
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, cast

from kiosk.backup.age import Opener
from kiosk.backup.copying import need_room
from kiosk.backup.errors import BackupProblem, Damaged
from kiosk.backup.making import MANIFEST
from kiosk.backup.manifest import BLOCK, Manifest, Part
from kiosk.backup.sealing_keys import Identity

LONGEST_MANIFEST = 1 << 20
Progress = Callable[[int, int], None]


class Archive:
    """An open backup: first its manifest, then its files, once and in their order.

    Args:
        file: of the sealed backup.
        identity: opens it.

    Raises:
        WrongKey: it was sealed for another key.
        Damaged: it is no backup, cut off, or changed.
        BackupProblem: a later version made it.

    """

    def __init__(self, file: IO[bytes], identity: Identity) -> None:
        opened = cast(IO[bytes], Opener(file, identity))
        try:
            self._tar = tarfile.open(fileobj=opened, mode="r|")  # noqa: SIM115 - one pass
            entry = self._tar.next()
        except tarfile.TarError:
            raise _not_ours() from None
        if entry is None or entry.name != MANIFEST or entry.size > LONGEST_MANIFEST:
            raise _not_ours()
        content = self._tar.extractfile(entry)
        self.manifest = Manifest.opened(content.read() if content else b"")

    def unpack(self, folder: Path, progress: Progress) -> None:
        """Write all files below a folder, synced, as their hashes say.

        Raises:
            Damaged: one is not what the manifest says, or is missing.
            BackupProblem: there is no room.
            OSError: one cannot be written.

        """
        need_room(folder, self.manifest.size)
        done, total = 0, self.manifest.size
        for part in self.manifest.parts:
            self._unpack(part, folder / part.name)
            done += part.size
            progress(done, total)
        self._end()

    def _unpack(self, part: Part, target: Path) -> None:
        try:
            entry = self._tar.next()
            content = self._tar.extractfile(entry) if entry else None
        except tarfile.TarError:
            raise _not_ours() from None
        if entry is None or content is None or entry.name != part.name:
            raise _not_ours()
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        digest = hashlib.sha256()
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            while block := content.read(BLOCK):
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        if digest.hexdigest() != part.sha256:
            raise _not_ours()

    def _end(self) -> None:
        """Nothing follows, and the sealed end was reached: the file is whole."""
        try:
            if self._tar.next() is not None:
                raise _not_ours()
        except tarfile.TarError:
            raise _not_ours() from None


def open_sealed(path: Path) -> IO[bytes]:
    """The file of a backup.

    Raises:
        BackupProblem: it cannot be read.

    """
    try:
        return path.open("rb")
    except OSError as error:
        raise BackupProblem(f"{path}: {error.strerror}") from None


def _not_ours() -> Damaged:
    return Damaged("备份的内容与清单不符 what is in it is not what its manifest says")
