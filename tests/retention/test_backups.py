"""A backup is sealed, recorded, thinned out; one that fails leaves nothing behind."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from retention_kit import Aging

from kiosk.backup.copying import need_room
from kiosk.backup.errors import BackupProblem
from kiosk.backup.making import Made, Order, last_backup, make_backup
from kiosk.backup.restoring import Restored
from kiosk.backup.sealing_keys import Identity
from kiosk.backup.shelf import backups_in, name_of, remove_old
from kiosk.house import House, kiosk_id
from kiosk.retention.keeper import RetentionKeeper
from verification.ledger import EventKind

Open = Callable[..., Aging]
BackUp = Callable[..., Made]
BringBack = Callable[..., Restored]


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


def test_a_backup_that_is_dated_ahead_neither_hurries_the_next_nor_ousts_others(
    site: Aging,
) -> None:
    folder = site.house.config.backup.place(site.house.folder.root)
    folder.mkdir(exist_ok=True)
    kiosk, now = kiosk_id(site.house.keys), site.now
    ahead = folder / name_of(kiosk, now + timedelta(days=200))
    real = [folder / name_of(kiosk, now - timedelta(hours=h)) for h in (1, 2, 3)]
    for path in (ahead, *real):
        path.touch()
    assert last_backup(site.house) == now - timedelta(hours=1)
    assert remove_old(folder, kiosk, now, keep=4, days=30) == []
    assert remove_old(folder, kiosk, now, keep=3, days=30) == [ahead.name]
    assert remove_old(folder, kiosk, now, keep=2, days=30) == [real[2].name]


def test_a_site_with_a_recipient_is_backed_up_every_day(
    site: Aging, identity: Identity
) -> None:
    backup = site.house.config.backup.model_copy(
        update={"recipient": str(identity.recipient)}
    )
    config = site.house.config.model_copy(update={"backup": backup})
    keeper = RetentionKeeper(replace(site.house, config=config))
    folder = site.house.config.backup.place(site.house.folder.root)
    for days in (1, 1, 2):
        keeper.look()
        assert len(list(folder.glob("*.age"))) == days
        site.clock.forward(hours=12)


def test_a_backup_that_is_broken_off_leaves_nothing_and_does_not_last(
    site: Aging, identity: Identity
) -> None:
    class Stop(Exception):
        pass

    def stop(done: int, total: int) -> None:
        assert done < total
        raise Stop

    folder = site.house.config.backup.place(site.house.folder.root)
    with pytest.raises(Stop):
        make_backup(site.house, Order(identity.recipient, folder), stop)
    assert list(folder.iterdir()) == []
    assert list((site.house.folder.root / "cache").rglob("*.db")) == []
