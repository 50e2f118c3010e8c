"""The reading ladder: what it reads, what it leaves alone, what it survives."""

import cv2
import numpy as np
import pytest
import segno
from drawn import TEXT, beside, coloured, drawn_by_segno, found, qr, symbol

from drivers.codes import Ladder
from drivers.codes.rungs import QUICK, STILL, THOROUGH
from drivers.protocols import Symbology
from drivers.twins.sheet import Pose, Sheet, render

DATA = TEXT.encode()
AMBER = (0, 191, 255)
ODD = {
    "nothing": None,
    "text": "image",
    "empty": np.zeros((0, 0), np.uint8),
    "no row": np.zeros((0, 9, 3), np.uint8),
    "one pixel": np.zeros((1, 1), np.uint8),
    "one row": np.zeros((1, 300), np.uint8),
    "a ribbon": np.full((20_000, 20), 255, np.uint8),
    "a long line": np.tile(np.uint8([0, 255]), (2, 40_000)),
    "fractions": np.zeros((90, 90), np.float32),
    "truths": np.zeros((90, 90), bool),
    "deep": np.zeros((90, 90), np.uint16),
    "two channels": np.zeros((90, 90, 2), np.uint8),
    "a film": np.zeros((2, 9, 9, 3), np.uint8),
    "colour": np.zeros((90, 90, 3), np.uint8),
    "glass": np.zeros((90, 90, 4), np.uint8),
}


@pytest.mark.parametrize("symbology", list(Symbology))
def test_every_kind_is_read_from_a_photograph(symbology):
    image = symbol(TEXT, symbology)
    assert [(symbology, DATA)] == found(Ladder().still(image))


@pytest.mark.parametrize("symbology", list(Symbology))
def test_every_kind_is_read_from_a_frame(symbology):
    frame = render(Sheet.of(TEXT, symbology), Pose(px_per_module=4, tilt=8))
    assert [(symbology, DATA)] == found(Ladder().thorough(frame))


def test_the_first_tier_looks_for_qr_codes_only():
    assert found(Ladder().quick(qr(TEXT))) == [(Symbology.QR, DATA)]
    assert Ladder().quick(symbol(TEXT, Symbology.DATA_MATRIX)) == ()


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("EAN13", "4006381333931"),
        ("ITF", "12345678901231"),
        ("Codabar", "A12345B"),
        ("Code39", "ZJ2022"),
        ("Code93", "ZJ2022"),
        ("MicroQRCode", "1234"),
        ("DataBar", "24012345678905"),
    ],
)
def test_what_stands_on_goods_is_left_alone(kind, text):
    ladder, image = Ladder(), symbol(text, kind)
    assert (
        ladder.quick(image),
        ladder.thorough(image),
        ladder.still(image),
    ) == ((), (), ())


@pytest.mark.parametrize("name", ODD)
def test_odd_images_hold_no_code_and_break_nothing(name):
    ladder, image = Ladder(), ODD[name]
    assert (
        ladder.quick(image),
        ladder.thorough(image, image),
        ladder.still(image),
    ) == ((), (), ())


def test_a_frame_of_another_size_between_two_breaks_nothing():
    ladder, frame = Ladder(), qr(TEXT)
    ladder.quick(frame)
    ladder.quick(frame[:-2, :-2])
    assert found(ladder.thorough(frame, frame[:5, :5])) == [(Symbology.QR, DATA)]


@pytest.mark.parametrize("change", [lambda i: i[:, :, None], cv2.merge])
def test_grey_may_come_as_one_channel_or_as_three(change):
    image = qr(TEXT)
    image = change([image] * 3) if change is cv2.merge else change(image)
    assert found(Ladder().quick(image)) == [(Symbology.QR, DATA)]


def test_a_transparent_image_lies_on_white():
    image = qr(TEXT)
    black = np.zeros_like(image)
    assert found(Ladder().still(cv2.merge([black, black, black, 255 - image]))) == [
        (Symbology.QR, DATA)
    ]


def test_a_light_code_on_dark_ground_is_read():
    assert found(Ladder().still(255 - qr(TEXT))) == [(Symbology.QR, DATA)]


def test_a_pale_colour_is_read_by_its_least_channel():
    colour = coloured(qr(TEXT), (40, 250, 255))
    colour = np.minimum(colour + np.uint8([0, 0, 0]), 255)
    grey = np.full(colour.shape[:2], 128, np.uint8)
    codes = Ladder().thorough(grey, colour)
    assert found(codes) == [(Symbology.QR, DATA)]
    assert codes[0].rung == "least-channel"


def test_all_codes_of_a_sheet_come_together_and_once():
    sheet = beside(qr("one"), qr("two"), qr("two"), symbol("three", Symbology.AZTEC))
    assert {b"one", b"two", b"three"} == {c.data for c in Ladder().still(sheet)}
    assert len(Ladder().still(sheet)) == 3


def test_a_part_of_a_structured_append_is_read_like_any_code():
    # The binding of ZBar raises on each of these.
    for part in segno.make_sequence("ABCDEFGHIJ" * 12, symbol_count=4):
        assert len(Ladder().still(drawn_by_segno(part))) == 1


def test_the_largest_qr_code_is_read():
    assert found(Ladder().still(qr("7" * 7089, version=40, error="l"))) == [
        (Symbology.QR, b"7" * 7089)
    ]


def test_the_corners_lie_around_the_code_whichever_rung_read_it():
    frame = render(Sheet.of(TEXT), Pose(px_per_module=4, x=0.3, y=0.6))
    for codes in (Ladder().quick(frame), Ladder().thorough(frame)):
        middle = np.mean(codes[0].corners, axis=0)
        assert pytest.approx(tuple(middle), abs=12) == (1280 * 0.3, 720 * 0.6)


def test_when_the_time_is_up_no_further_rung_is_tried():
    colour = coloured(qr(TEXT), AMBER)
    grey = np.full(colour.shape[:2], 128, np.uint8)
    assert Ladder().thorough(grey, colour)
    assert Ladder(thorough_seconds=0).thorough(grey, colour) == ()


def test_the_names_of_the_rungs_are_their_own():
    names = [rung.name for rung in (*QUICK, *THOROUGH)]
    assert len(set(names)) == len(names)
    assert len({rung.name for rung in STILL}) == len(STILL)


@pytest.mark.parametrize("seed", range(3))
def test_an_empty_scene_holds_no_code(seed):
    ladder = Ladder()
    frame = render(None, rng=np.random.default_rng(seed))
    assert (
        ladder.quick(frame),
        ladder.thorough(frame),
        ladder.still(frame),
    ) == ((), (), ())
