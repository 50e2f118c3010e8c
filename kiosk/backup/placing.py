"""Putting restored files in their place, so that a power cut leaves the old or the new.

Two databases cannot be renamed at one moment. All that is new is therefore complete and
synced in a folder of its own before one small file says so: before that file is there,
the old site stands; once it is there, whoever opens the site next carries the move
through, as often as it takes.
"""

import json
import shutil
from pathlib import Path

from kiosk.backup.copying import DATABASES, FILES, KEYS
from verification.ledger.files import replace_file, sync_folder

STAGE = "restore"
READY = "ready.json"
BESIDE = ("-wal", "-shm")


def stage_of(root: Path) -> Path:
    """Where the new files of a site lie before they take their place."""
    return root / STAGE


def begin_stage(root: Path) -> Path:
    """An empty folder for them; what a restore that died left goes.

    Raises:
        OSError: it cannot be made.

    """
    stage = stage_of(root)
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(mode=0o700, parents=True)
    return stage


def drop_stage(root: Path) -> None:
    """Whatever failed before it was ready leaves nothing behind."""
    if not (stage_of(root) / READY).exists():
        shutil.rmtree(stage_of(root), ignore_errors=True)


def set_ready(root: Path, aside: str, newest: int) -> None:
    """All new files are there and synced: from now on they count.

    Args:
        root: of the site.
        aside: name of the folder that takes the old files.
        newest: rows of the new ledger; checkpoints of more go aside.

    Raises:
        OSError: it cannot be written; the old site stands.

    """
    facts = json.dumps({"aside": aside, "newest": newest})
    replace_file(stage_of(root) / READY, facts.encode())


def finish_restore(root: Path) -> bool:
    """Carry a restore through that is ready; false when there is none.

    Nobody may have the site open meanwhile. What a restore left that died before it
    was ready goes.

    Raises:
        OSError: a file cannot be moved; the next call goes on.

    """
    stage = stage_of(root)
    try:
        facts = json.loads((stage / READY).read_bytes())
    except FileNotFoundError:
        shutil.rmtree(stage, ignore_errors=True)  # of one that never became ready
        return False
    aside = root / str(facts["aside"])
    _move_files(stage / FILES, root, aside)
    _move_files(stage / KEYS, root / "keys", aside / "keys")
    for name in DATABASES:
        if (stage / name).exists():
            _away(root, aside, [f"{name}{end}" for end in (*BESIDE, "")])
            (stage / name).replace(root / name)
            sync_folder(root)
    _away(root, aside, ["ledger.head"])
    _away_checkpoints(root, aside, int(facts["newest"]))
    shutil.rmtree(stage)
    sync_folder(root)
    return True


def _move_files(new: Path, root: Path, aside: Path) -> None:
    """Each new file in place of the old one, which goes aside."""
    for path in sorted(new.rglob("*")) if new.is_dir() else ():
        if path.is_file():
            name = path.relative_to(new).as_posix()
            _away(root, aside, [name])
            (root / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.replace(root / name)
            sync_folder((root / name).parent)


def _away(root: Path, aside: Path, names: list[str]) -> None:
    for name in names:
        if (root / name).exists():
            (aside / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            (root / name).replace(aside / name)


def _away_checkpoints(root: Path, aside: Path, newest: int) -> None:
    """Checkpoints of rows that the ledger has no more would be an alarm for ever."""
    folder = root / "checkpoints"
    for path in sorted(folder.glob("*.txt")) if folder.is_dir() else ():
        if path.stem.isdigit() and int(path.stem) > newest:
            _away(root, aside, [f"checkpoints/{path.name}"])
