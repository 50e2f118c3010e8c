"""The doctor says when nothing is erased any more and when copies stay away."""

from pathlib import Path

from retention_kit import Aging

from kiosk.backup.making import Order, make_backup
from kiosk.backup.sealing_keys import Identity
from kiosk.doctor.finding import Finding
from kiosk.doctor.keeping import keeping
from verification.moments import ClockState


def found(site: Aging) -> dict[str, Finding]:
    return {finding.name: finding for finding in keeping(site.house)}


def test_a_purge_that_was_missed_is_named(site: Aging) -> None:
    assert found(site)["purge"].ok is None
    site.purge()
    assert found(site)["purge"].ok
    site.clock.forward(days=3)
    assert found(site)["purge"].ok is False


def test_a_clock_that_keeps_the_purge_away_is_the_remedy(site: Aging) -> None:
    site.purge()
    site.clock.forward(days=30)
    site.clock.state = ClockState.HOLDOVER
    assert "--clock-is-right" in found(site)["purge"].remedy


def test_an_old_backup_is_named_and_one_on_the_same_disk_is_advice(
    site: Aging, tmp_path: Path
) -> None:
    assert (found(site)["backup"].value, found(site)["backup"].ok) == ("never", None)
    place = site.house.config.backup.place(site.house.folder.root)
    make_backup(site.house, Order(Identity.make().recipient, place))
    assert found(site)["backup"].ok is None
    site.clock.forward(days=3)
    assert found(site)["backup"].ok is False


def test_days_that_cannot_be_believed_are_named(site: Aging) -> None:
    assert "retention_file" not in found(site)
    (site.house.folder.root / "retention.json").write_text('{"entries_days": 0}')
    assert found(site)["retention_file"].ok is False
