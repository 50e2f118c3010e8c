"""The short code of a pass: every single mistake and every swap is found."""

import re
from contextlib import suppress
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.passes.code import ALPHABET, parse_code, short_code
from verification.passes.errors import CodeProblem

IDS = [
    bytes.fromhex("0000000000000000"),
    bytes.fromhex("ffffffffffffffff"),
    bytes.fromhex("0123456789abcdef"),
    bytes.fromhex("a55a1ee1d00df00d"),
]


def bare(pass_id):
    return short_code(pass_id).replace("-", "")


def test_codes_stay_as_they_are():
    assert short_code(IDS[0]) == "0000-0000-0"
    assert short_code(IDS[1]) == "ZZZZ-ZZZZ-3"
    assert short_code(IDS[2]) == "04HM-ASW9-5"


@given(st.binary(min_size=8, max_size=8))
def test_a_code_leads_back_to_the_start_of_its_id(pass_id):
    code = short_code(pass_id)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-.", code)
    assert pass_id[:5] == parse_code(code)


@pytest.mark.parametrize("pass_id", IDS, ids=bytes.hex)
def test_every_single_wrong_character_is_found(pass_id):
    code = bare(pass_id)
    for place, right in enumerate(code):
        for wrong in ALPHABET.replace(right, ""):
            with pytest.raises(CodeProblem, match="check"):
                parse_code(code[:place] + wrong + code[place + 1 :])


@given(st.binary(min_size=8, max_size=8))
def test_every_swap_of_two_is_found(pass_id):
    code = bare(pass_id)
    for first, later in combinations(range(len(code)), 2):
        if code[first] == code[later]:
            continue
        swapped = list(code)
        swapped[first], swapped[later] = swapped[later], swapped[first]
        with pytest.raises(CodeProblem, match="check"):
            parse_code("".join(swapped))


@pytest.mark.parametrize(
    "typed",
    [
        "04hm-asw9-5",
        "04HMASW95",
        " 04hm asw9 5 ",
        "O4HM-ASW9-5",
        "o4hm－asw9－5",
        "０４ＨＭ－ＡＳＷ９－５",
        "04HM—ASW9–5",
        "04HM\u3000ASW9\u200b5",
    ],
)
def test_case_blanks_dashes_and_width_do_not_matter(typed):
    assert IDS[2][:5] == parse_code(typed)


def test_letters_that_look_like_digits_are_those_digits():
    pass_id = (0b00001_00000_00001 << 49).to_bytes(8)
    code = bare(pass_id)
    assert code.startswith("101")
    for typed in ("IoI", "lOL", "1o1", "iOl"):
        assert pass_id[:5] == parse_code(typed + code[3:])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "length"),
        ("04HM-ASW9", "length"),
        ("04HM-ASW9-55", "length"),
        ("U4HM-ASW9-5", "characters"),
        ("04HM-ASW9-*", "characters"),
        ("张三李四王五赵六钱", "characters"),
        ("٠4HM-ASW9-5", "characters"),
        ("04HM-ASW9-6", "check"),
    ],
)
def test_what_cannot_be_a_code_is_said_without_repeating_it(typed, code):
    with pytest.raises(CodeProblem) as caught:
        parse_code(typed)
    assert code == caught.value.code
    assert not typed or typed not in str(caught.value)


@given(st.text(max_size=40))
def test_whatever_is_typed_ends_in_five_bytes_or_a_named_problem(typed):
    with suppress(CodeProblem):
        assert len(parse_code(typed)) == 5
