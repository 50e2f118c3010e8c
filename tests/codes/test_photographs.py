"""Image files as arrays: upright, on white, eight bits, and never a bomb."""

import struct
import zlib

import cv2
import numpy as np
import pytest
from drawn import TEXT, found, qr
from PIL import Image

from drivers.codes import Ladder, NotAPhotograph, photograph
from drivers.protocols import Symbology

CODE = qr(TEXT)
READ = [(Symbology.QR, TEXT.encode())]


@pytest.mark.parametrize("end", ["png", "jpg", "webp", "bmp", "tiff", "gif"])
def test_the_usual_kinds_of_files_are_read(tmp_path, end):
    Image.fromarray(CODE).save(tmp_path / f"code.{end}")
    assert found(Ladder().still(photograph(tmp_path / f"code.{end}"))) == READ


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_depth_and_colour_is_read(tmp_path, mode):
    image = Image.fromarray(CODE)
    path = tmp_path / ("code.tiff" if mode == "CMYK" else "code.png")
    if mode == "I;16":
        image = Image.fromarray(CODE.astype(np.uint16) * 257)
    else:
        image = image.convert(mode)
    image.save(path)
    read = photograph(path)
    assert read.dtype == np.uint8
    assert found(Ladder().still(read)) == READ


def test_fractions_are_spread_over_eight_bits(tmp_path):
    Image.fromarray((CODE / 255).astype(np.float32)).save(tmp_path / "code.tiff")
    assert found(Ladder().still(photograph(tmp_path / "code.tiff"))) == READ


def test_a_transparent_page_lies_on_white(tmp_path):
    black = np.zeros_like(CODE)
    clear = np.dstack([black, black, black, 255 - CODE])
    Image.fromarray(clear).save(tmp_path / "code.png")
    assert found(Ladder().still(photograph(tmp_path / "code.png"))) == READ


def test_colour_comes_in_the_order_of_opencv(tmp_path):
    Image.new("RGB", (4, 4), (255, 0, 0)).save(tmp_path / "red.png")
    assert photograph(tmp_path / "red.png")[0, 0].tolist() == [0, 0, 255]


def test_a_photograph_stands_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    Image.new("L", (40, 20)).save(tmp_path / "turned.jpg", exif=exif)
    assert photograph(tmp_path / "turned.jpg").shape == (40, 20)


def bomb(width, height):
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind, data):
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 9)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return start + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


BROKEN = {
    "empty": b"",
    "text": b"HC1:6BFOXN",
    "a head alone": b"\x89PNG\r\n\x1a\n",
    "large": bomb(9_000, 9_000),
    "a bomb": bomb(60_000, 60_000),
    "torn": cv2.imencode(".png", CODE)[1].tobytes()[:200],
    "torn jpeg": cv2.imencode(".jpg", CODE)[1].tobytes()[:300],
    "no size": bomb(0, 0),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_image_is_one_clear_error(tmp_path, name):
    path = tmp_path / "broken.png"
    path.write_bytes(BROKEN[name])
    with pytest.raises(NotAPhotograph):
        photograph(path)


def test_a_missing_file_and_a_folder_are_one_clear_error(tmp_path):
    for path in (tmp_path, tmp_path / "missing.png"):
        with pytest.raises(NotAPhotograph):
            photograph(path)
