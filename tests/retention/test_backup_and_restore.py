"""A backup brings a site back, says what is lost, and brings nobody back."""

import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from retention_kit import TODAY, Aging

from kiosk.backup import placing
from kiosk.backup.copying import need_room
from kiosk.backup.errors import BackupProblem, Damaged, WrongKey
from kiosk.backup.making import Made, Order, make_backup
from kiosk.backup.placing import finish_restore
from kiosk.backup.restoring import InUse, Restored, Wanted, restore
from kiosk.backup.sealing_keys import Identity
from kiosk.backup.shelf import backups_in, name_of, remove_old
from kiosk.config import Config
from kiosk.gate.service import only_gate
from kiosk.house import Folder, House
from verification.errors import KeyProblem
from verification.ledger import EventKind

Open = Callable[..., Aging]


@pytest.fixture(scope="module")
def identity() -> Identity:
    return Identity.make()


@pytest.fixture
def back_up(identity: Identity, tmp_path: Path) -> Callable[..., Made]:
    def do(site: Aging, **more: Any) -> Made:
        order = Order(identity.recipient, tmp_path / "stick", **more)
        return make_backup(site.house, order)

    return do


@pytest.fixture
def bring_back(identity: Identity) -> Callable[..., Restored]:
    def do(config: Config, made: Made, **more: Any) -> Restored:
        return restore(config, Wanted(made.path, identity, **more))

    return do


BackUp = Callable[..., Made]
BringBack = Callable[..., Restored]


def lose(site: Aging, *, keys: bool = False) -> None:
    """The disk dies; the keys come back from the safe."""
    site.close()
    root = site.house.folder.root
    for path in root.iterdir():
        if path.name != "keys" or keys:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def names(config: Config) -> list[str]:
    house = House.open(config, lambda text: None)
    try:
        return sorted(person.name for person in house.registry.people())
    finally:
        house.close()


