"""Passes of nobody, and what a printed page holds."""

import ctypes
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from kiosk.config.models import SiteTable
from verification.documents import DocumentKind
from verification.passes.claims import PassClaims
from verification.passes.issued import IssuedPass
from verification.passes.keys import SigningKey, key_id, new_private_key
from verification.passes.signer import sign_pass

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
END = datetime(2026, 12, 31, 16, tzinfo=UTC)  # midnight at the site
SITE = SiteTable(name="幸福里社区")
DRILL = SiteTable(name="幸福里社区", drill=True)
_PRIVATE = new_private_key()
_KEY = SigningKey(key_id(_PRIVATE.public_key()), _PRIVATE, NOW)


def issued(name: str = "张*明") -> IssuedPass:
    """A pass as the office issues it, each another one."""
    kind = DocumentKind.RESIDENT
    claims = PassClaims(os.urandom(8), name, os.urandom(16), kind, 1, NOW, NOW, END)
    return sign_pass(claims, _KEY)


def sizes_mm(pdf: bytes) -> set[tuple[int, int]]:
    """Width and height of all pages, in whole millimetres."""
    with pypdfium2.PdfDocument(pdf) as document:
        sizes = [page.get_size() for page in document]
        return {(round(w / 72 * 25.4), round(h / 72 * 25.4)) for w, h in sizes}


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_bounded())
            text.close()
        return texts


def letters(pdf: bytes) -> Iterator[tuple[str, float, str]]:
    """Each visible character of the first page, its size in points, its font."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        for at in range(text.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(text, at))
            if not letter.isspace():
                size = pdfium.FPDFText_GetFontSize(text, at)
                yield letter, _points(text, at, size), _font(text, at)
        text.close()


def _points(text: Any, at: int, size: float) -> float:
    """What the matrix of the page makes of a font's size."""
    matrix = pdfium.FS_MATRIX()
    assert pdfium.FPDFText_GetMatrix(text, at, matrix)
    return size * abs(matrix.d)


def _font(text: Any, at: int) -> str:
    name = ctypes.create_string_buffer(100)
    pdfium.FPDFText_GetFontInfo(text, at, name, 100, None)
    return name.value.decode()


def char_boxes(pdf: bytes, dpi: int) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Each character of the first page: left, right, top, bottom in dots."""
    with pypdfium2.PdfDocument(pdf) as document:
        height = document[0].get_height()
        text = document[0].get_textpage()
        for at in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(at)
            ends = (left, right, height - top, height - bottom)
            letter = chr(pdfium.FPDFText_GetUnicode(text, at))
            yield letter, tuple(end * dpi / 72 for end in ends)
        text.close()
