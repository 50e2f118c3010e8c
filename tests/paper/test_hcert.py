"""HC1: what a certificate and a pass are worth, each wrong thing by its name."""

import math
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import cbor2
import pytest
from hcert_kit import (
    ARC,
    AT,
    BODY,
    CERTIFICATE,
    KEY,
    KID,
    NOW,
    OLD_ARC,
    OTHER,
    P384,
    VACCINATION,
    believing,
    claims,
    examined,
    hcert,
    key_map,
    message,
    pass_claims,
    signer,
    text_of,
)

from verification.paper import base45, cose
from verification.paper.paper import PaperKind, Refusal
from verification.paper.trust import TrustStore
from verification.passes.claims import PASS

EVENT = VACCINATION
SECOND = timedelta(seconds=1)
END, BEGIN = AT + 1000 * SECOND, AT - 1000 * SECOND


def test_a_certificate_that_is_well_says_so() -> None:
    paper = examined(hcert())
    assert paper.kind is PaperKind.HCERT
    assert (paper.authentic, paper.in_time, paper.refusal) == (True, True, None)
    assert ("UT", KID.hex(), END) == (paper.issuer, paper.kid, paper.expires)
    assert paper.birth == "1950-03-07"
    assert paper.claims == CERTIFICATE | {"v": [EVENT]}
    assert "甲" not in repr(paper)


@pytest.mark.parametrize(
    "text",
    [hcert() + "\r\n", "\t " + hcert(), "\ufeff" + hcert()],
)
def test_what_surrounds_a_certificate_does_not_matter(text: str) -> None:
    assert examined(text).refusal is None


PACKED = zlib.compress(cose.sign1(cbor2.dumps(claims()), KEY, KID))


@pytest.mark.parametrize(
    ("refusal", "text", "why"),
    [
        (Refusal.MALFORMED, "HC1:", "nothing"),
        (Refusal.MALFORMED, "HC1:=", "no base45"),
        (Refusal.MALFORMED, hcert().lower().replace("hc1", "HC1"), "lower case"),
        (Refusal.MALFORMED, hcert()[:-3], "cut"),
        (Refusal.MALFORMED, hcert() + "AAA", "longer"),
        (Refusal.MALFORMED, "HC1:" + base45.encode(b"x" + PACKED), "no zlib"),
        (Refusal.MALFORMED, "HC1:" + base45.encode(PACKED + b"x"), "bytes behind"),
        (Refusal.MALFORMED, text_of(b"\xa0"), "no message"),
        (Refusal.MALFORMED, text_of(b"\xff"), "no CBOR"),
        (Refusal.TOO_LARGE, text_of(b"\0" * 100_000), "a bomb"),
        (Refusal.TOO_LARGE, text_of(b"\x81" * 9000 + b"\0"), "too deep"),
    ],
)
def test_a_broken_wrapping_is_refused_by_name(
    refusal: Refusal, text: str, why: str
) -> None:
    paper = examined(text)
    assert (PaperKind.HCERT, refusal) == (paper.kind, paper.refusal), why
    assert paper.authentic is None


def test_no_key_of_that_name_leaves_open_whether_it_is_authentic() -> None:
    paper = examined(hcert(), TrustStore())
    assert (paper.authentic, paper.refusal) == (None, Refusal.UNKNOWN_KEY)
    assert (paper.in_time, paper.issuer, paper.expires) == (True, "UT", END)


def test_a_message_without_a_key_id_is_tried_with_no_key() -> None:
    text = text_of(message(claims(), {1: cose.ES256}))
    assert examined(text).refusal is Refusal.UNKNOWN_KEY


def test_a_forged_certificate_is_not_authentic() -> None:
    paper = examined(hcert(key=OTHER))
    assert (paper.authentic, paper.refusal) == (False, Refusal.BAD_SIGNATURE)
    assert paper.in_time is True


@pytest.mark.parametrize(
    ("header", "key"),
    [({1: -7, 4: KID}, P384), ({1: -37, 4: KID}, KEY), ({4: KID}, KEY)],
)
def test_an_algorithm_that_lies_is_not_authentic(header: Any, key: Any) -> None:
    text = text_of(message(claims(), header, key=key))
    paper = examined(text, believing(key))
    assert (paper.authentic, paper.refusal) == (False, Refusal.ALGORITHM)


def test_two_keys_of_one_name_are_both_tried() -> None:
    assert examined(hcert(), believing(OTHER, KEY)).refusal is None


