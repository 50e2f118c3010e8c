"""A signed pass: an outside reader believes it, and it fits its code."""

import base64
import os
import zlib
from datetime import timedelta

import cbor2
import cwt
import pytest
import segno
from issuing import CLAIMS, DAY, NOW

from verification.paper import base45
from verification.paper.examine import examine
from verification.paper.paper import PaperKind, Refusal
from verification.paper.trust import TrustStore
from verification.passes.claims import HCERT, PASS, to_map
from verification.passes.errors import SigningProblem
from verification.passes.keys import SigningKey, key_id, public_pem
from verification.passes.lists import PassLists
from verification.passes.rotation import retired, rotated
from verification.passes.signer import LONGEST_LIFE, sign_pass

# Signed once with the invented key 2; a reader of today must read it for ever.
TEXT = (
    "HC1:NCF590B20FFWTWGSLKC 4M99HS10P6Y%PQZ777B3XKDF3/E5500DF3/E0600DF3/E0C10Y508HKZ"
    "AJV%KS49TK404DGWLV9UYBD9$L*E5$6T+.H55AX507H0QS00+0J61%H1CT1K+1$50FD0568EOD0J2V*H"
    "E12$ERQ9RC VXPL8CLG6TDAIC-6GXC$SA9*EH/RB:BJQ8R-U57D68N8Y5S$6VCRQZP98N/ZG-M0SFP25"
    "OCPVUCW5.271"
)


@pytest.fixture
def believe(key_list, revoked):
    """What our own reader says of a text."""
    trust = TrustStore().with_passes(PassLists(key_list, revoked()).trusted_keys())
    return lambda text, at=NOW: examine([text.encode()], trust, at)


def message_of(text):
    return zlib.decompress(base45.decode(text.removeprefix("HC1:")))


def read_outside(text, key):
    pem = public_pem(key.public_key())
    outside = cwt.COSEKey.from_pem(pem, kid=key_id(key.public_key()), alg="ES256")
    return cwt.COSE.new().decode(message_of(text), outside)


def test_an_outside_reader_verifies_a_pass(signer, first):
    issued = sign_pass(CLAIMS, signer)
    assert to_map(CLAIMS) == cbor2.loads(read_outside(issued.text, first))


def test_an_outside_reader_refuses_one_changed_bit(signer, first):
    message = bytearray(message_of(sign_pass(CLAIMS, signer).text))
    message[-1] ^= 1
    text = "HC1:" + base45.encode(zlib.compress(bytes(message)))
    with pytest.raises(cwt.VerifyError):
        read_outside(text, first)


def test_another_key_did_not_sign_it(signer, second):
    with pytest.raises(ValueError, match="key is not found"):
        read_outside(sign_pass(CLAIMS, signer).text, second)


def test_a_pass_of_today_is_read_for_ever(believe):
    paper = believe(TEXT)
    assert (paper.kind, paper.refusal, paper.authentic) == (PaperKind.PASS, None, True)
    assert paper.pass_claims == CLAIMS
    assert Refusal.EXPIRED is believe(TEXT, CLAIMS.expires).refusal
    assert Refusal.NOT_YET_VALID is believe(TEXT, NOW - DAY).refusal


def test_a_pass_counts_at_a_kiosk_whose_clock_is_behind(believe, claims, signer):
    text = sign_pass(claims(issued_at=NOW + 2 * DAY, not_before=NOW + DAY), signer).text
    assert believe(text, NOW + 1.5 * DAY).refusal is None
    assert believe(text, NOW + 0.5 * DAY).refusal is Refusal.NOT_YET_VALID


def test_a_pass_is_the_issuers_once_its_signature_is_good(believe, second):
    assert believe(TEXT).issuer == "测试社区"
    stranger = SigningKey(key_id(second.public_key()), second, NOW)
    paper = believe(sign_pass(CLAIMS, stranger).text)
    assert (paper.authentic, paper.issuer) == (None, None)
    assert paper.refusal is Refusal.UNKNOWN_KEY


def refusals(listed, text, *days):
    """What becomes of a pass under a key list as days go by."""
    trust = TrustStore().with_passes(PassLists(listed, None).trusted_keys())
    codes = [text.encode()]
    return [examine(codes, trust, NOW + day * DAY).refusal for day in days]


def test_a_pass_of_an_announced_key_counts_from_the_day_of_the_key(
    key_list, second, claims
):
    thief = SigningKey(key_id(second.public_key()), second, NOW)
    text = sign_pass(CLAIMS, thief).text
    listed = rotated(key_list, second.public_key(), NOW, 7 * DAY)
    early = Refusal.NOT_YET_VALID
    assert refusals(listed, text, 0, 6.99, 7) == [early, early, None]


def test_a_pass_of_a_kept_key_counts_to_its_end(key_list, second, claims, signer):
    text = sign_pass(claims(expires=NOW + 366 * DAY), signer).text
    listed = rotated(key_list, second.public_key(), NOW, 0 * DAY)
    assert refusals(listed, text, 0, 365.99, 366) == [None, None, Refusal.EXPIRED]


def test_a_retired_key_takes_all_its_passes_with_it(key_list, second, signer):
    listed = rotated(key_list, second.public_key(), NOW, 0 * DAY)
    gone = retired(listed, signer.kid, NOW)
    assert refusals(gone, TEXT, 0, 1) == [Refusal.UNKNOWN_KEY] * 2


def test_a_pass_says_what_it_is_and_who_signed_it(signer):
    issued = sign_pass(CLAIMS, signer)
    assert (CLAIMS, signer.kid, "04HM-ASW9-5") == (
        issued.claims,
        issued.kid,
        issued.code,
    )
    assert issued.text not in repr(issued)


@pytest.mark.parametrize("name", ["*", "张*", "欧**明", "𠮷**𠮷", "T**n"])
def test_a_pass_fits_version_11_at_level_q(name, claims, signer):
    made = claims(
        id=os.urandom(8), holder=os.urandom(16), masked_name=name, generation=65535
    )
    code = segno.make_qr(sign_pass(made, signer).text, error="q", boost_error=False)
    assert (code.mode, code.symbol_size(border=0)[0]) == ("alphanumeric", 61)


def test_a_status_never_stands_on_paper():
    assert 4 not in to_map(CLAIMS)[HCERT][PASS]


def test_an_announced_key_signs_nothing_before_its_day(first, claims):
    early = SigningKey(b"k" * 8, first, NOW + DAY)
    with pytest.raises(SigningProblem, match="announced"):
        sign_pass(CLAIMS, early)
    begin = NOW + DAY
    sign_pass(claims(issued_at=begin, not_before=begin), early)


def test_no_pass_outlives_its_key(first, claims):
    ending = SigningKey(b"k" * 8, first, NOW, NOW + 10 * DAY)
    with pytest.raises(SigningProblem, match="newest key"):
        sign_pass(CLAIMS, ending)
    sign_pass(claims(expires=NOW + 10 * DAY), ending)


def test_no_pass_lives_longer_than_a_kept_key_is_kept(signer, claims):
    sign_pass(claims(expires=NOW + LONGEST_LIFE), signer)
    with pytest.raises(SigningProblem, match="366"):
        sign_pass(claims(expires=NOW + LONGEST_LIFE + timedelta(seconds=1)), signer)


def test_a_key_never_shows_itself(signer, first):
    secret = first.private_numbers().private_value.to_bytes(32)
    assert secret.hex() not in repr(signer)
    assert base64.b64encode(secret).decode() not in repr(signer)
    assert "private" not in repr(signer)
