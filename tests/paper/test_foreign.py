"""What we recognise and cannot check: named for staff, never kept, never blamed."""

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.paper import foreign
from verification.paper.foreign import PHRASES, Look, recognise
from verification.paper.paper import PaperKind, Refusal


def zipped() -> str:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("certificate.json", "{}")
    return packed.getvalue().decode("latin-1")


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("B64:UEsDBBQACAAIAAAA", Look.DIVOC),
        (zipped(), Look.DIVOC),
        ("HC2:6BF", Look.HCERT_OTHER),
        ("NL2:6BF", Look.HCERT_OTHER),
        ("NZCP:/1/2KCEVIQEIVVWK6JNGEASNICZAEP2", Look.NZ_PASS),
        ("DC04FR0000011E6D1E6D5L101X", Look.TWO_D_DOC),
        ("shlink:/eyJ1cmwiOiJo", Look.HEALTH_LINK),
        ("https://viewer.example/#shlink:/eyJ1", Look.HEALTH_LINK),
        ("v4.public.eyJkYXRhIjoi", Look.TOKEN),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.AAAA", Look.TOKEN),
        ("https://xc.caict.ac.cn/", Look.TRAVEL_CARD),
        ("通信行程卡 查询", Look.TRAVEL_CARD),
        ("https://h5.example.gov.cn/jkm/index?token=1", Look.HEALTH_CODE),
        ("HTTPS://EXAMPLE.CN/HEALTH-CODE?T=1", Look.HEALTH_CODE),
        ("某市健康码", Look.HEALTH_CODE),
        ("https://mp.weixin.qq.com/a/~x", Look.MINI_PROGRAM),
        ("weixin://wxpay/bizpayurl?pr=x", Look.MINI_PROGRAM),
        ("https://qr.alipay.com/fkx0", Look.MINI_PROGRAM),
        ("https://www.example.com/menu", Look.LINK),
        ("www.example.com", Look.LINK),
        ("BEGIN:VCARD\r\nN:甲\r\nEND:VCARD", Look.CONTACT),
        ("MECARD:N:A;;", Look.CONTACT),
        ("WIFI:S:net;T:WPA;P:secret;;", Look.PHONE_ACTION),
        ("tel:10086", Look.PHONE_ACTION),
        ("6901234567892", Look.PRODUCT),
        ("036000291452", Look.PRODUCT),
        ("96385074", Look.PRODUCT),
        ("0106901234567892", Look.PRODUCT),
        ("]C10106901234567892\x1d10A", Look.PRODUCT),
        ('{"@context": ["https://www.w3.org/2018/credentials/v1"]}', Look.CREDENTIAL),
        ('{"a": 1}', Look.JSON),
        ("\x00\x01\x02", Look.BINARY),
        ("", Look.TEXT),
        ("6901234567890", Look.TEXT),
        ("编号ZJ2022-000123", Look.TEXT),
    ],
)
def test_a_code_is_named(text: str, look: Look) -> None:
    assert look is recognise(text)
    assert look is recognise(f" {text}\n")


def test_nothing_of_a_foreign_paper_is_kept() -> None:
    paper = foreign.read("WIFI:S:net;T:WPA;P:secret;;")
    assert (paper.kind, paper.refusal) == (PaperKind.UNKNOWN, Refusal.UNSUPPORTED)
    assert (paper.authentic, paper.in_time) == (None, None)
    assert paper.claims == {"looks_like": "phone_action"}
    assert "secret" not in repr(paper)


def test_the_same_paper_has_the_same_name_wherever_it_is_shown() -> None:
    first, second, other = map(foreign.read, ("www.a", "www.a", "www.b"))
    assert first.digest == second.digest != other.digest
    assert len(first.digest) == 16


def test_every_look_has_a_phrase_in_both_languages() -> None:
    assert set(Look) == set(PHRASES)
    assert all(chinese and english for chinese, english in PHRASES.values())


@given(st.text())
def test_every_text_looks_like_something(text: str) -> None:
    assert recognise(text) in Look


@pytest.mark.parametrize(
    "text",
    [
        start * (16_000 // len(start))
        for start in ("http://", "www.#", '{"@', "ey.", "9")
    ],
)
def test_a_long_text_takes_no_time(text: str) -> None:
    start = time.process_time()
    recognise(text)
    assert time.process_time() - start < 0.05
