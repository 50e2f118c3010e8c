"""What is destroyed is gone, whatever breaks off; the ledger's chain stays."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pyotp import TOTP
from retention_kit import TODAY, Aging

from kiosk.backup.making import Order, make_backup
from kiosk.backup.sealing_keys import Identity
from kiosk.gate.hours import HoursKeeper
from kiosk.house import House
from kiosk.lane.events import HoursNow
from kiosk.lane.modes import Hours
from kiosk.retention import destroying
from kiosk.retention.destroying import NobodyVouches, destroy_when_due
from kiosk.retention.keeper import RetentionKeeper
from kiosk.retention.purge import ClockDoubtful, ClockUntrusted
from kiosk.retention.sunset import Stage, Sunset, read_sunset, write_sunset
from kiosk.staff import Role, Staff
from kiosk.staff.factors import new_secret
from verification.moments import ClockState

Open = Callable[..., Aging]


@pytest.fixture
def doomed(site: Aging) -> Aging:
    """A site with people, events and a backup, whose day is a week ahead."""
    site.enter(site.register(1, "purple-dotted"))
    site.look_at(site.register(2))
    place = site.house.config.backup.place(site.house.folder.root)
    make_backup(site.house, Order(Identity.make().recipient, place))
    counting = Sunset().stop_checking("boss", site.now)
    day = TODAY + timedelta(days=7)
    write_sunset(
        site.house.folder.root, counting.schedule(day, "boss", site.now, TODAY)
    )
    return site


def secrets(root: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (root / "keys").iterdir()}


def test_nothing_happens_before_its_day(doomed: Aging) -> None:
    doomed.clock.forward(days=6)
    assert destroy_when_due(doomed.house) is None
    assert doomed.house.registry.count() == 2


def test_a_clock_that_is_not_trusted_destroys_nothing(doomed: Aging) -> None:
    doomed.clock.forward(days=9)
    doomed.clock.state = ClockState.UNTRUSTED
    with pytest.raises(ClockUntrusted):
        destroy_when_due(doomed.house)
    assert doomed.house.registry.count() == 2


def test_a_clock_that_nobody_vouches_for_destroys_nothing_unless_somebody_looked(
    doomed: Aging,
) -> None:
    doomed.clock.state = ClockState.HOLDOVER
    doomed.clock.forward(days=900)
    with pytest.raises(ClockDoubtful):
        destroy_when_due(doomed.house)
    assert doomed.purge(clock_is_right=True)
    with pytest.raises(NobodyVouches):
        destroy_when_due(doomed.house)
    RetentionKeeper(doomed.house).look()
    assert doomed.house.registry.count() == 2
    assert destroy_when_due(doomed.house, clock_is_right=True)
    assert doomed.house.registry.count() == 0


def test_whoever_prints_the_certificate_can_still_sign_in(doomed: Aging) -> None:
    staff = Staff(doomed.house.folder.registry)
    try:
        boss, _ = staff.accounts.add("boss", Role.ADMINISTRATOR)
        secret = new_secret()
        assert staff.factors.keep(boss, secret, TOTP(secret).now())
        doomed.clock.forward(days=7)
        assert destroy_when_due(doomed.house)
        assert not staff.accounts.with_id(boss.id).has_second
    finally:
        staff.close()


def test_on_its_day_everything_goes_and_the_chain_stays(doomed: Aging) -> None:
    root, before = doomed.house.folder.root, secrets(doomed.house.folder.root)
    doomed.clock.forward(days=7)
    event = destroy_when_due(doomed.house)
    assert event
    counted = {"stage": "destroyed", "people": 2, "cards": 2, "passes": 0}
    rest = {"attestations": 0, "events": 2, "backups": 1, "keys": 1}
    assert event.more == counted | rest
    assert doomed.house.registry.count() == 0
    assert doomed.known() == []
    assert doomed.ledger.verify().ok
    assert b"purple-dotted" not in doomed.bytes_on_disk()
    assert list((root / "backups").iterdir()) == []
    after = secrets(root)
    assert after["ledger.key"] == before["ledger.key"]
    assert after["site.key"] != before["site.key"]
    assert read_sunset(root).stage is Stage.DESTROYED
    assert destroy_when_due(doomed.house) is None


def test_whoever_holds_the_old_keys_notices(doomed: Aging) -> None:
    assert not doomed.house.keys_replaced()
    doomed.clock.forward(days=7)
    RetentionKeeper(doomed.house).look()
    assert doomed.house.keys_replaced()
    House.open(doomed.house.config, lambda text: None).close()


STEPS = ("_empty_registry", "_empty_personal", "_remove_files", "_certify")


@pytest.mark.parametrize("step", STEPS)
def test_a_destruction_that_broke_off_goes_on_and_forgets_no_number(
    doomed: Aging, open_site: Open, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    doomed.clock.forward(days=7)

    def cut(*_: object) -> None:
        raise OSError("the power goes")

    with monkeypatch.context() as patch:
        patch.setattr(destroying, step, cut)
        with pytest.raises(OSError, match="power"):
            destroy_when_due(doomed.house)
    again = open_site()
    event = destroy_when_due(again.house)
    assert event
    assert (event.more["people"], event.more["events"]) == (2, 2)
    assert again.ledger.verify().ok


def test_while_a_site_only_counts_every_gate_stands_open(site: Aging) -> None:
    ended = [False]
    keeper = HoursKeeper(site.house.config, site.clock.moment, lambda: ended[0])
    told: list[tuple[str, HoursNow]] = []
    keeper.tell(lambda lane, now: told.append((lane, now)))
    assert told == []
    site.clock.state = ClockState.UNTRUSTED
    for ended[0], hours in ((True, Hours.OPEN), (False, Hours.SHUT)):
        keeper.tell(lambda lane, now: told.append((lane, now)))
        assert told.pop() == ("a", HoursNow(hours))
    keeper.tell(lambda lane, now: told.append((lane, now)))
    assert told == []
