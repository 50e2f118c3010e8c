"""The signed list of revoked passes: numbered, and never an older one."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from issuing import DAY, NOW, private

from verification.passes.errors import Flaw, ListProblem, SigningProblem
from verification.passes.key_list import KeyList
from verification.passes.keys import SigningKey, key_id
from verification.passes.lists import AHEAD, PassLists, check_order, read_lists
from verification.passes.revocations import MAX_IDS, RevocationList
from verification.passes.rotation import first_key_list, retired, rotated
from verification.passes.sealed import ListKind, seal

A, B, C = (bytes([letter]) * 8 for letter in b"ABC")
SECOND = private(3)


@pytest.fixture
def data(revoked, signer):
    return revoked(B, A).sign(signer)


@pytest.fixture
def flaw_of(key_list):
    """Why a list of revoked passes is not taken."""

    def do(data, keys=key_list):
        with pytest.raises(ListProblem) as caught:
            RevocationList.read(data, keys)
        return caught.value.flaw

    return do


@given(st.sets(st.binary(min_size=8, max_size=8)), st.integers(1, 2**32 - 1))
def test_what_was_signed_is_read(ids, number):
    key = private(2)
    keys = first_key_list("测", key.public_key(), NOW)
    made = RevocationList.of(number, NOW, keys, ids)
    signer = SigningKey(key_id(key.public_key()), key, NOW)
    assert RevocationList.read(made.sign(signer), keys) == made


def test_ten_thousand_passes_are_eighty_kilobytes(key_list, signer):
    ids = {os.urandom(8) for _ in range(10_000)}
    made = RevocationList.of(1, NOW, key_list, ids)
    data = made.sign(signer)
    assert 80_000 <= len(data) <= 80_200
    assert RevocationList.read(data, key_list).ids == ids


def test_a_list_cut_at_any_byte_is_refused(data, flaw_of):
    for length in range(len(data)):
        assert flaw_of(data[:length]) is Flaw.MALFORMED


def test_a_list_with_any_byte_changed_is_refused(data, flaw_of):
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1
        assert flaw_of(bytes(changed)) in {
            Flaw.BAD_SIGNATURE,
            Flaw.MALFORMED,
            Flaw.UNKNOWN_SIGNER,
        }


def test_a_list_of_an_unknown_signer_is_refused(revoked, flaw_of):
    stranger = SigningKey(key_id(SECOND.public_key()), SECOND, NOW)
    assert flaw_of(revoked(A).sign(stranger)) is Flaw.UNKNOWN_SIGNER


def test_a_list_beyond_its_limit_is_not_even_taken_apart(flaw_of):
    assert flaw_of(bytes(4 * 1024 * 1024 + 1)) is Flaw.TOO_LARGE


@pytest.mark.parametrize(
    "body",
    [
        {},
        {3: 1},
        {3: 1, 4: [A, B]},
        {3: 1, 4: A + B[:7]},
        {3: 1, 4: B + A},
        {3: 1, 4: A + A},
        {3: 0, 4: A},
        {3: True, 4: A},
    ],
)
def test_content_that_is_not_right_is_refused(body, flaw_of, first):
    assert flaw_of(seal(ListKind.REVOKED, 1, NOW, body, first)) is Flaw.MALFORMED


def test_a_key_list_is_no_list_of_revoked_passes(flaw_of, first):
    data = seal(ListKind.KEYS, 1, NOW, {3: 1, 4: A}, first)
    assert flaw_of(data) is Flaw.MALFORMED


def test_more_passes_than_a_reader_takes_are_not_signed(key_list):
    many = (number.to_bytes(8) for number in range(MAX_IDS + 1))
    with pytest.raises(SigningProblem):
        RevocationList.of(1, NOW, key_list, many)


def test_the_list_of_a_retired_key_is_refused(key_list, signer, revoked, flaw_of):
    two = rotated(key_list, SECOND.public_key(), NOW, 0 * DAY)
    one = retired(two, signer.kid, NOW)
    assert flaw_of(revoked(A).sign(signer), one) is Flaw.UNKNOWN_SIGNER


def test_the_list_of_a_kept_key_counts(key_list, signer, revoked):
    two = rotated(key_list, SECOND.public_key(), NOW, 0 * DAY)
    assert RevocationList.read(revoked(A).sign(signer), two).ids == {A}


def test_the_list_of_an_announced_key_is_refused(key_list, revoked, flaw_of):
    two = rotated(key_list, SECOND.public_key(), NOW, 7 * DAY)
    announced = SigningKey(key_id(SECOND.public_key()), SECOND, NOW)
    assert flaw_of(revoked(A).sign(announced), two) is Flaw.UNKNOWN_SIGNER
    later = revoked(A, at=NOW + 7 * DAY).sign(announced)
    assert RevocationList.read(later, two).ids == {A}


def test_a_list_that_knows_of_a_newer_key_list_asks_for_it(
    key_list, revoked, signer, flaw_of
):
    two = rotated(key_list, SECOND.public_key(), NOW)
    data = revoked(A, keys=two).sign(signer)
    assert flaw_of(data) is Flaw.OLDER_KEYS
    assert RevocationList.read(data, two).keys_number == 2


@pytest.fixture
def order_flaw(revoked):
    """Whether a list may follow another, both given by number and day."""

    def do(number, day, same_bytes=False, held=(5, 0), now=NOW + DAY):
        new = revoked(number=number, at=NOW + day * DAY)
        old = held and (held[0], NOW + held[1] * DAY)
        try:
            check_order(new, old, same_bytes=same_bytes, now=now)
        except ListProblem as problem:
            return problem.flaw
        return None

    return do


def test_a_higher_number_follows(order_flaw):
    assert order_flaw(6, 0) is None
    assert order_flaw(6, 1) is None
    assert order_flaw(1, 1, held=None) is None


def test_the_same_file_again_does_no_harm(order_flaw):
    assert order_flaw(5, 0, same_bytes=True) is None


@pytest.mark.parametrize(("number", "day"), [(4, 1), (5, 1), (5, 0), (6, -1), (1, -9)])
def test_there_is_no_way_back(number, day, order_flaw):
    assert order_flaw(number, day) is Flaw.ROLLED_BACK


def test_a_list_from_the_future_is_not_taken(order_flaw):
    assert order_flaw(6, 2.01) is Flaw.FROM_THE_FUTURE
    assert order_flaw(6, 2, now=NOW + 2 * DAY - AHEAD) is None
    assert order_flaw(6, 9, held=None) is Flaw.FROM_THE_FUTURE


@pytest.fixture
def held(key_list, revoked):
    return PassLists(key_list, revoked(A, B))


def test_a_kiosk_knows_what_is_revoked_and_as_of_when(held, signer):
    assert [held.is_revoked(each) for each in (A, B, C)] == [True, True, False]
    assert held.at == NOW
    assert held.issuer == "测试社区"
    assert held.keys_for(signer.kid, NOW)
    assert not held.keys_for(signer.kid, NOW - DAY)


def test_without_a_list_nobody_knows_what_is_revoked(key_list):
    lists = PassLists(key_list, None)
    assert lists.at is None
    assert not lists.is_revoked(A)


def test_trusted_keys_carry_their_times_and_leave_retired_ones_out(key_list, signer):
    two = rotated(key_list, SECOND.public_key(), NOW, 7 * DAY)
    keys = dict(PassLists(two, None).trusted_keys())
    new = key_id(SECOND.public_key())
    assert set(keys) == {signer.kid, new}
    assert keys[new].not_before == NOW + 7 * DAY
    assert keys[signer.kid].ended(NOW + 373 * DAY)
    assert not keys[signer.kid].ended(NOW + 372 * DAY)
    gone = retired(two, new, NOW)
    assert set(dict(PassLists(gone, None).trusted_keys())) == {signer.kid}


def test_what_a_kiosk_kept_is_read_again(key_list, root, data, revoked):
    kept = key_list.sign(root)
    public = root.public_key()
    assert read_lists(kept, data, public) == PassLists(key_list, revoked(A, B))
    assert read_lists(kept, None, public) == PassLists(key_list, None)
    assert read_lists(None, data, public) is None
    assert read_lists(kept, data, None) is None


def test_a_kept_list_whose_signer_was_retired_since_is_left_out(
    key_list, root, data, signer
):
    two = rotated(key_list, SECOND.public_key(), NOW, 0 * DAY)
    one = retired(two, signer.kid, NOW)
    lists = read_lists(one.sign(root), data, root.public_key())
    assert lists == PassLists(KeyList.read(one.sign(root), root.public_key()), None)
