"""Frames that show the same are averaged: noise goes, the code stays."""

import cv2
import numpy as np
from drawn import found, qr

from drivers.codes import Ladder
from drivers.codes.picture import Picture
from drivers.codes.renditions import mean_of_still
from drivers.protocols import Symbology

CODE = cv2.resize(qr("HC1:" + "6BFOXN" * 20, scale=2), None, fx=0.9, fy=0.9)
PAGE = np.pad(CODE // 6 + 100, 60, constant_values=142)


def noisy(seed, strength=14):
    draw = np.random.default_rng(seed)
    noise = draw.normal(0, strength, PAGE.shape)
    return np.clip(PAGE + noise, 0, 255).astype(np.uint8)


def test_frames_of_the_same_scene_are_averaged():
    frames = tuple(noisy(seed) for seed in range(4))
    mean = mean_of_still(Picture(frames[0], None, frames[1:]))
    left, top = mean.offset
    height, width = mean.grey.shape
    page = PAGE[top : top + height, left : left + width].astype(int)
    alone = frames[0][top : top + height, left : left + width].astype(int)
    assert 0.6 * np.abs(alone - page).mean() > np.abs(mean.grey - page).mean()


def test_frames_of_something_else_are_not():
    other = np.full(PAGE.shape, 30, np.uint8)
    assert mean_of_still(Picture(PAGE, None, (other, PAGE[:-1], PAGE))) is None


def test_a_paper_that_is_forgotten_lends_no_frame_to_the_next():
    ladder = Ladder()
    for seed in range(4):
        ladder.quick(noisy(seed))
    ladder.forget()
    codes = ladder.thorough(noisy(9))
    assert "mean-x2-sharp" not in [code.rung for code in codes]


def test_a_faint_noisy_code_is_read_from_several_frames():
    ladder = Ladder()
    for seed in range(4):
        assert ladder.quick(noisy(seed)) == ()
    expected = (Symbology.QR, b"HC1:" + b"6BFOXN" * 20)
    codes = ladder.thorough(noisy(4))
    assert [expected] == found(codes)
    assert codes[0].rung == "mean-x2-sharp"
