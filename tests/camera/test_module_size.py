"""How large a module of a held code is, in pixels: what decides how far it is read."""

import json

import numpy as np
import pytest
import segno

from drivers.camera.guidance import Glimpse
from drivers.camera.sheets import Look
from drivers.camera.wire import Outline, decode, encode
from drivers.codes import Ladder
from drivers.protocols import Code, Symbology

POINTS = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))


def page(version, pixels):
    code = segno.make_qr("HC1:" + "A" * 20, version=version, error="q")
    dark = np.array([[0 if dark else 255 for dark in row] for row in code.matrix])
    small = np.pad(dark.astype(np.uint8), 4, constant_values=255)
    return np.kron(small, np.ones((pixels, pixels), np.uint8))


@pytest.mark.parametrize(("version", "pixels"), [(4, 3), (8, 5), (15, 4)])
def test_a_read_code_tells_the_pixels_of_its_modules(version, pixels):
    grey = page(version, pixels)
    codes = Ladder().quick(grey)
    assert [17 + 4 * version] == [code.modules for code in codes]
    look = Look(grey, grey, 0.0, codes)
    assert look.module_px == pytest.approx(pixels, rel=0.03)


def test_of_a_code_that_is_not_read_nothing_is_guessed():
    grey = page(4, 3)
    seen = Glimpse(1.0, True, 2.2, False, None)
    assert Look(grey, grey, 0.0, (), seen).module_px == 0


def test_of_a_code_without_modules_nothing_is_known():
    grey = page(4, 3)
    bars = Code(Symbology.CODE128, b"1", "x", ((0, 0), (9, 0), (9, 9), (0, 9)))
    assert Look(grey, grey, 0.0, (bars,)).module_px == 0


def test_the_size_comes_whole_through_the_pipe():
    told = Outline(1.0, POINTS, True, 3.52)
    assert decode(encode(told)) == told


@pytest.mark.parametrize(("sent", "got"), [(-1, 0), (1e9, 100), (0, 0)])
def test_no_size_is_drawn_that_cannot_be(sent, got):
    line = json.dumps({"outline": 1, "points": POINTS, "good": True, "module_px": sent})
    assert decode(line.encode()).module_px == got
