"""A site's keys and databases, opened together."""

import hashlib
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from kiosk.alone import alone
from kiosk.backup.placing import finish_restore
from kiosk.config import Config
from kiosk.config.models import PolicyTable
from kiosk.live import Live, open_live
from kiosk.policy import in_force
from verification.clock import ClockWatch
from verification.errors import KeyProblem, StorageProblem
from verification.keys import SITE_KEY, Keys, create_keys, load_keys
from verification.ledger import Anchor, Entry, EventKind, Ledger
from verification.passes.holder import load_holder_keys
from verification.registry import Registry
from verification.storage import BUSY_MS, connect

Say = Callable[[str], None]
LIVE_BUSY_MS = 50  # views come again, a fire does not wait
GATE_BUSY_MS = 400  # a lane that waits longer for its ledger calls a guard


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
    def gate_lock(self) -> Path:
        """Held by the gate process as long as it lives."""
        return self.root / "gate.lock"

    @property
    def checkpoints(self) -> Path:
        """Signed checkpoints; copy them off the box."""
        return self.root / "checkpoints"

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
    registry: Registry
    ledger: Ledger
    ledger_db: Database
    clock: ClockWatch
    anchor: Anchor | None = None

    @classmethod
    def open(cls, config: Config, say: Say, *, keeps_anchor: bool = False) -> "House":
        """Open a site; make what an empty ``data_dir`` lacks and say so once.

        Args:
            config: of the site.
            say: takes one line for each thing that was made.
            keeps_anchor: whether this process writes the ledger's anchor file; one
                process does, the one that writes most: the gate.

        Raises:
            KeyProblem: keys are missing beside existing data, or open to others.
            StorageProblem: a database cannot be opened.
        """
        folder = Folder(config.site.data_dir)
        folder.root.mkdir(parents=True, exist_ok=True)
        folder.root.chmod(0o700)
        with alone(
            folder.root / "lock"
        ):  # two units may start on an empty folder at once
            finish_restore(folder.root)  # which a power cut broke off
            return cls._open(config, folder, say, keeps_anchor)

    @classmethod
    def _open(
        cls, config: Config, folder: Folder, say: Say, keeps_anchor: bool
    ) -> "House":
        made = [path for path in (folder.registry, folder.ledger) if not path.exists()]
        keys = _keys(folder, fresh=len(made) == 2, say=say)
        registry = _registry(folder, keys)
        anchor = Anchor(folder.anchor) if keeps_anchor else None
        # Whoever keeps the anchor is the gate: its lanes must stay quick, for fire too.
        busy = GATE_BUSY_MS if keeps_anchor else BUSY_MS
        ledger_db = connect(folder.ledger, busy_ms=busy)
        try:
            ledger, clock = _ledger(ledger_db, keys, anchor)
        except sqlite3.DatabaseError as error:
            raise StorageProblem(
                f"{folder.ledger} is damaged or locked ({error}); "
                "keep the file aside and put a copy of it in its place"
            ) from error
        for path in made:
            say(f"已建立 made {path}")
        return cls(config, folder, keys, registry, ledger, ledger_db, clock, anchor)

    @property
    def policy(self) -> PolicyTable:
        """The rules in force: what the staff set, or else those of the config."""
        return in_force(self.registry.policies, self.config).table

    def keys_replaced(self) -> bool:
        """Whether the site has other keys by now than those that are held here."""
        try:
            return load_keys(self.folder.keys).index != self.keys.index
        except KeyProblem:
            return False  # `kiosk doctor` says so; who holds the keys can go on

    def another_registry(self) -> Registry:
        """The registry over a connection of its own, for another thread."""
        return _registry(self.folder, self.keys)

    def keep_ledger(self) -> None:
        """Sign a checkpoint when one is due and write the anchor; call each second.

        Raises:
            RecordFailed: the ledger cannot be written.
            OSError: a file beside it cannot be written.
        """
        if self.ledger.checkpoint_due():
            note = self.ledger.checkpoint()
            self.folder.checkpoints.mkdir(exist_ok=True)
            note.save(self.folder.checkpoints / f"{note.size:012d}.txt")
        if self.anchor is not None:
            self.anchor.tick()

    def recorder(self, author: str) -> Callable[[Mapping[str, str | int]], None]:
        """Records what this author changed in the registry; facts about nobody."""

        def record(facts: Mapping[str, str | int]) -> None:
            change = EventKind.REGISTRY_CHANGE
            self.ledger.append(Entry(change, staff=author, more=facts))

        return record

    def open_live(self) -> Live:
        """live.db of this site; the gate's lanes hardly wait for it."""
        busy = LIVE_BUSY_MS if self.anchor is not None else BUSY_MS
        return open_live(self.folder.live, busy)

    def close(self) -> None:
        """Give the files back."""
        self.registry.close()
        self.ledger.close()
        self.ledger_db.close()


def _registry(folder: Folder, keys: Keys) -> Registry:
    holder = partial(load_holder_keys, folder.keys)
    return Registry.open(folder.registry, keys, holder=holder)


def _keys(folder: Folder, fresh: bool, say: Say) -> Keys:
    if fresh and not (folder.keys / SITE_KEY).exists():
        say(f"已建立密钥 made the keys in {folder.keys}; 请另存 keep a safe copy")
    if fresh:
        create_keys(folder.keys)  # a power cut may have left some of them
    return load_keys(folder.keys)


def _ledger(
    db: Database, keys: Keys, anchor: Anchor | None
) -> tuple[Ledger, ClockWatch]:
    # The clock starts from what the ledger saw last, the ledger asks the clock.
    watch = [ClockWatch()]
    ledger = Ledger(
        db,
        keys,
        kiosk_id(keys),
        lambda: watch[0].moment(),
        anchor=anchor,
    )
    watch[0] = ClockWatch(ledger.last_seen())
    return ledger, watch[0]


def kiosk_id(keys: Keys) -> str:
    """A name for this kiosk that stays when the site is renamed."""
    public = keys.signer.public_key().public_bytes_raw()
    return f"kiosk-{hashlib.sha256(public).hexdigest()[:8]}"
