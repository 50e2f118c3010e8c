"""Bringing a site back from a backup, and saying honestly what is lost.

The copy is opened, proved and checked in a folder beside the site; only then does it
take the site's place (`placing`). What is there goes aside and is never written over.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.alone import alone, only_one
from kiosk.backup.copying import ASIDE, DATABASES, FILES, KEYS, LOCK
from kiosk.backup.erased import erase_again, erased_in, revoke_again
from kiosk.backup.errors import BackupProblem, Damaged
from kiosk.backup.manifest import Manifest
from kiosk.backup.placing import (
    begin_stage,
    drop_stage,
    finish_restore,
    set_ready,
    stage_of,
)
from kiosk.backup.reading import Archive, Progress, open_sealed
from kiosk.backup.sealing_keys import Identity
from kiosk.backup.shelf import STAMP
from kiosk.config import Config
from kiosk.gate.service import only_gate
from kiosk.house import Folder, kiosk_id
from kiosk.live import open_live
from kiosk.live.store import now_ms
from kiosk.retention.purge import LOCK as PURGE_LOCK
from kiosk.retention.settings import FILE as LIMITS
from kiosk.retention.sunset import FILE as SUNSET
from verification.clock import ClockWatch
from verification.errors import KeyProblem
from verification.keys import SITE_KEY, Keys, load_keys
from verification.ledger import (
    Entry,
    EventKind,
    Ledger,
    LedgerProblem,
    NoteError,
    read_anchor,
)
from verification.ledger.notes import open_checkpoint, origin_of
from verification.registry import Registry
from verification.storage import connect

ALIVE_MS = 5000


class InUse(BackupProblem):
    """A site is there already, and nobody said that it may be replaced."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be restored, and how.

    Attributes:
        file: the sealed backup.
        identity: opens it.
        replace: an existing site goes aside.
        notes: texts of checkpoints that were kept elsewhere.

    """

    file: Path
    identity: Identity
    replace: bool = False
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and what did not.

    Attributes:
        manifest: of the backup.
        known: the newest row of the ledger that anybody has proof of.
        lost: rows between the backup and that one; ``None`` when nobody knows.
        erased: people erased since, who were erased again; ``None`` when nobody knows.
        aside: where the old files lie, if there were any.

    """

    manifest: Manifest
    known: int | None
    lost: int | None
    erased: int | None
    aside: Path | None


def restore(
    config: Config, wanted: Wanted, progress: Progress = lambda done, total: None
) -> Restored:
    """Put a backup in the place of a site; no process of it may be running.

    Raises:
        InUse: there is a site already, and ``replace`` was not said.
        WrongKey: the backup was sealed for another key.
        Damaged: the backup is not whole, or not of this site's past.
        KeyProblem: the site's keys are missing, or are another site's.
        BackupProblem: no room, a process that runs, a file that cannot be written.

    """
    folder = Folder(config.site.data_dir)
    folder.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _nobody_else(folder):
        finish_restore(folder.root)
        there = [n for n in DATABASES if (folder.root / n).exists()]
        if there and not wanted.replace:
            raise InUse(
                f"{folder.root} 里已有数据 holds a site already; with --replace its "
                "files go aside and the backup takes their place"
            )
        try:
            return _restore(config, folder, wanted, progress, had=bool(there))
        except OSError as error:
            raise BackupProblem(f"没有恢复 nothing was restored: {error}") from error
        finally:
            drop_stage(folder.root)


def _restore(
    config: Config, folder: Folder, wanted: Wanted, progress: Progress, *, had: bool
) -> Restored:
    with open_sealed(wanted.file) as file:
        archive = Archive(file, wanted.identity)
        if not (archive.manifest.keys or (folder.keys / SITE_KEY).exists()):
            raise KeyProblem(
                f"备份里没有站点密钥 this backup holds no site keys: put the safe copy "
                f"of the folder keys into {folder.keys}, then try again"
            )
        archive.unpack(begin_stage(folder.root), progress)
    _drop_decisions(stage_of(folder.root) / FILES, had=had)
    done = _check_and_amend(folder, wanted, archive.manifest)
    aside = f"{ASIDE}{datetime.now(UTC):{STAMP}}"
    set_ready(folder.root, aside, done.manifest.ledger_size)
    finish_restore(folder.root)
    place = folder.root / aside
    return Restored(
        done.manifest,
        done.known,
        done.lost,
        done.erased,
        place if had and place.exists() else None,
    )


def _drop_decisions(files: Path, *, had: bool) -> None:
    """A backup brings back no end of the site, and no days that were changed since."""
    (files / SUNSET).unlink(missing_ok=True)
    if had:
        (files / LIMITS).unlink(missing_ok=True)


