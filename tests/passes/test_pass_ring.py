"""The folder of private keys."""

import stat

import pytest
from issuing import DAY, NOW, private

from verification.errors import KeyProblem
from verification.passes.errors import SigningProblem
from verification.passes.keys import (
    fingerprint,
    key_id,
    private_pem,
    public_pem,
    read_private,
    read_public,
    same_fingerprint,
)
from verification.passes.ring import ROOT, ROOT_KEY, Ring
from verification.passes.rotation import first_key_list, rotated


@pytest.fixture
def ring(tmp_path):
    return Ring(tmp_path / "keys" / "passes")


@pytest.fixture
def listed(ring):
    return first_key_list("测", ring.make_key().public_key(), NOW)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_every_key_is_readable_by_its_owner_only(ring):
    ring.make_root()
    ring.make_key()
    assert mode(ring.folder) == 0o700
    assert [mode(path) for path in ring.folder.iterdir()] == [0o600] * 3


def test_a_root_is_trusted_where_it_was_made(ring):
    assert ring.root() is None
    made = ring.make_root()
    assert key_id(ring.root()) == key_id(made.public_key())
    assert ring.has_root_key
    assert key_id(ring.root_key().public_key()) == key_id(made.public_key())


def test_a_root_may_lie_elsewhere(ring, tmp_path):
    made = ring.make_root()
    elsewhere = tmp_path / "root"
    (ring.folder / ROOT_KEY).rename(elsewhere)
    elsewhere.chmod(0o644)  # a stick that knows no owners
    assert not ring.has_root_key
    assert key_id(ring.root()) == key_id(made.public_key())
    with pytest.raises(KeyProblem, match="--root FILE"):
        ring.root_key()
    assert key_id(ring.root_key(elsewhere).public_key()) == key_id(made.public_key())


def test_the_root_of_another_site_signs_nothing_here(ring, tmp_path):
    ring.make_root()
    (tmp_path / "other").write_bytes(private_pem(private(9)))
    with pytest.raises(KeyProblem, match="not the root"):
        ring.root_key(tmp_path / "other")


def test_a_root_that_is_not_where_it_was_said_to_be_is_named(ring, tmp_path):
    with pytest.raises(KeyProblem, match="absent"):
        ring.root_key(tmp_path / "absent")


def test_the_key_of_the_day_signs(ring, listed):
    old = listed.entries[0].kid
    both = rotated(listed, ring.make_key().public_key(), NOW, 7 * DAY)
    assert ring.signer(both, NOW + 6 * DAY).kid == old
    new = ring.signer(both, NOW + 7 * DAY)
    assert (new.not_before, new.not_after) == (NOW + 7 * DAY, None)
    assert key_id(new.private.public_key()) == new.kid != old


def test_no_key_signs_before_the_first_begins(ring, listed):
    with pytest.raises(SigningProblem, match="rotate"):
        ring.signer(listed, NOW - DAY)


def test_a_destroyed_key_signs_nothing(ring, listed):
    ring.destroy(listed.entries[0].kid)
    ring.destroy(listed.entries[0].kid)
    with pytest.raises(SigningProblem, match=listed.entries[0].kid.hex()):
        ring.signer(listed, NOW)


@pytest.mark.parametrize("damage", ["others", "link", "text", "directory"])
def test_a_key_file_that_must_not_be_used_is_not(ring, listed, damage, tmp_path):
    kid = listed.entries[0].kid
    path = ring.folder / f"{kid.hex()}.key"
    if damage == "others":
        path.chmod(0o640)
    elif damage == "link":
        path.rename(tmp_path / "aside")
        path.symlink_to(tmp_path / "aside")
    elif damage == "text":
        path.write_text("no key")
    else:
        path.unlink()
        path.mkdir()
    with pytest.raises(KeyProblem):
        ring.signer(listed, NOW)


def test_a_trusted_root_that_is_damaged_is_no_root(ring):
    ring.make_root()
    (ring.folder / ROOT).write_text("-----BEGIN PUBLIC KEY-----")
    with pytest.raises(KeyProblem):
        ring.root()


ED25519 = {
    "public": b"-----BEGIN PUBLIC KEY-----\n"
    b"MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
    b"-----END PUBLIC KEY-----\n",
    "private": b"-----BEGIN PRIVATE KEY-----\n"
    b"MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
    b"-----END PRIVATE KEY-----\n",
}


@pytest.mark.parametrize("data", [b"", b"no key", ED25519["public"]])
def test_a_public_key_of_another_kind_is_refused(data):
    with pytest.raises(KeyProblem):
        read_public(data)


@pytest.mark.parametrize("data", [b"", b"no key", ED25519["private"]])
def test_a_private_key_of_another_kind_is_refused(data):
    with pytest.raises(KeyProblem):
        read_private(data)


def test_keys_come_back_from_their_files():
    key = private(5)
    assert read_private(private_pem(key)).private_numbers() == key.private_numbers()
    public = key.public_key()
    assert read_public(public_pem(public)).public_numbers() == public.public_numbers()


def test_two_people_can_compare_a_fingerprint():
    public = private(5).public_key()
    shown = fingerprint(public)
    assert [len(group) for group in shown.split()] == [8] * 8
    assert shown.replace(" ", "").startswith(key_id(public).hex())
    assert same_fingerprint(public, shown)
    assert same_fingerprint(public, shown.replace(" ", "").upper())
    assert not same_fingerprint(public, shown[:-1])
    assert not same_fingerprint(public, "")
    assert not same_fingerprint(private(6).public_key(), shown)
