"""`examine`: which of several codes counts, and that nothing makes it raise."""

from datetime import datetime

import pytest
from card_kit import jws, numeric
from card_kit import trust as card_trust
from hcert_kit import AT, KEY, OTHER, TrustStore, believing, hcert, pass_claims
from hypothesis import given, settings
from hypothesis import strategies as st

from verification.paper.examine import MOST_CODES, examine
from verification.paper.paper import Paper, PaperKind, Refusal

OURS = believing(passes=[KEY])
BOTH = TrustStore(hcert=believing(KEY).hcert, passes=OURS.passes, cards=card_trust())
PASS, STATE, FORGED = hcert(pass_claims()), hcert(), hcert(pass_claims(), OTHER)
NUMBER, LINK = "ZJ2022-000123", "https://example.org/a"


def best(*texts: str, trust: TrustStore = BOTH) -> Paper:
    return examine([text.encode() for text in texts], trust, AT)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (PaperKind.PASS, [LINK, NUMBER, STATE, PASS]),
        (PaperKind.PASS, [STATE, FORGED]),
        (PaperKind.HCERT, [LINK, NUMBER, STATE]),
        (PaperKind.NUMBER, [LINK, NUMBER]),
        (PaperKind.UNKNOWN, [LINK]),
        (PaperKind.HCERT, [NUMBER, "HC1:broken"]),
    ],
)
def test_ours_wins_then_what_says_most(kind: PaperKind, texts: list[str]) -> None:
    for order in (texts, texts[::-1]):
        assert kind is best(*order).kind


def test_a_pass_that_is_well_wins_over_one_that_is_not() -> None:
    assert best(FORGED, PASS).refusal is None
    assert best(PASS, FORGED).refusal is None


def test_the_newest_of_two_alike_counts() -> None:
    other = hcert(pass_claims() | {6: 1_000_000})
    assert best(PASS, other).digest == best(PASS).digest
    assert best(other, PASS).digest == best(other).digest


def test_a_paper_that_is_well_wins_over_a_stranger() -> None:
    assert best(hcert(key=OTHER), STATE).refusal is None


def test_no_code_is_no_paper() -> None:
    paper = examine([], BOTH, AT)
    assert (paper.kind, paper.refusal) == (PaperKind.UNKNOWN, Refusal.MALFORMED)


def test_a_time_without_a_zone_is_utc() -> None:
    assert examine([STATE.encode()], BOTH, AT.replace(tzinfo=None)).refusal is None


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("ZJ2022-000123", "ZJ2022-000123"),
        ("ZJ2022-000123", " zj2022–000123\n"),
        ("2022/0001", "２０２２／０００１"),
        ("1234", "1234"),
        ("1" * 40, "1" * 40),
    ],
)
def test_a_plain_number_is_only_an_index(number: str, text: str) -> None:
    paper = best(text)
    assert (PaperKind.NUMBER, number) == (paper.kind, paper.number)
    assert (paper.authentic, paper.in_time, paper.refusal) == (None, None, None)
    assert number not in repr(paper)


@pytest.mark.parametrize(
    "text",
    [
        "123",
        "1" * 41,
        "WELCOME",
        "https://a.example/1234",
        "www.example.org",
        "two words 22",
        "ZJ2022\u202e000123",
        "编号ZJ2022",
        "<1234>",
        "WIFI:S:net;;",
    ],
)
def test_other_text_is_of_a_kind_that_we_cannot_check(text: str) -> None:
    paper = best(text)
    assert (paper.kind, paper.refusal) == (PaperKind.UNKNOWN, Refusal.UNSUPPORTED)


def test_bytes_that_are_no_text_are_of_a_kind_that_we_cannot_check() -> None:
    paper = examine([b"\0\xff\x80"], BOTH, AT)
    assert (paper.kind, paper.refusal) == (PaperKind.UNKNOWN, Refusal.UNSUPPORTED)
    huge = examine([b"1" * 20_000], BOTH, AT)
    assert (huge.kind, huge.refusal) == (PaperKind.UNKNOWN, Refusal.TOO_LARGE)


def test_every_paper_has_a_name_of_its_own() -> None:
    texts = [PASS, STATE, jws(), NUMBER, LINK]
    digests = {best(text).digest for text in texts}
    assert len(texts) == len(digests)
    assert {16} == {len(digest) for digest in digests}


def test_a_health_card_beside_our_pass_does_not_hide_it() -> None:
    assert best(numeric(jws()), PASS).kind is PaperKind.PASS
    assert best(numeric(jws()), NUMBER).kind is PaperKind.SHC


def test_a_wall_of_codes_is_looked_at_up_to_a_number() -> None:
    wall = [f"A-{number}".encode() for number in range(MOST_CODES)]
    assert examine([*wall, PASS.encode()], BOTH, AT).kind is PaperKind.NUMBER


CODES = st.binary(max_size=300) | st.text(max_size=100).map(
    lambda text: text.encode("utf-8", "replace")
)
TIMES = st.datetimes(max_value=datetime(9999, 1, 1))  # noqa: DTZ001 - any time whatever


@settings(max_examples=300)
@given(st.lists(CODES, max_size=4), TIMES)
def test_no_bytes_whatever_raise(codes: list[bytes], at: datetime) -> None:
    assert isinstance(examine(codes, BOTH, at), Paper)


@settings(max_examples=200)
@given(st.sampled_from([PASS, STATE, jws()]), st.data())
def test_no_change_of_a_good_code_raises_or_is_believed(
    text: str, data: st.DataObject
) -> None:
    code = bytearray(text.encode())
    place = data.draw(st.integers(0, len(code) - 1))
    code[place] = data.draw(st.integers(0, 255))
    paper = examine([bytes(code)], BOTH, AT)
    assert paper.refusal is not None or paper.digest == best(text).digest
