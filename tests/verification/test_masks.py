"""As much as may be shown, and not a sign more."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verification.masks import (
    clean_name,
    fold_name,
    mask_name,
    mask_number,
    mask_phone,
    public_name,
)

NAMES = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.sampled_from("·ABCdef ,é"),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("name", "staff", "public"),
    [
        ("", "", ""),
        ("张", "*", "＊"),
        ("张三", "张*", "张＊"),
        ("张小明", "张*明", "张＊明"),
        ("欧阳小明", "欧**明", "欧＊＊明"),
        ("阿卜杜拉·买买提", "阿**提", "阿＊＊提"),
        ("阿不都热合曼·吐尔逊·买买提艾力江木拉提", "阿**提", "阿＊＊提"),
        ("TEST, PERSON ONE", "T**E", "T＊＊"),
        ("Ng", "N*", "N＊＊"),
        ("Élodie Petit", "É**t", "É＊＊"),
        (" 张　三 ", "张*", "张＊"),
        ("𠅤𬱖", "𠅤*", "𠅤＊"),
        ("葛\U000e0100三", "葛*", "葛＊"),
        ("张\x00三\u202e", "张*", "张＊"),
    ],
)
def test_names_keep_their_first_and_last_sign(
    name: str, staff: str, public: str
) -> None:
    assert (staff, public) == (mask_name(name), public_name(name))


@settings(database=None, deadline=None)
@given(NAMES)
def test_a_masked_name_shows_at_most_two_signs(name: str) -> None:
    masked = mask_name(name)
    assert len(masked.replace("*", "")) <= 2
    assert len(masked) <= 4


@settings(database=None, deadline=None)
@given(NAMES)
def test_the_public_form_can_be_made_from_the_staff_form(name: str) -> None:
    assert public_name(name) == public_name(mask_name(name))
    assert mask_name(name) == mask_name(mask_name(name))


@settings(database=None, deadline=None)
@given(NAMES)
def test_the_screen_never_shows_an_ascii_star(name: str) -> None:
    assert "*" not in public_name(name)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("110101195001011234", "110101********1234"),
        ("CAN110078010106", "***********0106"),
        ("AB0012", "****12"),
        ("1234", "***4"),
        ("", ""),
    ],
)
def test_numbers_keep_area_and_end(number: str, masked: str) -> None:
    assert masked == mask_number(number)


@settings(database=None, deadline=None)
@given(st.text("0123456789ABCX", min_size=4, max_size=32))
def test_a_masked_number_keeps_its_length_and_hides_a_third(number: str) -> None:
    masked = mask_number(number)
    assert len(number) == len(masked)
    assert masked.count("*") * 3 >= len(number)


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("021-63217000", "021****7000"),
        ("63217000", "******00"),
        ("", ""),
    ],
)
def test_phones_keep_prefix_and_end(phone: str, masked: str) -> None:
    assert masked == mask_phone(phone)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("阿卜杜拉·买买提", "阿卜杜拉•买买提"),
        ("张 三", "张三"),
        ("Test, Person", "TEST,PERSON"),
        ("ＴＥＳＴ", "test"),
    ],
)
def test_names_compare_without_dots_spaces_and_case(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


def test_a_cleaned_name_has_single_spaces() -> None:
    assert clean_name("  TEST,\t\u3000PERSON\n") == "TEST, PERSON"
