"""Making a backup: copy, check, sign, seal, sync, rename, record, and thin out."""

import hashlib
import io
import os
import sqlite3
import tarfile
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from kiosk import __version__
from kiosk.alone import only_one
from kiosk.backup.age import Sealer
from kiosk.backup.copying import (
    DATABASES,
    LEAST_FREE,
    LOCK,
    copy_database,
    key_files,
    need_room,
    other_files,
    staged,
)
from kiosk.backup.errors import BackupProblem
from kiosk.backup.manifest import BLOCK, Manifest, Source
from kiosk.backup.sealing_keys import Recipient
from kiosk.backup.shelf import backups_in, name_of, remove_old
from kiosk.house import House, kiosk_id
from kiosk.retention.settings import limits_of
from verification.ledger import Entry, EventKind
from verification.ledger.files import sync_folder
from verification.ledger.purging import last_of

MANIFEST = "manifest"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made.

    Attributes:
        path: of the sealed file.
        size: its bytes.
        sha256: of the sealed file, in hex.
        manifest: what is in it.
        removed: names of older ones that went.

    """

    path: Path
    size: int
    sha256: str
    manifest: Manifest
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """How a backup is wanted: for whom, where to, and whether the keys go along."""

    recipient: Recipient
    folder: Path
    keys: bool = False
    staff: str | None = None


def make_backup(
    house: House, order: Order, progress: Progress = lambda done, total: None
) -> Made:
    """Make one backup of a site that may be at work.

    Args:
        house: of the site.
        order: for whom, and where to.
        progress: called often; when it raises, no backup is made.

    Raises:
        BackupProblem: no room, a damaged database, a file that cannot be written; older
            backups are as they were.

    """
    with only_one(house.folder.root / LOCK, "备份 backup"):
        try:
            return _make(house, order, progress)
        except OSError as error:
            raise BackupProblem(
                f"备份没有写成 the backup was not written: {error.strerror or error}"
            ) from error


def _make(house: House, order: Order, progress: Progress) -> Made:
    folder, root = order.folder, house.folder.root
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    bulk = sum((root / name).stat().st_size for name in DATABASES)
    need_room(root, bulk, LEAST_FREE)
    need_room(folder, bulk)
    with staged(root) as stage:
        sources = _gather(house, order, stage)
        manifest = _manifest(house, stage, sources, keys=order.keys)
        path = folder / name_of(manifest.kiosk, manifest.made)
        sealed = manifest.signed(house.keys.signer)
        digest = _write(path, order.recipient, sealed, sources, progress)
    made = Made(path, path.stat().st_size, digest, manifest, ())
    _record(house, made, order)
    return _thin_out(house, made)


def _gather(house: House, order: Order, stage: Path) -> list[Source]:
    sources = []
    for name in DATABASES:
        copy_database(house.folder.root / name, stage / name)
        sources.append(Source(name, stage / name))
    sources += other_files(house.folder.root, order.folder)
    return sources + (key_files(house.folder.keys) if order.keys else [])


def _manifest(
    house: House, stage: Path, sources: Sequence[Source], *, keys: bool
) -> Manifest:
    """What the copies say, not what the site says by now."""
    size, digest = _one(stage / "ledger.db", "max(seq), hash FROM events")
    (people,) = _one(stage / "registry.db", "count(*) FROM people")
    return Manifest(
        program=__version__,
        kiosk=kiosk_id(house.keys),
        public_key=house.keys.signer.public_key().public_bytes_raw().hex(),
        made=house.clock.moment().utc.astimezone(UTC),
        ledger_size=size or 0,
        ledger_hash=(digest or house.ledger.genesis.hash).hex(),
        people=people,
        keys=keys,
        parts=tuple(source.part() for source in sources),
    )


def _one(path: Path, what: str) -> tuple[Any, ...]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
        row: tuple[Any, ...] = copy.execute(f"SELECT {what}").fetchone()
    return row


def _write(
    path: Path,
    recipient: Recipient,
    manifest: bytes,
    sources: Sequence[Source],
    progress: Progress,
) -> str:
    """Seal everything into a file that is there whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            sealer = Sealer(file, recipient)
            _pack(sealer, manifest, sources, progress)
            sealer.close()
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            digest = _digest(file)
        part.replace(path)
    finally:
        with suppress(OSError):  # whatever broke it off
            part.unlink(missing_ok=True)
    sync_folder(path.parent)
    return digest


class _Watched:
    """Reads one file after the other and tells how far it is, which may end it all."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def reading(self, file: IO[bytes]) -> IO[bytes]:
        """What is read of that file counts."""
        self._file = file
        return cast(IO[bytes], self)

    def read(self, size: int) -> bytes:
        """As files do."""
        data = self._file.read(size)
        self._done += len(data)
        self._progress(self._done, self._total)
        return data


def _pack(
    sealer: Sealer, manifest: bytes, sources: Sequence[Source], progress: Progress
) -> None:
    total = sum(source.path.stat().st_size for source in sources)
    watched = _Watched(progress, total)
    with tarfile.open(fileobj=cast(IO[bytes], sealer), mode="w|") as tar:
        tar.addfile(_entry(MANIFEST, len(manifest)), io.BytesIO(manifest))
        for source in sources:
            size = source.path.stat().st_size
            with source.path.open("rb") as file:
                tar.addfile(_entry(source.name, size), watched.reading(file))


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _record(house: House, made: Made, order: Order) -> None:
    facts: dict[str, str | int | bool] = {
        "file": made.path.name,
        "bytes": made.size,
        "sha256": made.sha256,
        "size": made.manifest.ledger_size,
        "for": str(order.recipient)[:12],
        "keys": order.keys,
    }
    house.ledger.append(Entry(EventKind.BACKUP_MADE, staff=order.staff, more=facts))


def _thin_out(house: House, made: Made) -> Made:
    gone = thin_out(house, made.path.parent, made.manifest.made)
    return Made(made.path, made.size, made.sha256, made.manifest, tuple(gone))


def last_backup(house: House) -> datetime | None:
    """When the last backup was made, as ledger or folder know; ``None`` for never.

    After a restore only the folder knows: the event came after the copy. What is dated
    ahead of now was made by a wrong clock, and counts for nothing.
    """
    event = last_of(house.ledger.reader, EventKind.BACKUP_MADE)
    folder = house.config.backup.place(house.folder.root)
    times = [one.made for one in backups_in(folder, kiosk_id(house.keys))]
    times += [event.at] if event else []
    now = house.clock.moment().utc
    return max((at for at in times if at <= now), default=None)


def thin_out(house: House, folder: Path, now: datetime) -> list[str]:
    """Delete what no backup folder of this site may hold any more.

    Raises:
        OSError: one cannot be deleted.

    """
    table = house.config.backup
    days = min(table.days, limits_of(house.config).entries_days)
    kiosk = kiosk_id(house.keys)
    return remove_old(folder, kiosk, now, keep=table.keep, days=days)