@pytest.mark.parametrize(
    ("in_time", "refusal", "at"),
    [
        (False, Refusal.NOT_YET_VALID, BEGIN - SECOND),
        (True, None, BEGIN),
        (True, None, END),  # it is refused after that second
        (False, Refusal.EXPIRED, END + SECOND),
    ],
)
def test_the_dates_of_a_certificate(
    in_time: bool, refusal: Refusal | None, at: datetime
) -> None:
    paper = examined(hcert(), at=at)
    assert (True, in_time, refusal) == (paper.authentic, paper.in_time, paper.refusal)


def test_times_with_fractions_and_tags_are_read() -> None:
    dated = claims() | {4: cbor2.CBORTag(1, NOW + 0.5), 6: NOW - 0.5}
    paper = examined(hcert(dated))
    assert (paper.in_time, paper.refusal) == (True, None)
    assert paper.expires == datetime.fromtimestamp(NOW + 0.5, UTC)


@pytest.mark.parametrize("end", [None, "2027", math.nan, math.inf, 1e300, [NOW], True])
def test_a_certificate_without_an_end_is_malformed(end: Any) -> None:
    paper = examined(hcert(claims() | {4: end}))
    assert (paper.authentic, paper.refusal) == (True, Refusal.MALFORMED)


@pytest.mark.parametrize(
    ("refusal", "groups"),
    [
        (None, {"v": [EVENT]}),
        (None, {"t": [EVENT], "v": None, "r": []}),
        (None, {"r": [EVENT, None]}),
        (Refusal.TWO_EVENTS, {"v": [EVENT, EVENT]}),
        (Refusal.TWO_EVENTS, {"v": [EVENT], "r": [EVENT]}),
        (Refusal.MALFORMED, {"x": [EVENT]}),
        (Refusal.MALFORMED, {"v": []}),
        (Refusal.MALFORMED, {"v": None}),
        (Refusal.MALFORMED, {"v": EVENT}),
        (Refusal.MALFORMED, {"v": ["event"]}),
        (Refusal.MALFORMED, {"v": 7}),
    ],
)
def test_there_is_exactly_one_event(refusal: Refusal | None, groups: Any) -> None:
    paper = examined(hcert(claims(**groups)))
    assert (True, refusal) == (paper.authentic, paper.refusal)


@pytest.mark.parametrize(
    ("refusal", "payload"),
    [
        (Refusal.UNSUPPORTED, {"name": "plain words", "vaccine": {}}),
        (Refusal.UNSUPPORTED, {1: "UT", 4: NOW + 9}),
        (Refusal.UNSUPPORTED, {-260: {}}),
        (Refusal.MALFORMED, {-260: 7}),
        (Refusal.MALFORMED, {4: NOW + 9, -260: {1: 7}}),
        (Refusal.MALFORMED, {4: NOW + 9, -260: {1: {}}}),
        (Refusal.MALFORMED, {4: NOW + 9, -260: {2: {}}}),
        (Refusal.MALFORMED, [1, 2]),
        (Refusal.MALFORMED, "text"),
        (Refusal.MALFORMED, b"\xff"),
    ],
)
def test_signed_content_of_another_profile_is_authentic_but_refused(
    refusal: Refusal, payload: Any
) -> None:
    paper = examined(text_of(message(payload)))
    assert (True, refusal) == (paper.authentic, paper.refusal)


def test_harmless_faults_of_real_issuers_are_overlooked() -> None:
    sloppy = {
        "dob": "1950",
        "nam": {"fn": "  Ж ", "gn": None, "fnt": "\u202eX"},
        "ver": 1,
        "v": [{"dn": 2.0, "sd": None, "dt": "2022-17-01T00:00", "more": b"\1", 7: 7}],
        "2": [cbor2.CBORTag(0, "2022-01-01T00:00:00Z")],
    }
    signed = {1: "CH BAG", 2: 3, 4: float(NOW + 9), 6: NOW, 7: "x", -260: {1: sloppy}}
    paper = examined(hcert(signed))
    assert (paper.refusal, paper.issuer, paper.birth) == (None, "CH BAG", "1950")
    assert paper.claims["v"][0]["more"] == "01"
    assert paper.claims["nam"]["fnt"] == "X"


