"""How large the letters of a page are, and how much to enlarge or shrink it before reading."""

from __future__ import annotations

import math
import threading
import weakref

import cv2
import numpy as np

from capture.clean import grey_of
from capture.marks import marks_in
from capture.scan import PageImage

_BEST = 22.0  # pixels; a 300 dpi office page measures 19 to 24
_SMALL, _LARGE = 14.0, 44.0  # between these the engine reads as well unscaled
_MOST_PIXELS = (
    16_000_000  # twice an A4 page at 300 dpi; beyond it a blurred page costs half a minute and reads no better
)
_ENOUGH = 20  # fewer letters than this say nothing
_LARGE_PAGE = 2_500_000  # pixels; a larger one is measured at half its size, which takes a quarter of the time
_FINE = 9.0  # letters smaller than this at half size are measured again at full size


def ink_of(grey: np.ndarray) -> np.ndarray:
    """What is darker than the paper around it: 255, the rest 0."""
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)


def halved(grey: np.ndarray) -> np.ndarray:
    return np.asarray(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))


def letter_height(grey: np.ndarray) -> float:
    """The height in pixels that three of four letter-like marks do not exceed; 0 when there are too few marks.

    `grey` is (height, width) uint8. The quartile, not the median: dotted lines and noise are small and many.
    """
    if grey.size > _LARGE_PAGE and (small := _height(halved(grey))) >= _FINE:
        return 2 * small
    return _height(grey)


def letters_on(page: PageImage) -> float:
    """The height of a page's letters, measured once while it is at hand: who finds lines and who reads them ask."""
    if _last.pixels is None or _last.pixels() is not page.pixels:
        _last.height = letter_height(grey_of(page.pixels))
        _last.pixels = weakref.ref(page.pixels)
    return _last.height


class _Last(threading.local):
    height = 0.0
    pixels: weakref.ref[np.ndarray] | None = None


_last = _Last()


def letters_of(grey: np.ndarray) -> np.ndarray:
    """The marks that look like letters: rows of left, top, width, height, area in pixels."""
    marks = marks_in(ink_of(grey))
    width, height, area = (marks[:, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    likely = (height >= 4) & (height <= 150) & (width <= 3 * height) & (height <= 8 * width)
    likely &= (area > 6) & (area >= 0.15 * width * height)
    return np.asarray(marks[likely])


def reading_scale(letter: float, pixels: int) -> float:
    """The factor to read a page at whose letters are `letter` pixels high: 1 for an ordinary scan, 4 at most."""
    scale = 1.0 if letter == 0 or _SMALL <= letter <= _LARGE else min(max(_BEST / letter, 0.4), 4.0)
    return min(scale, math.sqrt(_MOST_PIXELS / pixels))


def _height(grey: np.ndarray) -> float:
    letters = letters_of(grey)
    return float(np.percentile(letters[:, cv2.CC_STAT_HEIGHT], 75)) if len(letters) >= _ENOUGH else 0.0
