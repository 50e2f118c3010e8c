"""Text in a declared character set becomes UTF-8; all other bytes stay."""

import pytest
from drawn import found, qr

from drivers.codes import Ladder
from drivers.codes.characters import declared_text
from drivers.protocols import Symbology


@pytest.mark.parametrize(
    ("expected", "raw", "protocol"),
    [
        # nothing declared
        (b"HC1:6BF", b"HC1:6BF", b"]Q1HC1:6BF"),
        (b"\xe7\xbc\x96", b"\xe7\xbc\x96", b"]Q1\xe7\xbc\x96"),
        (rb"a\000026b", rb"a\000026b", rb"]Q1a\000026b"),
        # one set, and two in one code
        ("编号".encode(), b"\xb1\xe0\xba\xc5", b"]Q2\\000029\xb1\xe0\xba\xc5"),
        ("é\\".encode(), b"\xe9\\", b"]Q2\\000003\xe9\\\\"),
        ("¶Ж".encode(), b"\xb6\xb6", b"]d4\\000003\xb6\\000007\xb6"),
        # binary, unknown sets, and bytes that break their set
        (b"\xff\x00", b"\xff\x00", b"]Q2\\000899\xff\x00"),
        (b"\xff", b"\xff", b"]Q2\\123456\xff"),
        (b"\xff", b"\xff", b"]Q2\\000026\xff"),
        (b"", b"", b""),
    ],
)
def test_only_declared_text_is_brought_to_utf_8(expected, raw, protocol):
    assert expected == declared_text(raw, protocol)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("declared", [True, False])
def test_chinese_text_comes_as_it_was_written(charset, declared):
    image = qr("编号ZJ2022-000123", encoding=charset, eci=declared)
    written = "utf-8" if declared else charset
    expected = "编号ZJ2022-000123".encode(written)
    assert [(Symbology.QR, expected)] == found(Ladder().quick(image))


def test_bytes_are_never_guessed_into_another_character_set():
    data = bytes(range(256))
    assert [(Symbology.QR, data)] == found(Ladder().still(qr(data)))