def _check_and_amend(folder: Folder, wanted: Wanted, told: Manifest) -> Restored:
    """Prove the copies, erase again who was erased, and record what happened."""
    stage = stage_of(folder.root)
    keys = _keys(folder, told)
    registry = Registry.open(stage / "registry.db", keys)
    db = connect(stage / "ledger.db")
    try:
        watch = ClockWatch()
        ledger = Ledger(db, keys, kiosk_id(keys), watch.moment)
        try:
            notes = _notes(folder, wanted)
            known = _newest_known(folder, keys, notes)
            _check_past(ledger, keys, told, notes)
            erased = erased_in(folder.registry)
            again = None
            if erased is not None:
                now = watch.moment().utc
                again = erase_again(registry, ledger, erased, now)
                if not revoke_again(registry, folder.registry, now):
                    again = None
            lost = None if known is None else max(0, known - told.ledger_size)
            done = Restored(told, known, lost, again, None)
            _record(ledger, wanted.file, done)
        finally:
            ledger.close()
        for one in (registry.db, db):
            one.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        registry.close()
        db.close()
    return done


def _keys(folder: Folder, told: Manifest) -> Keys:
    """The site's own keys, or else those of the backup; whose they are is proved."""
    own = folder.keys if (folder.keys / SITE_KEY).exists() else None
    keys = load_keys(own or stage_of(folder.root) / KEYS)
    if keys.signer.public_key().public_bytes_raw().hex() != told.public_key:
        raise KeyProblem(
            "备份是另一个站点的 this backup is of another site: its ledger has another "
            "key than the one in the folder keys"
        )
    return keys


def _check_past(
    ledger: Ledger, keys: Keys, told: Manifest, notes: Iterable[str]
) -> None:
    """The copied ledger holds, and it is the one that checkpoints elsewhere attest."""
    reached = [note for note in notes if _size(note, keys) <= told.ledger_size]
    found = ledger.verify(notes=reached)
    if not found.ok:
        raise Damaged(" ".join(found.sentences()))
    if (found.last_seq, found.head_hash.hex()) != (told.ledger_size, told.ledger_hash):
        raise Damaged("账本与清单不符 the ledger is not the one of the manifest")


def _notes(folder: Folder, wanted: Wanted) -> list[str]:
    kept = sorted(folder.checkpoints.glob("*.txt"))[-1:]
    return [*(path.read_text("utf-8") for path in kept), *wanted.notes]


def _newest_known(folder: Folder, keys: Keys, notes: Iterable[str]) -> int | None:
    """The newest row that the old site, its anchor or a checkpoint knows of."""
    sizes = [_size(note, keys) for note in notes]
    try:
        mark = read_anchor(folder.anchor)
        sizes += [mark.seq] if mark else []
    except LedgerProblem:
        pass
    if folder.ledger.exists():
        sizes += _rows_of(folder.ledger)
    return max(sizes, default=None)


def _rows_of(ledger: Path) -> list[int]:
    """How long the old ledger is; a damaged one says nothing."""
    sql = "SELECT max(seq) FROM events"
    try:
        with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as old:
            return [int(old.execute(sql).fetchone()[0] or 0)]
    except sqlite3.Error:
        return []


def _size(note: str, keys: Keys) -> int:
    public = keys.signer.public_key().public_bytes_raw()
    try:
        return open_checkpoint(note, origin_of(kiosk_id(keys)), public).size
    except NoteError as error:
        raise Damaged(
            f"检查点不属于本站点 a checkpoint of another site: {error}"
        ) from None


def _record(ledger: Ledger, file: Path, done: Restored) -> None:
    facts: dict[str, str | int | None] = {
        "file": file.name,
        "made": done.manifest.made.isoformat(timespec="seconds"),
        "size": done.manifest.ledger_size,
        "known": done.known,
        "lost": done.lost,
        "erased_again": done.erased,
    }
    ledger.append(Entry(EventKind.BACKUP_RESTORED, more=facts))


@contextmanager
def _nobody_else(folder: Folder) -> Iterator[None]:
    """No process of the site runs, no purge and no backup, and none starts."""
    with (
        alone(folder.root / "lock"),
        only_one(folder.root / PURGE_LOCK, "清理 purge"),
        only_one(folder.root / LOCK, "备份 backup"),
    ):
        if folder.live.exists() and _web_runs(folder):
            raise BackupProblem(
                "网页进程还在运行 the web process runs: end it first, "
                "systemctl stop changxing.target"
            )
        with only_gate(folder):
            yield


def _web_runs(folder: Folder) -> bool:
    """Whether the web process said lately that it lives, and does."""
    live = open_live(folder.live)
    try:
        with live.lock() as connection:
            row = connection.execute(
                "SELECT pid, beat_ms FROM processes WHERE name = 'web'"
            ).fetchone()
    finally:
        live.close()
    if row is None or now_ms() - row[1] >= ALIVE_MS:
        return False
    return Path(f"/proc/{row[0]}").exists()
