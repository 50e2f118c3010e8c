"""The trust store: every file of the office's folder, and none that spoils another."""

import base64
import json
from pathlib import Path

import pytest
from card_kit import KEY as CARD_KEY
from card_kit import KID as CARD_KID
from card_kit import member
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hcert_kit import AT, KEY, KID, OTHER, RSA, bare, key_map, signer
from seal_kit import AUTHORITY_KEY, certificate

from verification.paper.trust import TrustStore
from verification.paper.trust_files import LARGEST_FILE
from verification.paper.trusted_key import TrustedKey, kid_of

NAMED, DSC = signer("2")
CSCA = certificate(AUTHORITY_KEY, AUTHORITY_KEY, name="CSCA", ca=True)


def pem(der: bytes) -> bytes:
    body = base64.encodebytes(der)
    return b"-----BEGIN CERTIFICATE-----\n" + body + b"-----END CERTIFICATE-----\n"


def loaded(name: str, data: bytes) -> TrustStore:
    return TrustStore.from_files({name: data})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("dsc.der", DSC),
        ("dsc.crt", pem(DSC)),
        ("dsc.der.b64.txt", base64.encodebytes(DSC)),
        ("bundle.pem", b"comment\n" + pem(CSCA) + pem(DSC)),
        ("keys.json", key_map((NAMED, DSC))),
        ("keys.json", b"\xef\xbb\xbf" + key_map((NAMED, DSC))),
    ],
)
def test_a_certificate_is_found_in_every_kind_of_file(name: str, data: bytes) -> None:
    store = loaded(name, data)
    (key,) = store.hcert[NAMED]
    assert (frozenset("v"), "UT", name) == (key.groups, key.issuer, key.source)
    assert store.skipped == ()
    assert key.not_after is not None
    assert not key.ended(AT)


def test_a_map_names_keys_as_it_likes_and_several_alike() -> None:
    data = key_map((b"11", bare(KEY)), (b"11", bare(RSA)), (b"11", DSC), (KID, DSC))
    store = loaded("keys.json", data)
    assert {kid: len(keys) for kid, keys in store.hcert.items()} == {b"11": 3, KID: 1}
    assert store.hcert[b"11"][0].groups == frozenset()


def test_key_ids_and_keys_may_be_base64url_without_padding() -> None:
    kid = b"\xfb\xff\xfe"
    key = bare(OTHER).replace("+", "-").replace("/", "_").rstrip("=")
    document = {base64.urlsafe_b64encode(kid).decode().rstrip("="): key}
    assert kid in loaded("keys.json", json.dumps(document).encode()).hcert


def test_a_map_pins_no_authority() -> None:
    assert loaded("keys.json", key_map((kid_of(CSCA), CSCA))).certificates == ()
    assert len(loaded("csca.der", CSCA).certificates) == 1


def test_a_key_set_trusts_issuers_of_health_cards() -> None:
    data = json.dumps({"keys": [member(CARD_KEY)]}).encode()
    store = loaded("issuer_jwks.json", data)
    assert list(store.cards.keys) == [CARD_KID]
    assert store.hcert == {}


BAD = {
    "bad.json": b"{",
    "deep.json": b"[" * 100_000,
    "empty.txt": b"",
    "list.json": b"[]",
    "noise.der": bytes(range(256)),
    "nothing.json": b"{}",
    "numbers.json": b'{"AAAA": [7, null, {}]}',
    "some.json": json.dumps({"!!": ["MIIB"], "AAAA": ["SPKI:AAAA", "%"]}).encode(),
    "useless_jwks.json": b'{"keys": [{"kty": "RSA"}]}',
    "odd.json": key_map((KID, bare(Ed25519PrivateKey.generate()))),
    "half.pem": pem(DSC[:50]),
    "large.der": b"0" * (LARGEST_FILE + 1),
}


def test_what_is_wrong_is_named_and_the_rest_is_taken() -> None:
    store = TrustStore.from_files({**BAD, "good.pem": pem(DSC[:99]) + pem(DSC)})
    assert list(store.hcert) == [NAMED]
    named = {skipped.file for skipped in store.skipped}
    assert {*BAD, "good.pem"} == named
    assert [s.entry for s in store.skipped if s.file == "good.pem"] == ["1"]


def test_a_folder_is_read_but_nothing_hidden_and_no_folder_in_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.der").write_bytes(DSC)
    (tmp_path / ".hidden.json").write_bytes(b"{")
    (tmp_path / "sub").mkdir()
    (tmp_path / "broken").symlink_to("nowhere")
    store = TrustStore.load(tmp_path)
    assert list(store.hcert) == [NAMED]
    assert store.skipped == ()


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        TrustStore.load(tmp_path / "nowhere")


def test_the_keys_of_passes_replace_those_before() -> None:
    first = loaded("dsc.der", DSC).with_passes([(KID, TrustedKey(KEY.public_key()))])
    second = first.with_passes([(b"other", TrustedKey(OTHER.public_key()))])
    assert list(second.passes) == [b"other"]
    assert first.hcert == second.hcert


def test_no_key_stands_in_a_repr() -> None:
    shown = repr(loaded("keys.json", key_map((NAMED, DSC), (KID, bare(KEY)))))
    assert "0x" not in shown
