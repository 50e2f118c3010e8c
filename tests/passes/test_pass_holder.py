"""Whose pass it is can be compared, but not found out."""

import hashlib
import hmac
import stat

import pytest
from issuing import CLAIMS, NOW

from verification.documents import Document
from verification.errors import KeyProblem
from verification.invented import invented_number, invented_person
from verification.numbers import check_character
from verification.passes.holder import (
    HOLDER_KEY,
    HolderKeys,
    create_holder_key,
    load_holder_keys,
)

MASTER = bytes(range(32))
KID = bytes.fromhex("dc0ce633dbcc913d")
OTHER_KID = bytes.fromhex("0011223344556677")
NUMBER = invented_person(7).number
DOCUMENT = Document.parse(NUMBER)


@pytest.fixture
def holders():
    return HolderKeys(MASTER)


@pytest.fixture
def made(holders, claims):
    """A pass of somebody."""

    def do(document=DOCUMENT, pass_id=CLAIMS.id, kid=KID):
        return claims(id=pass_id, holder=holders.hash(kid, pass_id, document))

    return do


def test_the_hash_is_hmac_sha256_under_the_key_of_its_kid(holders):
    # HKDF-SHA256 (RFC 5869) with one block, by hand.
    prk = hmac.digest(bytes(32), MASTER, "sha256")
    info = b"changxing/holder/dc0ce633dbcc913d\x01"
    key = hmac.digest(prk, info, "sha256")
    plain = CLAIMS.id + b"resident:v1:" + NUMBER.encode()
    expected = hmac.new(key, plain, hashlib.sha256).digest()[:16]
    assert expected == holders.hash(KID, CLAIMS.id, DOCUMENT)


def test_the_holder_matches_and_nobody_else(holders, made):
    assert holders.matches(KID, made(), DOCUMENT)
    for index in range(1, 50):
        other = Document.parse(invented_person(7 + index).number)
        assert not holders.matches(KID, made(), other)


def test_two_passes_of_one_person_do_not_match_each_other(made):
    assert made().holder != made(pass_id=bytes(8)).holder


def test_a_hash_belongs_to_its_pass_and_its_key(holders, made, claims):
    moved = claims(id=bytes(8), holder=made().holder)
    assert not holders.matches(KID, moved, DOCUMENT)
    assert not holders.matches(OTHER_KID, made(), DOCUMENT)
    assert not HolderKeys(bytes(32)).matches(KID, made(), DOCUMENT)


def test_a_number_typed_in_15_digits_is_the_same_number(holders, made):
    whole = "11010119500307101"
    document = Document.parse(whole + check_character(whole), today=NOW.date())
    old = Document.parse(whole[:6] + whole[8:17], today=NOW.date())
    assert old.warnings == ("converted",)
    assert holders.matches(KID, made(document), old)


def test_case_and_blanks_of_a_number_do_not_matter(holders, made):
    births = (invented_person(index).birth for index in range(200))
    number = next(
        n for n in (invented_number(birth, 1) for birth in births) if n[-1] == "X"
    )
    typed = f" {number[:6]} {number[6:14]} {number[14:].lower()}"
    assert holders.matches(KID, made(Document.parse(number)), Document.parse(typed))


def test_the_kind_of_document_is_part_of_the_hash(holders):
    card = Document.parse(NUMBER, "senior")
    assert card.number == DOCUMENT.number
    as_card = holders.hash(KID, CLAIMS.id, card)
    assert as_card != holders.hash(KID, CLAIMS.id, DOCUMENT)


def test_a_site_keeps_the_holder_key_that_it_made(tmp_path):
    create_holder_key(tmp_path)
    path = tmp_path / HOLDER_KEY
    data = path.read_bytes()
    assert (len(data), stat.S_IMODE(path.stat().st_mode)) == (32, 0o600)
    create_holder_key(tmp_path)
    assert data == path.read_bytes()
    loaded = load_holder_keys(tmp_path)
    expected = HolderKeys(data).hash(KID, CLAIMS.id, DOCUMENT)
    assert expected == loaded.hash(KID, CLAIMS.id, DOCUMENT)


def test_a_kiosk_without_the_holder_key_says_so(tmp_path):
    assert load_holder_keys(tmp_path) is None


def test_a_holder_key_that_others_can_read_is_not_used(tmp_path):
    create_holder_key(tmp_path)
    (tmp_path / HOLDER_KEY).chmod(0o644)
    with pytest.raises(KeyProblem, match="chmod 600"):
        load_holder_keys(tmp_path)


def test_a_holder_key_of_another_length_is_not_used(tmp_path):
    (tmp_path / HOLDER_KEY).write_bytes(bytes(31))
    (tmp_path / HOLDER_KEY).chmod(0o600)
    with pytest.raises(KeyProblem, match="31"):
        load_holder_keys(tmp_path)


def test_the_master_never_shows_itself(holders):
    assert repr(MASTER) not in repr(holders)
    assert MASTER.hex() not in repr(holders)
