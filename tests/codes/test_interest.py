"""Where something code-like is, for the words flat, nearer and still."""

import cv2
import numpy as np
import pytest
from drawn import TEXT

from drivers.codes import interest
from drivers.twins.sheet import Pose, Sheet, render

SHEET = Sheet.of("HC1:" + "6BFOXN" * 40)


def grey(pose, sheet=SHEET):
    return cv2.cvtColor(render(sheet, pose), cv2.COLOR_BGR2GRAY)


@pytest.mark.parametrize("module", [1.5, 2.0, 3.0, 4.0, 6.0])
def test_the_size_of_the_modules_is_told_within_a_third(module):
    assert module == pytest.approx(interest(grey(Pose(module))).module, rel=0.34)


def test_the_box_holds_the_code():
    left, top, right, bottom = interest(grey(Pose(3, x=0.3, y=0.4))).box
    assert left < 0.3 * 1280 < right
    assert top < 0.4 * 720 < bottom
    assert right - left < 480


def test_a_sheet_with_a_code_is_code_like_and_an_empty_scene_is_not():
    empty = cv2.cvtColor(render(None), cv2.COLOR_BGR2GRAY)
    assert interest(grey(Pose(3), Sheet.of(TEXT))).code_like
    assert not interest(empty).code_like


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (5, 900), (720, 1280)])
def test_an_even_image_has_nothing_of_interest(shape):
    assert interest(np.full(shape, 90, np.uint8)) is None


def test_stripes_are_no_code():
    stripes = np.tile(np.uint8([0, 0, 0, 255, 255, 255]), (720, 213))
    assert interest(stripes) is None
