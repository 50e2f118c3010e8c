"""A site's keys and databases, opened together."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from kiosk.config import Config
from kiosk.live import Live, open_live
from verification.clock import ClockWatch
from verification.keys import Keys, create_keys, load_keys
from verification.ledger import Ledger
from verification.registry import Registry
from verification.storage import connect

REGISTRY_MAP_BYTES = 1 << 30  # lookups of ten million people stay in the page cache

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Folder:
    """Where everything of a site lies."""

    root: Path

    @property
    def keys(self) -> Path:
        """The folder of the keys, 0700."""
        return self.root / "keys"

    @property
    def registry(self) -> Path:
        """People, cards, staff."""
        return self.root / "registry.db"

    @property
    def ledger(self) -> Path:
        """What happened."""
        return self.root / "ledger.db"

    @property
    def live(self) -> Path:
        """What the processes tell each other."""
        return self.root / "live.db"

    @property
    def anchor(self) -> Path:
        """The newest place of the ledger, outside of the ledger."""
        return self.root / "ledger.head"


@dataclass(frozen=True, slots=True)
class House:
    """One process's hold on a site."""

    config: Config
    folder: Folder
    keys: Keys
    registry_db: Database
    ledger_db: Database
    registry: Registry
    ledger: Ledger
    clock: ClockWatch

    @classmethod
    def open(cls, config: Config, say: Say) -> "House":
        """Open a site; make what an empty ``data_dir`` lacks and say so once.

        Raises:
            KeyProblem: keys are missing beside existing data, or open to others.
            StorageProblem: a database cannot be opened.
        """
        folder = Folder(config.site.data_dir)
        made = [path for path in (folder.registry, folder.ledger) if not path.exists()]
        keys = _keys(folder, fresh=len(made) == 2, say=say)
        registry_db = connect(folder.registry, mmap_bytes=REGISTRY_MAP_BYTES)
        ledger_db = connect(folder.ledger)
        clock = ClockWatch(last_seen=Ledger.last_seen(ledger_db))
        ledger = Ledger(ledger_db, keys, config.site.name, clock.moment)
        registry = Registry(registry_db, keys)
        for path in made:
            say(f"已建立 made {path}")
        return cls(
            config, folder, keys, registry_db, ledger_db, registry, ledger, clock
        )

    def open_live(self) -> Live:
        """live.db of this site."""
        return open_live(self.folder.live)

    def close(self) -> None:
        """Give the files back."""
        self.registry_db.close()
        self.ledger_db.close()


def _keys(folder: Folder, fresh: bool, say: Say) -> Keys:
    folder.root.mkdir(parents=True, exist_ok=True)
    os.chmod(folder.root, 0o700)
    if fresh and not folder.keys.exists():
        create_keys(folder.keys)
        say(f"已建立密钥 made the keys in {folder.keys}; 请另存一份 keep a safe copy")
    return load_keys(folder.keys)


def utc_now() -> datetime:
    """Wall-clock time, aware."""
    return datetime.now(UTC)
