"""A damaged backup, or a restore that breaks off, leaves the old site or the new."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from retention_kit import Aging, names

from kiosk.alone import only_one
from kiosk.backup import placing
from kiosk.backup.errors import BackupProblem, Damaged, WrongKey
from kiosk.backup.making import Made
from kiosk.backup.placing import finish_restore
from kiosk.backup.restoring import Restored, Wanted, restore
from kiosk.backup.sealing_keys import Identity
from kiosk.gate.service import only_gate
from kiosk.house import Folder, House
from verification.errors import KeyProblem, StorageProblem

Open = Callable[..., Aging]
BackUp = Callable[..., Made]
BringBack = Callable[..., Restored]


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


@pytest.mark.parametrize("lock", ["purge.lock", "backup.lock"])
def test_a_purge_or_a_backup_under_way_is_not_pulled_away_from_under_it(
    site: Aging, back_up: BackUp, bring_back: BringBack, lock: str
) -> None:
    made = back_up(site)
    with (
        only_one(site.house.folder.root / lock, lock),
        pytest.raises(StorageProblem, match="under way"),
    ):
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
