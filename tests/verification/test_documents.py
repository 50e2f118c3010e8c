"""Numbers of documents, by tables and by properties."""

import hmac
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verification.documents import Document, DocumentKind, Sex, age, subject
from verification.errors import DocumentError
from verification.invented import invented_number, invented_person, is_invented
from verification.keys import Keys
from verification.numbers import check_731, check_character

TODAY = date(2026, 11, 21)
RESIDENT = "11010519491231002X"


@pytest.mark.parametrize(
    ("digits", "check"),
    [
        ("11010519491231002", "X"),
        ("44052418800101001", "4"),
        ("81000019900101001", "9"),
        ("82000019900101001", "0"),
        ("83000019900101001", "2"),
        ("91184019900101001", "8"),
    ],
)
def test_check_characters_are_those_of_the_standard(digits: str, check: str) -> None:
    assert check == check_character(digits)


def test_the_731_digit_fits_the_card_of_2017() -> None:
    assert check_731("CAN11007801010") == "6"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (RESIDENT, "resident"),
        ("810000199001010019", "hmt"),
        ("820000199001010010", "hmt"),
        ("830000199001010012", "hmt"),
        ("911840199001010018", "foreign_2023"),
        ("CAN110078010106", "foreign_2017"),
    ],
)
@pytest.mark.parametrize("typed_as", ["resident", "hmt", "foreign_2023"])
def test_the_number_says_its_own_kind(text: str, kind: str, typed_as: str) -> None:
    assert kind == Document.parse(text, typed_as, today=TODAY).kind


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "\ufeff110105\u200b19491231\u3000002X",
        "110105\u201119491231\u2212002X",
        "110105491231002",
    ],
)
def test_every_way_of_writing_comes_to_one_number(text: str) -> None:
    assert Document.parse(text, today=TODAY).number == RESIDENT


def test_fifteen_digits_are_marked_as_converted() -> None:
    assert Document.parse("110105491231002", today=TODAY).warnings == ("converted",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" - ", "empty"),
        ("1101051949123100", "length"),
        ("1" * 201, "length"),
        ("110105194912310021", "checksum"),
        ("CAN110078010107", "checksum"),
        ("1101051949123100 2A", "characters"),
        ("11010519491231٠٠2X", "characters"),
        ("<script>alert(1)</", "characters"),
        ("1.10105E+17", "float"),
        ("1.10105194912310e17", "float"),
        ("110105194912310000", "float"),
        ("110105194912310016.0", "float"),
        ("CAN110078130106", "date"),
        (f"11010519490230002{check_character('11010519490230002')}", "date"),
        (f"11010518991231002{check_character('11010518991231002')}", "date"),
        (f"11010520261122002{check_character('11010520261122002')}", "date"),
    ],
)
def test_a_number_that_cannot_be_one_says_why(text: str, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        Document.parse(text, today=TODAY)
    assert code == caught.value.code


def test_somebody_born_today_has_a_valid_number() -> None:
    born_today = f"11010520261121002{check_character('11010520261121002')}"
    assert Document.parse(born_today, today=TODAY).birth == TODAY


def test_the_first_day_of_1900_is_the_earliest_birth() -> None:
    oldest = f"11010519000101002{check_character('11010519000101002')}"
    assert Document.parse(oldest, today=TODAY).birth == date(1900, 1, 1)


@pytest.mark.parametrize(("two", "year"), [("23", 2023), ("24", 1924), ("78", 1978)])
def test_nobody_on_a_card_of_2017_was_born_after_2023(two: str, year: int) -> None:
    number = f"CAN1100{two}010101"[:14]
    document = Document.parse(number + check_731(number), today=TODAY)
    assert document.birth == date(year, 1, 1)


def test_an_unknown_kind_is_an_error_of_its_own() -> None:
    with pytest.raises(DocumentError) as caught:
        Document.parse(RESIDENT, "passport")
    assert caught.value.code == "kind"


@pytest.mark.parametrize("kind", ["senior", "social_security", "citizen"])
def test_card_numbers_are_free_but_folded(kind: str) -> None:
    card = Document.parse(" ａb-00 12 ", kind)
    assert (DocumentKind(kind), "AB0012") == (card.kind, card.number)


@pytest.mark.parametrize(
    ("text", "code"),
    [("123", "length"), ("A" * 33, "length"), ("卡1234", "characters")],
)
def test_card_numbers_have_limits(text: str, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        Document.parse(text, "senior")
    assert code == caught.value.code


@pytest.mark.parametrize(
    ("number", "warnings"),
    [
        (f"99999919500101001{check_character('99999919500101001')}", ("invented",)),
        (f"17010119500101001{check_character('17010119500101001')}", ("region",)),
        (f"91784019900101001{check_character('91784019900101001')}", ("region",)),
    ],
)
def test_an_unknown_region_warns_and_never_refuses(
    number: str, warnings: tuple[str, ...]
) -> None:
    assert warnings == Document.parse(number, today=TODAY).warnings


def test_birth_and_sex_are_in_the_number() -> None:
    document = Document.parse(RESIDENT, today=TODAY)
    assert (date(1949, 12, 31), Sex.FEMALE) == (document.birth, document.sex)
    card_2017 = Document.parse("CAN110078010106", today=TODAY)
    assert (date(1978, 1, 1), None) == (card_2017.birth, card_2017.sex)
    senior = Document.parse(RESIDENT, "senior")
    assert (senior.birth, senior.sex) == (None, None)


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(1948, 11, 21), TODAY, 78),
        (date(1948, 11, 22), TODAY, 77),
        (date(1948, 2, 29), date(2026, 2, 28), 77),
        (date(1948, 2, 29), date(2026, 3, 1), 78),
    ],
)
def test_age_is_in_full_years(born: date, day: date, years: int) -> None:
    assert years == age(born, day)


