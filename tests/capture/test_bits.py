"""Black and white pictures at 64 pixels a word say the same as pictures of pixels."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from capture.bits import Bits
from capture.dots import dotted

pytestmark = pytest.mark.quick

MM = 10.0  # pixels


@pytest.mark.parametrize("seed", range(12))
def test_bits_grow_and_shrink_as_opencv_does_it_pixel_by_pixel(seed: int) -> None:
    rng = np.random.default_rng(seed)
    high, wide = (int(side) for side in rng.integers(1, 220, 2))
    mask = (rng.random((high, wide)) < rng.choice([0.05, 0.5, 0.95])).astype(np.uint8)
    across, down = (int(side) for side in rng.integers(1, 100, 2))
    kernel, bits = np.ones((down, across), np.uint8), Bits.of(mask)

    np.testing.assert_array_equal(bits.pixels(), mask)
    np.testing.assert_array_equal(bits.dilated(across, down).pixels(), cv2.dilate(mask, kernel))
    np.testing.assert_array_equal(bits.eroded(across, down).pixels(), cv2.erode(mask, kernel))
    for ours, theirs in ((bits.opened, cv2.MORPH_OPEN), (bits.closed, cv2.MORPH_CLOSE)):
        np.testing.assert_array_equal(ours(across, down).pixels(), cv2.morphologyEx(mask, theirs, kernel))


def test_runs_begin_where_so_many_pixels_follow_to_the_right_or_below() -> None:
    mask = np.zeros((5, 130), np.uint8)
    mask[1, 60:66] = 1  # six, over the edge of a word
    mask[0:3, 129] = 1  # three, at the edge of the page

    found = Bits.of(mask).run_starts(3).pixels()

    assert np.argwhere(found).tolist() == [[0, 129], [1, 60], [1, 61], [1, 62], [1, 63]]


def page() -> np.ndarray:
    return np.zeros((400, 900), bool)


def test_a_row_of_dots_is_a_line_to_write_on_and_a_row_of_letters_is_none() -> None:
    ink = page()
    for x in range(100, 700, 8):
        ink[200:203, x : x + 3] = True
    for x in range(100, 700, 25):  # uprights with dots on them, as of an i
        ink[100:118, x : x + 3] = True
        ink[94:97, x : x + 3] = True

    found = dotted(ink, Bits.of(ink), MM).pixels()

    assert found[201, 110:690].all()
    assert not found[:190].any()


def test_dots_that_belong_to_a_larger_figure_are_no_dots() -> None:
    ink = page()
    slanting = np.arange(300)
    for k in range(20):  # strokes too slanting for any run of pixels, side by side
        ink[50 + slanting, np.minimum(100 + 20 * k + slanting, 899)] = True

    assert not dotted(ink, Bits.of(ink), MM).any()
