"""What print, blur and grain leave in the octaves of a picture."""

import cv2
import numpy as np
import pytest

from capture import octaves

pytestmark = pytest.mark.quick


def printed(blur: float = 0.0, grain: float = 0.0) -> np.ndarray:
    page = np.full((512, 512), 240, np.uint8)
    for row in range(40, 500, 40):
        cv2.putText(page, "Perehuvitise taotlus", (20, row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 20, 2)
    if blur:
        page = np.asarray(cv2.GaussianBlur(page, (0, 0), blur))
    noise = np.random.default_rng(7).normal(0, grain, page.shape)
    return np.clip(page + noise, 0, 255).astype(np.uint8)


def spread(page: np.ndarray) -> np.ndarray:
    return octaves.measure(page, np.ones_like(page))[:, 0]


def test_a_blurred_page_has_no_fine_octaves_and_keeps_the_coarse_ones():
    sharp, blurred = spread(printed()), spread(printed(blur=3))
    assert blurred[0] < sharp[0] / 5
    assert blurred[4] > sharp[4] / 2


def test_grain_is_in_the_finest_octave():
    calm, rough = spread(printed(blur=3)), spread(printed(blur=3, grain=12))
    assert rough[0] > calm[0] + 5
    assert rough[4] < calm[4] + 3


def test_what_lies_outside_the_frame_does_not_count():
    page, frame = printed(), np.zeros((512, 512), np.uint8)
    frame[:10, :] = 1  # above the first row of print
    assert octaves.measure(page, frame)[0].max() < 1
    assert not octaves.measure(page, np.zeros_like(frame)).any()