@pytest.mark.parametrize("arc", [ARC, OLD_ARC])
@pytest.mark.parametrize(
    ("refusal", "usages", "group"),
    [
        (None, "1", "t"),
        (None, "2", "v"),
        (None, "3", "r"),
        (None, "123", "v"),
        (Refusal.KEY_USAGE, "1", "v"),
        (Refusal.KEY_USAGE, "2", "r"),
        (Refusal.KEY_USAGE, "3", "t"),
        (Refusal.KEY_USAGE, "12", "r"),
    ],
)
def test_a_signer_signs_only_what_its_certificate_names(
    refusal: Refusal | None, usages: str, group: str, arc: str
) -> None:
    kid, der = signer(*usages, arc=arc)
    text = text_of(cose.sign1(cbor2.dumps(claims(**{group: [EVENT]})), KEY, kid))
    paper = examined(text, TrustStore.from_files({"dsc.der": der}))
    assert (True, refusal) == (paper.authentic, paper.refusal)


@pytest.mark.parametrize("other", ["1.3.6.1.5.5.7.3.2", "1.3.6.1.4.1.1847.2021.1.4"])
def test_usages_that_name_no_event_restrict_nothing(other: str) -> None:
    kid, der = signer(other, arc="")
    text = text_of(cose.sign1(cbor2.dumps(claims()), KEY, kid))
    trust = TrustStore.from_files({"map.json": key_map((kid, der))})
    assert examined(text, trust).refusal is None


def test_a_signer_whose_certificate_has_run_out_is_believed_no_longer() -> None:
    kid, der = signer(begin=AT - 9 * SECOND, end=AT)
    text = text_of(cose.sign1(cbor2.dumps(claims()), KEY, kid))
    trust = TrustStore.from_files({"dsc.der": der})
    assert examined(text, trust, AT).refusal is None
    late = examined(text, trust, AT + SECOND)
    assert (late.authentic, late.in_time, late.refusal) == (True, True, Refusal.EXPIRED)


def test_a_pass_of_ours_gives_its_content() -> None:
    paper = examined(hcert(pass_claims()))
    assert (paper.kind, paper.authentic, paper.refusal) == (PaperKind.PASS, True, None)
    content = paper.pass_claims
    assert content is not None
    assert (BODY[1], BODY[3], 1) == (content.id, content.holder, content.generation)
    assert paper.claims["name"] == "*甲"
    assert BODY[3].hex() not in str(paper.claims)


def test_a_pass_ends_with_the_second_of_its_end() -> None:
    text = hcert(pass_claims())
    assert examined(text, at=END - SECOND).refusal is None
    assert examined(text, at=END).refusal is Refusal.EXPIRED
    assert examined(text, at=BEGIN - SECOND).refusal is Refusal.NOT_YET_VALID


def test_no_states_key_signs_a_pass_and_none_of_ours_a_certificate() -> None:
    states, ours = believing(KEY), believing(passes=[KEY])
    assert examined(hcert(), states).authentic is True
    assert examined(hcert(), ours).refusal is Refusal.UNKNOWN_KEY
    assert examined(hcert(pass_claims()), ours).authentic is True
    stranger = examined(hcert(pass_claims()), states)
    assert (stranger.kind, stranger.authentic) == (PaperKind.PASS, None)


def test_a_forged_pass_shows_nothing_of_its_content() -> None:
    paper = examined(hcert(pass_claims(), OTHER))
    assert (paper.kind, paper.authentic) == (PaperKind.PASS, False)
    assert (paper.pass_claims, paper.claims) == (None, {})


@pytest.mark.parametrize(
    "payload",
    [
        {4: NOW + 9, 5: NOW, 6: NOW, -260: {PASS: BODY, 1: CERTIFICATE}},
        {4: NOW + 9, 5: NOW, 6: NOW, -260: {PASS: [BODY]}},
        {4: NOW + 9, 5: NOW, 6: NOW, -260: {PASS: None}},
        {4: NOW + 9, 6: NOW, -260: {PASS: BODY}},
        {5: NOW, 6: NOW, -260: {PASS: BODY}},
        pass_claims() | {4: float(NOW + 9)},
        {**pass_claims(), -260: {PASS: BODY | {1: b"short"}}},
    ],
)
def test_a_pass_is_read_strictly(payload: Any) -> None:
    paper = examined(hcert(payload))
    assert (paper.kind, paper.refusal) == (PaperKind.PASS, Refusal.MALFORMED)
    assert paper.pass_claims is None


def test_one_sheet_in_another_code_has_the_same_digest() -> None:
    signed = cose.sign1(cbor2.dumps(pass_claims()), KEY, KID)
    loose = "HC1:" + base45.encode(zlib.compress(signed[1:], 1))
    digests = {examined(text).digest for text in (text_of(signed), loose)}
    assert len(digests) == 1
    assert len(digests.pop()) == 16
