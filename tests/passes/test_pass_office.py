"""The office of an issuing site: keys and lists go out together."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from issuing import DAY, NOW

from verification.errors import KeyProblem
from verification.passes.errors import SigningProblem
from verification.passes.ring import ROOT_KEY
from verification.registry.shelf import KEYS, REVOKED


@pytest.fixture
def town(site):
    """A site that has just made its keys."""
    made = site("town")
    made.office.make()
    return made


def numbers(town):
    shelf = town.house.registry.shelf
    return [shelf.paper_list(name).seq for name in (KEYS, REVOKED)]


def test_a_new_site_has_no_lists_and_says_what_to_do(site):
    office = site("town").office
    assert office.lists() is None
    for ask in (office.signer, office.publish, office.rotate):
        with pytest.raises(SigningProblem, match="keys make"):
            ask()


def test_the_first_keys_can_sign_at_once(town):
    lists = town.office.lists()
    assert (lists.issuer, lists.at, numbers(town)) == ("town", NOW, [1, 1])
    assert town.office.signer().kid == lists.keys.entries[0].kid


def test_keys_are_made_once(town):
    before = town.office.lists()
    with pytest.raises(SigningProblem, match="rotate"):
        town.office.make()
    assert town.office.lists() == before


def test_two_offices_at_once_make_one_root(site):
    offices = [site("town").office for _ in range(3)]
    ready = threading.Barrier(len(offices))

    def make(office):
        ready.wait(5)
        try:
            return bool(office.make())
        except SigningProblem:
            return False

    with ThreadPoolExecutor(len(offices)) as threads:
        made = list(threads.map(make, offices))
    assert sorted(made) == [False, False, True]
    assert offices[0].ring.root_key().public_key() == offices[0].ring.root()
    assert offices[0].lists().keys.number == 1


def test_a_making_that_broke_off_goes_on_with_the_same_root(site):
    office = site("town").office
    root = office.ring.make_root()
    office.make()
    assert root.public_key() == office.ring.root()


def test_a_rotation_announces_the_next_key(town):
    old = town.office.signer().kid
    town.office.rotate(7 * DAY)
    assert (town.office.signer().kid, numbers(town)) == (old, [2, 2])
    town.later(7)
    assert town.office.signer().kid != old


def test_the_root_may_come_from_a_safe(town, tmp_path):
    safe = tmp_path / "safe.key"
    (town.office.ring.folder / ROOT_KEY).rename(safe)
    with pytest.raises(KeyProblem, match="--root"):
        town.office.rotate()
    keys = list(town.office.ring.folder.iterdir())
    town.office.rotate(root_file=safe)
    assert len(list(town.office.ring.folder.iterdir())) == len(keys) + 1
    assert numbers(town) == [2, 2]


def test_revoked_passes_are_listed_until_they_expire(town):
    town.issue(days=30)
    assert town.office.publish().ids == frozenset()
    town.revoke_all()
    (pass_id,) = (record.id for record in town.house.registry.papers.passes())
    assert town.office.publish().ids == {pass_id}
    assert town.office.lists().is_revoked(pass_id)
    town.later(30)
    assert town.office.publish().ids == frozenset()
    assert numbers(town) == [1, 4]


def test_lists_are_published_without_the_root(town):
    (town.office.ring.folder / ROOT_KEY).unlink()
    town.later(1)
    town.office.publish()
    assert town.office.lists().at == NOW + DAY


def test_a_clock_behind_the_lists_publishes_nothing(town):
    town.later(-0.01)
    with pytest.raises(SigningProblem, match="clock"):
        town.office.publish()
    assert numbers(town) == [1, 1]


def test_a_key_with_living_passes_is_retired_only_by_force(town):
    old = town.office.signer().kid
    town.issue()
    town.office.rotate(timedelta(0))
    with pytest.raises(SigningProblem, match=r"1 passes .* --force"):
        town.office.retire(old)
    assert town.office.ring.has(old)
    town.office.retire(old, force=True)
    assert not town.office.ring.has(old)
    assert town.office.lists().keys_for(old, town.at) == ()


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_a_key_without_living_passes_is_retired_freely(town, end):
    old = town.office.signer().kid
    town.issue(days=30)
    town.office.rotate(timedelta(0))
    if end == "revoked":
        town.revoke_all()
    else:
        town.later(30)
    town.office.retire(old)
    assert not town.office.ring.has(old)


def test_a_retirement_leaves_a_list_that_another_key_signed(town):
    old = town.office.signer().kid
    town.office.rotate(timedelta(0))
    town.office.retire(old)
    lists = town.office.lists()
    assert (lists.at, lists.revoked.keys_number, numbers(town)) == (NOW, 3, [3, 3])


def test_the_last_key_stays(town):
    with pytest.raises(SigningProblem, match="rotate --lead-days 0"):
        town.office.retire(town.office.signer().kid, force=True)
    assert town.office.signer()


def test_the_ledger_says_who_did_what_and_when(town):
    old = town.office.signer().kid
    town.office.rotate(timedelta(0))
    town.office.retire(old)
    town.office.publish()
    told = [(fact["staff"], fact["change"]) for fact in town.recorded()]
    assert told == [
        ("office", "pass.keys.made"),
        ("office", "pass.keys.rotated"),
        ("office", "pass.keys.retired"),
        ("office", "pass.revoked.listed"),
    ]
    assert town.recorded()[2]["kid"] == old.hex()
