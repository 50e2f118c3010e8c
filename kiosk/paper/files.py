"""The codes in a file: an image, a text with one code a line, a card for download."""

import codecs
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drivers.codes import Ladder, NotAPhotograph, photograph
from kiosk.paper.errors import NotReadable

Image = NDArray[np.uint8]

HEAD = 1024
LARGEST_TEXT = 4 * 1024 * 1024
CARD_SUFFIX = ".smart-health-card"

_MARK = codecs.BOM_UTF8
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\0", b"MM\0*")
# The field of the public test vectors of the EU that holds a code's text.
_VECTOR_TEXT = "PREFIX"


def codes_in(path: Path, ladder: Ladder) -> tuple[bytes, ...]:
    """The bytes of every code in a file; nothing when there is none.

    Raises:
        NotReadable: the file is missing, too large or a broken image.

    """
    data = _start(path)
    head = data[:HEAD]
    if _is_drawing(head):
        image = _drawn(_within(data))
    elif head.startswith(_IMAGES) or b"\0" in head:
        image = _photographed(path)
    else:
        return _written(path, _within(data))
    return tuple(code.data for code in ladder.still(image))


def image_in(path: Path) -> Image:
    """The pixels of a photograph or drawing, as `Ladder` takes them.

    Raises:
        NotReadable: the file is missing, no image, too large or broken.

    """
    data = _start(path)
    return _drawn(_within(data)) if _is_drawing(data[:HEAD]) else _photographed(path)


def _drawn(svg: bytes) -> Image:
    # Few files are drawings, and what paints them takes most of a second to load.
    from kiosk.paper.drawings import drawing

    return drawing(svg)


def _photographed(path: Path) -> Image:
    try:
        return photograph(path)
    except NotAPhotograph as error:
        raise NotReadable(str(error)) from error


def _start(path: Path) -> bytes:
    """As much as a text may have, read once: a pipe gives its content only once."""
    try:
        with path.open("rb") as file:
            return _in_utf8(file.read(LARGEST_TEXT + 1))
    except OSError as error:
        raise NotReadable(error.strerror or "无法读取 cannot be read") from error


def _in_utf8(data: bytes) -> bytes:
    """A text that says it is UTF-16, as Windows writes it, in UTF-8."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    try:
        return data.decode("utf-16").encode()
    except UnicodeError:
        return data


def _is_drawing(head: bytes) -> bool:
    plain = head.removeprefix(_MARK).lstrip()
    return plain.startswith(b"<") and b"<svg" in plain


def _within(data: bytes) -> bytes:
    if len(data) > LARGEST_TEXT:
        raise NotReadable("文件太大 the file is too large")
    return data


def _written(path: Path, data: bytes) -> tuple[bytes, ...]:
    """One code a line; a JSON document is one code, however many lines it has.

    A JSON list has one code an item. A blank at the end of a line stays: base45
    ends in one now and then.
    """
    if path.suffix == CARD_SUFFIX:
        return (data,)
    document = _json_document(data)
    if isinstance(document, list):
        return tuple(map(_item, document))
    if document is not None:
        vector = document.get(_VECTOR_TEXT)
        return (_item(vector) if isinstance(vector, str) else data,)
    lines = (line.rstrip(b"\r") for line in data.split(b"\n"))
    return tuple(line for line in lines if line.strip())


def _item(one: Any) -> bytes:
    text = one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def _json_document(data: bytes) -> dict[str, Any] | list[Any] | None:
    if not data.removeprefix(_MARK).lstrip().startswith((b"{", b"[")):
        return None
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict | list) else None
