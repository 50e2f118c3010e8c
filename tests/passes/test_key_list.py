"""The signed key list: who may sign passes, and when."""

from dataclasses import replace

import cbor2
import cwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from issuing import DAY, NOW, private

from verification.paper.cose import parse1, sign1
from verification.passes.errors import Flaw, ListProblem
from verification.passes.key_entry import KeyEntry, KeyState, entry_map
from verification.passes.key_list import KeyList
from verification.passes.keys import key_id, public_pem
from verification.passes.rotation import rotated
from verification.passes.sealed import ListKind, seal

PUBLIC = [private(number).public_key() for number in range(2, 12)]

entries = st.builds(
    KeyEntry.of,
    st.sampled_from(PUBLIC),
    st.integers(0, 999).map(lambda days: NOW + days * DAY),
    st.none() | st.integers(1000, 2000).map(lambda days: NOW + days * DAY),
    st.sampled_from(KeyState),
)


@pytest.fixture
def data(key_list, root):
    return key_list.sign(root)


@pytest.fixture
def flaw_of(root):
    """Why a key list is not taken."""

    def do(data, trusted=root):
        with pytest.raises(ListProblem) as caught:
            KeyList.read(data, trusted.public_key())
        return caught.value.flaw

    return do


@pytest.fixture
def sealed(root):
    """A key list with the given content under a right signature."""

    def do(body, kind=ListKind.KEYS, number=1):
        return seal(kind, number, NOW, body, root)

    return do


keys = st.lists(entries, min_size=1, max_size=10, unique_by=lambda entry: entry.kid)


@given(keys, st.integers(1, 2**32 - 1))
def test_what_was_signed_is_read(listed, number):
    ordered = sorted(listed, key=lambda entry: entry.not_before)
    made = KeyList(number, NOW, "测试社区", tuple(ordered))
    root = private(1)
    read = KeyList.read(made.sign(root), root.public_key())
    assert read == made


def test_an_outside_reader_verifies_the_list_and_uses_its_keys(data, root, first):
    pem = public_pem(root.public_key())
    kid = key_id(root.public_key())
    outside = cwt.COSEKey.from_pem(pem, kid=kid, alg="ES256")
    claims = cbor2.loads(cwt.COSE.new().decode(data, outside))
    key = cwt.COSEKey.new(claims[-38961][4][0][1])
    message = seal(ListKind.REVOKED, 1, NOW, {}, first)
    assert cwt.COSE.new().decode(message, key)


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
            Flaw.OTHER_ROOT,
        }


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_named_flaw(data):
    with pytest.raises(ListProblem):
        KeyList.read(data, private(1).public_key())


def test_a_list_of_another_root_is_refused(data, flaw_of, second):
    assert flaw_of(data, second) is Flaw.OTHER_ROOT


def test_a_list_under_the_name_of_our_root_still_needs_its_signature(
    key_list, root, flaw_of, second
):
    payload = parse1(key_list.sign(second)).payload
    forged = sign1(payload, second, key_id(root.public_key()))
    assert flaw_of(forged) is Flaw.BAD_SIGNATURE


def test_a_list_beyond_its_limit_is_not_even_taken_apart(flaw_of):
    assert flaw_of(b"\x00" * (64 * 1024 + 1)) is Flaw.TOO_LARGE


def test_a_list_of_revoked_passes_is_no_key_list(sealed, flaw_of):
    assert flaw_of(sealed({}, ListKind.REVOKED)) is Flaw.MALFORMED


def entry_with(**key):
    """An entry of the list whose key has other parts."""
    made = entry_map(KeyEntry.of(PUBLIC[0], NOW))
    names = {"kty": 1, "kid": 2, "alg": 3, "crv": -1, "x": -2, "y": -3}
    changes = {names[name]: value for name, value in key.items()}
    return {**made, 1: {**made[1], **changes}}


RIGHT = entry_with()
EARLIER = entry_map(KeyEntry.of(PUBLIC[1], NOW - DAY))


@pytest.mark.parametrize(
    "body",
    [
        {},
        {3: "测", 4: []},
        {3: "测", 4: RIGHT},
        {3: "测", 4: [1]},
        {3: "测" * 101, 4: [RIGHT]},
        {3: 1, 4: [RIGHT]},
        {3: "测", 4: [{**RIGHT, 1: b""}]},
        {3: "测", 4: [{**RIGHT, 2: "now"}]},
        {3: "测", 4: [{**RIGHT, 3: 1.5}]},
        {3: "测", 4: [{**RIGHT, 4: 5}]},
        {3: "测", 4: [{**RIGHT, 4: None}]},
        {3: "测", 4: [entry_with(kid=bytes(8))]},
        {3: "测", 4: [entry_with(kty=1)]},
        {3: "测", 4: [entry_with(alg=-8)]},
        {3: "测", 4: [entry_with(crv=2)]},
        {3: "测", 4: [entry_with(x=bytes(32))]},
        {3: "测", 4: [entry_with(y=bytes(31))]},
        {3: "测", 4: [RIGHT] * 201},
        {3: "测", 4: [RIGHT, RIGHT]},
        {3: "测", 4: [RIGHT, EARLIER]},
    ],
)
def test_content_that_is_not_right_is_refused_under_a_right_signature(
    body, sealed, flaw_of
):
    assert flaw_of(sealed(body)) is Flaw.MALFORMED


@pytest.mark.parametrize("number", [0, -1, 2**32])
def test_a_list_without_a_right_number_is_refused(number, sealed, flaw_of):
    assert flaw_of(sealed({3: "测", 4: [RIGHT]}, number=number)) is Flaw.MALFORMED


def states(listed, at):
    return [listed.state(entry, at).name for entry in listed.entries]


def test_keys_take_over_from_each_other_without_a_new_list(key_list, second, reread):
    listed = reread(rotated(key_list, second.public_key(), NOW, 7 * DAY))
    day = [NOW + days * DAY for days in (0, 6.99, 7, 7 + 365, 7 + 366)]
    assert [states(listed, at) for at in day] == [
        ["ACTIVE", "ANNOUNCED"],
        ["ACTIVE", "ANNOUNCED"],
        ["KEPT", "ACTIVE"],
        ["KEPT", "ACTIVE"],
        ["RETIRED", "ACTIVE"],
    ]


def test_the_newest_key_that_has_begun_signs(key_list, second, reread):
    listed = reread(rotated(key_list, second.public_key(), NOW, 7 * DAY))
    old, new = (entry.kid for entry in listed.entries)
    assert listed.signer(NOW + 6 * DAY).kid == old
    assert listed.signer(NOW + 7 * DAY).kid == new
    assert listed.signer(NOW - DAY) is None


def test_passes_count_under_active_and_kept_keys_only(key_list, second, reread):
    listed = reread(rotated(key_list, second.public_key(), NOW, 7 * DAY))
    old, new = (entry.kid for entry in listed.entries)
    counting = [
        [bool(listed.keys_for(kid, NOW + days * DAY)) for kid in (old, new)]
        for days in (-1, 0, 7, 373)
    ]
    assert counting == [[False, False], [True, False], [True, True], [False, True]]


def test_a_retired_key_counts_never(key_list):
    (entry,) = key_list.entries
    gone = replace(entry, state=KeyState.RETIRED)
    listed = replace(key_list, entries=(gone,))
    assert listed.keys_for(entry.kid, NOW + DAY) == ()
    assert listed.signer(NOW + DAY) is None


def test_a_key_that_is_not_listed_counts_never(key_list):
    assert key_list.keys_for(bytes(8), NOW) == ()
    assert key_list.find(bytes(8)) is None