def test_a_lost_site_comes_back_with_people_ledger_and_settings(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    site.enter(site.register(1))
    site.register(2)
    (site.house.folder.root / "retention.json").write_text("{}")
    config, people = site.house.config, 2
    made = back_up(site)
    lose(site)
    done = bring_back(config, made)
    assert (done.manifest.people, done.lost, done.aside) == (people, None, None)
    assert len(names(config)) == people
    assert (config.site.data_dir / "retention.json").read_text() == "{}"
    house = House.open(config, lambda text: None)
    assert house.ledger.verify().ok
    assert house.ledger.recent(1)[0].kind is EventKind.BACKUP_RESTORED
    house.close()


def test_the_file_tells_a_thief_nothing(site: Aging, back_up: BackUp) -> None:
    site.register(status="purple-dotted")
    data = back_up(site).path.read_bytes()
    assert b"purple-dotted" not in data
    assert b"registry" not in data
    assert list((site.house.folder.root / "cache").rglob("*.db")) == []


def test_a_backup_is_recorded_and_its_keys_are_in_it_only_on_demand(
    site: Aging, back_up: BackUp
) -> None:
    made = back_up(site)
    event = site.ledger.recent(1)[0]
    assert (event.kind, event.more["sha256"]) == (EventKind.BACKUP_MADE, made.sha256)
    held = [part.name for part in made.manifest.parts]
    assert not any("keys" in name for name in held)
    with_keys = back_up(site, keys=True)
    assert {"keys/site.key", "keys/ledger.key"} < {
        part.name for part in with_keys.manifest.parts
    }


def test_without_the_keys_nothing_comes_back_unless_they_are_in_it(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    site.register()
    config = site.house.config
    without = back_up(site)
    site.clock.forward(seconds=1)
    whole = back_up(site, keys=True)
    lose(site, keys=True)
    with pytest.raises(KeyProblem, match="safe copy"):
        bring_back(config, without)
    assert bring_back(config, whole).manifest.keys
    assert len(names(config)) == 1


def test_a_site_that_is_there_is_not_replaced_by_accident(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    site.register(1)
    made = back_up(site)
    site.register(2)
    site.close()
    with pytest.raises(InUse, match="--replace"):
        bring_back(site.house.config, made)
    done = bring_back(site.house.config, made, replace=True)
    assert done.aside
    assert (done.aside / "registry.db").exists()
    assert len(names(site.house.config)) == 1


def test_what_is_lost_is_told_by_the_ledger_that_is_still_there(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    site.enter(bytes(16), times=5)
    made = back_up(site)
    site.enter(bytes(16), times=7)
    site.close()
    done = bring_back(site.house.config, made, replace=True)
    assert (done.known, done.lost) == (13, 8)  # with the event of the backup itself


def test_a_checkpoint_from_elsewhere_tells_what_a_lost_site_has_lost(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    site.enter(bytes(16), times=5)
    made = back_up(site)
    site.enter(bytes(16), times=4)
    note = site.ledger.checkpoint().note
    lose(site)
    assert bring_back(site.house.config, made, notes=[note]).lost == 6


def test_a_past_that_a_checkpoint_denies_is_not_restored(
    site: Aging, back_up: BackUp, bring_back: BringBack, tmp_path: Path
) -> None:
    site.enter(bytes(16), times=3)
    early = tmp_path / "early.db"
    with sqlite3.connect(site.house.folder.ledger) as source:
        copy = sqlite3.connect(early)
        source.backup(copy)
        copy.close()
    source.close()
    site.enter(bytes(16))
    note = site.ledger.checkpoint().note  # of the past that really was
    site.close()
    for end in ("", "-wal", "-shm"):
        Path(f"{site.house.folder.ledger}{end}").unlink(missing_ok=True)
    shutil.copy(early, site.house.folder.ledger)
    other = Aging(site.house.config, site.clock)
    other.enter(bytes(16), times=9)  # another one
    made = back_up(other)
    lose(other)
    with pytest.raises(Damaged):
        bring_back(site.house.config, made, notes=[note])
    assert not site.house.folder.registry.exists()


def test_who_was_erased_since_stays_erased(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    gone, stays = site.register(1), site.register(2)
    site.enter(gone)
    site.enter(stays)
    made = back_up(site)
    site.ledger.forget(gone)
    site.house.registry.erase(gone, "staff-1", site.now)
    site.close()
    assert bring_back(site.house.config, made, replace=True).erased == 1
    house = House.open(site.house.config, lambda text: None)
    assert house.registry.find(gone) is None
    assert house.registry.find(stays)
    told = [e.personal["subject"] for e in house.ledger.recent(9) if e.personal]
    assert told == [stays.hex()]
    house.close()


def test_where_nobody_knows_who_was_erased_it_is_said(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    made = back_up(site)
    lose(site)
    assert bring_back(site.house.config, made).erased is None


def test_a_running_gate_is_not_pulled_away_from_under_it(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    made = back_up(site)
    with (
        only_gate(site.house.folder),
        pytest.raises(Exception, match="another kiosk gate"),
    ):
        bring_back(site.house.config, made, replace=True)
    live = site.house.open_live()
    live.beat("web", 1, 1)
    live.close()
    with pytest.raises(BackupProblem, match="web process"):
        bring_back(site.house.config, made, replace=True)


def damaged(path: Path, change: Callable[[bytearray], None]) -> Path:
    data = bytearray(path.read_bytes())
    change(data)
    other = path.with_name("damaged.age")
    other.write_bytes(data)
    return other


@pytest.mark.parametrize("place", [0, 100, 250, 70_000, -1])
def test_a_flipped_bit_or_a_cut_end_changes_nothing_here(
    site: Aging, back_up: BackUp, identity: Identity, place: int
) -> None:
    site.register()
    made = back_up(site)
    site.close()

    def flip(data: bytearray) -> None:
        data[place] ^= 4

    def cut(data: bytearray) -> None:
        del data[place:]

    for change in (flip, cut):
        bad = damaged(made.path, change)
        with pytest.raises((Damaged, WrongKey)):
            restore(site.house.config, Wanted(bad, identity, replace=True))
    assert len(names(site.house.config)) == 1
    assert not placing.stage_of(site.house.folder.root).exists()


def test_another_key_and_another_site_are_told_apart(
    site: Aging, back_up: BackUp, bring_back: BringBack, tmp_path: Path
) -> None:
    made = back_up(site)
    site.close()
    stranger = Wanted(made.path, Identity.make(), replace=True)
    with pytest.raises(WrongKey):
        restore(site.house.config, stranger)
    elsewhere = site.house.config.site.model_copy(
        update={"data_dir": tmp_path / "elsewhere"}
    )
    config = site.house.config.model_copy(update={"site": elsewhere})
    House.open(config, lambda text: None).close()
    with pytest.raises(KeyProblem, match="another site"):
        bring_back(config, made, replace=True)


class Cut(BaseException):
    """The power goes."""


def test_a_power_cut_at_any_step_leaves_the_old_or_the_new(
    open_site: Open,
    back_up: BackUp,
    bring_back: BringBack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = open_site()
    site.register(1)
    (site.house.folder.root / "retention.json").write_text("{}")
    made = back_up(site)
    site.register(2)
    site.close()
    config = site.house.config
    whole = site.house.folder.root.with_name("whole")
    shutil.copytree(site.house.folder.root, whole)
    seen: set[int] = set()
    rename = Path.replace
    for step in range(40):
        left = iter(range(step))

        def replace(path: Path, target: Path, left: Any = left) -> Path:
            if next(left, None) is None:
                raise Cut
            return rename(path, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", replace)
            try:
                bring_back(config, made, replace=True)
            except Cut:
                pass
            else:
                break
        seen.add(len(names(config)))
        house = House.open(config, lambda text: None)
        assert house.ledger.verify(anchor=house.folder.anchor).ok
        house.close()
        shutil.rmtree(site.house.folder.root)
        shutil.copytree(whole, site.house.folder.root)
    assert step > 4
    assert seen == {1, 2}


def test_a_finished_restore_is_finished_once(site: Aging) -> None:
    site.close()
    assert finish_restore(site.house.folder.root) is False


def test_checkpoints_and_anchor_of_the_lost_rows_raise_no_alarm_for_ever(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    site.enter(bytes(16))
    made = back_up(site)
    site.enter(bytes(16))
    folder = Folder(site.house.config.site.data_dir)
    folder.checkpoints.mkdir()
    note = site.ledger.checkpoint()
    note.save(folder.checkpoints / f"{note.size:012d}.txt")
    folder.anchor.write_text('{"seq": 4, "hash": "00"}')
    site.close()
    done = bring_back(site.house.config, made, replace=True)
    assert done.aside
    assert (done.aside / "checkpoints" / f"{note.size:012d}.txt").exists()
    house = House.open(site.house.config, lambda text: None)
    assert house.ledger.verify(anchor=folder.anchor).ok
    house.close()


def test_a_full_disk_leaves_the_older_backups_as_they_were(
    site: Aging, back_up: BackUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = back_up(site)
    with pytest.raises(BackupProblem, match="no room"):
        need_room(made.path.parent, 1 << 60)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    site.clock.forward(hours=1)
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(BackupProblem, match="No space"):
            back_up(site)
    assert list(made.path.parent.iterdir()) == [made.path]


def test_what_a_backup_or_restore_that_died_left_lying_goes(site: Aging) -> None:
    root = site.house.folder.root
    left = [root / "cache" / "backup" / "registry.db", root / "restore" / "ledger.db"]
    for path in left:
        path.parent.mkdir(parents=True)
        path.write_text("copy")
    site.purge()
    site.close()
    House.open(site.house.config, lambda text: None).close()
    assert [path for path in left if path.exists()] == []


def test_so_many_stay_and_none_is_older_than_the_entries_may_be(
    tmp_path: Path, site: Aging
) -> None:
    kiosk, now = "kiosk-0123abcd", site.now
    for days in (0, 1, 2, 3, 40):
        (tmp_path / name_of(kiosk, now - timedelta(days=days))).touch()
    (tmp_path / name_of("kiosk-ffffffff", now)).touch()
    assert len(remove_old(tmp_path, kiosk, now, keep=3, days=30)) == 2
    later = now + timedelta(days=28, hours=1)
    assert len(remove_old(tmp_path, kiosk, later, keep=3, days=30)) == 1
    assert len(backups_in(tmp_path, kiosk)) == 2
    assert len(list(tmp_path.glob("*.age"))) == 3


def test_what_was_due_before_is_erased_from_a_restored_site_too(
    site: Aging, back_up: BackUp, bring_back: BringBack, open_site: Open
) -> None:
    site.enter(site.register(until=TODAY))
    made = back_up(site)
    site.clock.forward(days=40)
    site.purge()
    site.close()
    bring_back(site.house.config, made, replace=True)
    again = open_site()
    assert again.purge(clock_is_right=True)["entries"] == 1
