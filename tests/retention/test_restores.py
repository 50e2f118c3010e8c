"""A backup brings a site back, says what is lost, and brings nobody back."""

import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from retention_kit import TODAY, Aging, lose, names

from kiosk.backup import copying
from kiosk.backup.errors import Damaged
from kiosk.backup.making import Made
from kiosk.backup.restoring import InUse, Restored
from kiosk.house import House
from kiosk.requests import RequestBook, forget
from kiosk.retention.settings import limits_of, store
from kiosk.retention.sunset import Stage, Sunset, read_sunset, write_sunset
from kiosk.staff import Role, Staff
from verification.documents import Document
from verification.errors import KeyProblem
from verification.invented import invented_person
from verification.ledger import EventKind
from verification.registry import Editor, PassEnd

WEEK = timedelta(days=7)
Open = Callable[..., Aging]
BackUp = Callable[..., Made]
BringBack = Callable[..., Restored]


def test_a_lost_site_comes_back_with_people_ledger_and_settings(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    site.enter(site.register(1))
    site.register(2)
    (site.house.folder.root / "retention.json").write_text("{}")
    (site.house.folder.root / "sunset.json").write_text("called off later")
    config, people = site.house.config, 2
    made = back_up(site)
    lose(site)
    done = bring_back(config, made)
    assert (done.manifest.people, done.lost, done.aside) == (people, None, None)
    assert len(names(config)) == people
    assert (config.site.data_dir / "retention.json").read_text() == "{}"
    assert not (config.site.data_dir / "sunset.json").exists()
    house = House.open(config, lambda text: None)
    assert house.ledger.verify().ok
    assert house.ledger.recent(1)[0].kind is EventKind.BACKUP_RESTORED
    house.close()


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


def test_who_was_erased_stays_erased_through_two_restores(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    without = back_up(site)
    site.clock.forward(seconds=5)
    key = site.register()
    with_her = back_up(site)
    site.house.registry.erase(key, "staff-1", site.now)
    site.close()
    bring_back(site.house.config, without, replace=True)
    assert bring_back(site.house.config, with_her, replace=True).erased == 1
    assert names(site.house.config) == []


def test_what_relatives_asked_for_whom_the_site_erased_since_stays_erased(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    key = site.register()
    site.ask_for(1)
    made = back_up(site)
    forget(site.house.registry, key)
    site.house.registry.erase(key, "staff-1", site.now)
    site.close()
    bring_back(site.house.config, made, replace=True)
    house = House.open(site.house.config, lambda text: None)
    assert RequestBook(house.registry).about(key) == []
    assert RequestBook(house.registry).count_open() == 0
    house.close()


def test_no_end_and_no_days_that_were_changed_since_come_back(
    site: Aging, back_up: BackUp, bring_back: BringBack, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, end = site.house.folder.root, Sunset().stop_checking("boss", site.now)
    write_sunset(root, end.schedule(TODAY + WEEK, "boss", site.now, TODAY))
    store(site.house.config, {"entries_days": 90})
    with monkeypatch.context() as patch:  # as versions did that took it along
        patch.setattr(copying, "SUNSET", "")
        made = back_up(site)
    write_sunset(root, Sunset())
    store(site.house.config, {"entries_days": 7})
    site.close()
    bring_back(site.house.config, made, replace=True)
    assert read_sunset(root).stage is Stage.CHECKING
    assert limits_of(site.house.config).entries_days == 7


def test_what_was_revoked_since_and_who_was_disabled_stays_so(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    key = site.register()
    staff = Staff(site.house.folder.registry)
    account, _ = staff.accounts.add("left", Role.GUARD)
    made = back_up(site)
    staff.accounts.disable("left")
    staff.close()
    editor = Editor(site.house.keys, "staff-1", site.now)
    card = site.house.registry.details(key).cards[0].card
    lost = editor.revoke_pass(b"12345678", b"12345678", PassEnd.LOST)
    revoked = [editor.revoke_card(key, card), editor.revoke_card(key, key), lost]
    died = editor.record_death(key, "child", {"asker": "测试女", "proof": "417"})
    site.house.registry.apply([*revoked, editor.withdraw_basis(key), died])
    site.close()
    bring_back(site.house.config, made, replace=True)
    house = House.open(site.house.config, lambda text: None)
    assert house.registry.find(key).revoked
    assert house.registry.find(key).withdrawn
    assert house.registry.find(key).dead
    assert house.registry.find_card(card).revoked
    assert house.registry.papers.pass_revoked(b"12345678")
    house.close()
    staff = Staff(site.house.folder.registry)
    assert staff.accounts.with_id(account.id).disabled
    staff.close()


def take_back(site: Aging, key: bytes) -> bytes:
    """Somebody loses her cards and withdraws her consent; returns the card."""
    editor = Editor(site.house.keys, "staff-1", site.now)
    card = site.house.registry.details(key).cards[0].card
    lost = [editor.revoke_card(key, card), editor.revoke_card(key, key)]
    site.house.registry.apply([*lost, editor.withdraw_basis(key)])
    return card


def counts(site: Aging, key: bytes, card: bytes) -> tuple[bool, bool, bool]:
    """Whether card, document and consent count, after all that was restored."""
    house = House.open(site.house.config, lambda text: None)
    try:
        person, found = house.registry.find(key), house.registry.find_card(card)
        return not found.revoked, not person.revoked, not person.withdrawn
    finally:
        house.close()


def test_what_was_taken_back_stays_so_through_a_backup_that_does_not_know_her(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    without = back_up(site)
    site.clock.forward(seconds=5)
    key = site.register()
    staff = Staff(site.house.folder.registry)
    account, _ = staff.accounts.add("left", Role.GUARD)
    with_her = back_up(site)
    card = take_back(site, key)
    staff.accounts.disable("left")
    staff.close()
    site.close()
    for made in (without, without, with_her):
        bring_back(site.house.config, made, replace=True)
    assert counts(site, key, card) == (False, False, False)
    staff = Staff(site.house.folder.registry)
    assert staff.accounts.with_id(account.id).disabled
    staff.close()


def test_what_was_given_back_since_counts_after_another_restore(
    site: Aging, back_up: BackUp, bring_back: BringBack, open_site: Open
) -> None:
    without = back_up(site)
    site.clock.forward(seconds=5)
    key = site.register()
    with_her = back_up(site)
    card = take_back(site, key)
    site.close()
    bring_back(site.house.config, without, replace=True)
    again = open_site()
    assert key == again.register()  # the card is found, and everything signed anew
    editor = Editor(site.house.keys, "staff-1", again.now)
    found = [editor.restore_card(key, card), editor.restore_card(key, key)]
    again.house.registry.apply([*found, editor.record_basis(key, "consent")])
    again.close()
    bring_back(site.house.config, with_her, replace=True)
    assert counts(site, key, card) == (True, True, True)


def test_a_list_after_a_restore_brings_nothing_back_that_was_taken_back(
    site: Aging, back_up: BackUp, bring_back: BringBack, open_site: Open
) -> None:
    without = back_up(site)
    key = site.register()
    card = take_back(site, key)
    editor = Editor(site.house.keys, "staff-1", site.now)
    site.house.registry.apply([editor.record_death(key, "child", {"asker": "测试女"})])
    site.close()
    bring_back(site.house.config, without, replace=True)
    again = open_site()
    assert again.register() == key
    again.close()
    assert counts(site, key, card) == (False, False, False)
    house = House.open(site.house.config, lambda text: None)
    assert house.registry.find(key).dead
    house.registry.apply([editor.restore_card(key, card)])  # it was found
    house.registry.apply([editor.unlink_card(key, card)])
    senior = Document.parse(invented_person(1).senior_card, "senior")
    house.registry.apply([editor.link_card(key, senior)])
    assert not house.registry.find_card(card).revoked
    house.close()


def test_what_was_taken_back_is_forgotten_when_no_backup_can_be_so_old(
    site: Aging, back_up: BackUp, bring_back: BringBack, open_site: Open
) -> None:
    without = back_up(site)
    card = take_back(site, site.register())
    site.close()
    bring_back(site.house.config, without, replace=True)
    again = open_site()
    assert card in again.bytes_on_disk()
    again.clock.forward(days=3660)  # dated by the machine's clock, not by the test's
    again.purge(clock_is_right=True)
    again.house.registry.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert card not in again.bytes_on_disk()


def test_a_registry_of_an_older_version_still_says_what_was_revoked(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    key = site.register()
    made = back_up(site)
    card = take_back(site, key)
    site.close()
    with sqlite3.connect(site.house.folder.registry) as old:
        old.execute("ALTER TABLE people DROP COLUMN withdrawn_at")
    old.close()
    bring_back(site.house.config, made, replace=True)
    assert counts(site, key, card) == (False, False, True)


def test_a_damaged_site_is_no_obstacle_to_its_backup(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    site.register()
    made = back_up(site)
    site.close()
    for path in (site.house.folder.registry, site.house.folder.ledger):
        path.write_bytes(b"X" * path.stat().st_size)
    site.house.folder.anchor.write_text("{}")
    done = bring_back(site.house.config, made, replace=True)
    assert (done.lost, done.erased) == (None, None)
    assert len(names(site.house.config)) == 1


def test_where_nobody_knows_who_was_erased_it_is_said(
    site: Aging, back_up: BackUp, bring_back: BringBack
) -> None:
    made = back_up(site)
    lose(site)
    assert bring_back(site.house.config, made).erased is None


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