def test_a_subject_is_the_keyed_hash_of_kind_and_number(keys: Keys) -> None:
    expected = hmac.digest(keys.index, f"resident:v1:{RESIDENT}".encode(), "sha256")
    assert expected[:16] == subject(keys, Document.parse(RESIDENT, today=TODAY))


def test_one_number_as_document_and_as_card_are_two_subjects(keys: Keys) -> None:
    ways = {
        subject(keys, Document.parse(RESIDENT, k))
        for k in ("resident", "senior", "citizen", "social_security")
    }
    assert len(ways) == 4


def test_no_number_is_in_repr_or_in_an_error() -> None:
    assert RESIDENT not in repr(Document.parse(RESIDENT))
    with pytest.raises(DocumentError) as caught:
        Document.parse("110105194912310021")
    assert "1101051949" not in repr(caught.value)


@settings(database=None, deadline=None)
@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999))
def test_invented_numbers_are_valid_and_flagged(born: date, sequence: int) -> None:
    document = Document.parse(invented_number(born, sequence), today=TODAY)
    assert (born, ("invented",)) == (document.birth, document.warnings)
    assert is_invented(document.number)
    assert document.sex is (Sex.MALE if sequence % 2 else Sex.FEMALE)


@settings(database=None, deadline=None)
@given(st.integers(0, 16), st.integers(1, 9), st.integers(0, 500))
def test_one_wrong_digit_is_always_noticed(place: int, by: int, index: int) -> None:
    good = invented_person(index).number
    wrong = str((int(good[place]) + by) % 10)
    with pytest.raises(DocumentError):
        Document.parse(good[:place] + wrong + good[place + 1 :], today=TODAY)


@settings(database=None, deadline=None)
@given(st.text(max_size=40), st.sampled_from(list(DocumentKind)))
def test_any_text_is_a_document_or_a_document_error(text: str, kind: str) -> None:
    try:
        document = Document.parse(text, kind)
    except DocumentError:
        return
    again = Document.parse(document.number, document.kind)
    assert (document.kind, document.number) == (again.kind, again.number)


def test_ten_thousand_invented_people_have_ten_thousand_numbers() -> None:
    numbers = {invented_person(i).number for i in range(0, 10_000_000, 1000)}
    assert len(numbers) == 10_000


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ZJ2022-000123", "ZJ2022-000123"),
        ("  zj2022\u2014000123\u200b ", "ZJ2022-000123"),
        ("ＺＪ２０２２／０１", "ZJ2022/01"),
        ("1-23", "1-23"),
        ("12-3", "12-3"),
        ("1" * 40, "1" * 40),
    ],
)
def test_a_certificate_keeps_the_dashes_of_its_number(text: str, number: str) -> None:
    document = Document.parse(text, "paper")
    assert (DocumentKind.PAPER, number) == (document.kind, document.number)
    assert document.is_card
    assert document.birth is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("123", "length"),
        ("1" * 41, "length"),
        ("1" * 500, "length"),
        ("ABCDEF", "characters"),
        ("----", "characters"),
        ("编号2022", "characters"),
        ("2022.5", "characters"),
        ("HTTPS://A/1", "characters"),
    ],
)
def test_what_cannot_be_the_number_of_a_certificate(text: str, code: str) -> None:
    with pytest.raises(DocumentError) as error:
        Document.parse(text, "paper")
    assert code == error.value.code


def test_a_certificate_and_a_card_of_one_number_have_two_names(keys: Keys) -> None:
    names = {
        subject(keys, Document.parse("S1234", kind)) for kind in ("paper", "senior")
    }
    assert len(names) == 2
