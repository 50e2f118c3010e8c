"""The codes in a file: an image, a text with one code a line, a card for download."""

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

_MARK = b"\xef\xbb\xbf"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\0", b"MM\0*")
# The field of the public test vectors of the EU that holds a code's text.
_VECTOR_TEXT = "PREFIX"


def codes_in(path: Path, ladder: Ladder) -> tuple[bytes, ...]:
    """The bytes of every code in a file; nothing when there is none.

    Raises:
        NotReadable: the file is missing, too large or a broken image.

    """
    head = _start(path)
    if _is_drawing(head):
        image = _drawn(_text(path))
    elif head.startswith(_IMAGES) or b"\0" in head:
        image = _photographed(path)
    else:
        return _written(path, _text(path))
    return tuple(code.data for code in ladder.still(image))


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
    return _read(path, HEAD)


def _is_drawing(head: bytes) -> bool:
    plain = head.removeprefix(_MARK).lstrip()
    return plain.startswith(b"<") and b"<svg" in plain


def _text(path: Path) -> bytes:
    data = _read(path, LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise NotReadable("文件太大 the file is too large")
    return data


def _read(path: Path, count: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError as error:
        raise NotReadable(error.strerror or "无法读取 cannot be read") from error


def _written(path: Path, data: bytes) -> tuple[bytes, ...]:
    """One code a line; a JSON document is one code, however many lines it has.

    A JSON list has one code an item. A blank at the end of a line stays: base45
    ends in one now and then.
    """
    if path.suffix == CARD_SUFFIX:
        return (data,)
    document = _json_document(data)
    if isinstance(document, list):
        return tuple(json.dumps(one, ensure_ascii=False).encode() for one in document)
    if document is not None:
        vector = document.get(_VECTOR_TEXT)
        return (vector.encode() if isinstance(vector, str) else data,)
    lines = (line.rstrip(b"\r") for line in data.split(b"\n"))
    return tuple(line for line in lines if line.strip())


def _json_document(data: bytes) -> dict[str, Any] | list[Any] | None:
    if not data.removeprefix(_MARK).lstrip().startswith((b"{", b"[")):
        return None
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict | list) else None
