"""Single lines as Tesseract likes them: each upright on a slip of its own, with a margin of the paper's colour."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.quad import Quad, quad_of
from ocr.scale import letters_of
from ocr.table import View
from ocr.text import Box

HEIGHT = 40  # pixels of a slip's line; Russian lines measured 1.0 wrong letters in 100 at 32 to 48, 1.5 at 80
MARGIN = 8  # without it the first and last letters suffer: twice the wrong letters
LONGEST = 6000  # pixels; a longer line is squeezed to it
_SMALLEST = 3.0  # pixels; nothing lower or shorter is a line
_FAINTEST = 30  # grey levels between the ink and the paper of a line
_UPRIGHT = 1.0  # pixels; corners nearer than this to a plain rectangle are cut out without turning
_ROOM = 0.35  # letter heights of paper left around a line found by its letters: accents, tails
_LOW = 6.0  # letter heights; a higher picture is a page
_LOWEST_PAGE = 400  # pixels; with a few letters only, a higher picture is a page
_LEVEL = 0.75  # letter heights the middles of a line's letters may lie apart from each other
_MARK = 0.5  # letter heights; lower marks are dots and accents


@dataclass(frozen=True, slots=True)
class Slip:
    """`pixels` is grey (height, width) uint8; `view` leads back to the page."""

    pixels: np.ndarray
    view: View


def slip_of(grey: np.ndarray, quad: Quad) -> Slip | None:
    """The line within the corners, in reading direction; None where they are no line on this page, or bare paper."""
    corners = np.asarray(quad, np.float64).reshape(4, 2)
    if not np.isfinite(corners).all():
        return None
    corners = np.clip(corners, 0, (grey.shape[1], grey.shape[0]))
    width, height = _size(corners)
    if min(width, height) < _SMALLEST or not cv2.isContourConvex(corners.astype(np.float32)):
        return None
    scale = HEIGHT / height
    long, high = int(min(max(round(width * scale), 1), LONGEST)), HEIGHT
    straight, corners = _straight(grey, corners, round(width), round(height))
    if np.ptp(straight) < _FAINTEST:
        return None  # on bare paper Tesseract sees letters
    finer = straight.shape[0] > high
    line = cv2.resize(straight, (long, high), interpolation=cv2.INTER_AREA if finer else cv2.INTER_CUBIC)
    paper = int(np.percentile(line, 75))  # more of a line is paper than ink, white on black as well
    around = cv2.copyMakeBorder(line, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=paper)
    shown = Box(MARGIN, MARGIN, MARGIN + long, MARGIN + high)
    drawn = np.asarray(quad_of(shown), np.float32).reshape(4, 2)
    to_page = cv2.getPerspectiveTransform(drawn, corners.astype(np.float32))
    return Slip(np.ascontiguousarray(around), View(around.shape[1], around.shape[0], to_page))


def only_line(grey: np.ndarray, letter: float) -> Quad | None:
    """The corners of the one line of text that a low picture holds; None for a page, and where nothing is seen.

    `letter` is the height of most letters in pixels, 0 where they are too few to tell.
    """
    if grey.shape[0] > (_LOW * letter or _LOWEST_PAGE) or not len(letters := letters_of(grey)):
        return None
    top, high = letters[:, cv2.CC_STAT_TOP], letters[:, cv2.CC_STAT_HEIGHT]
    letter = float(np.percentile(high, 75))
    if grey.shape[0] > _LOW * letter:
        return None
    large = high >= _MARK * letter
    middles = (top + high / 2)[large]
    if np.ptp(np.percentile(middles, (5, 95))) > _LEVEL * letter:
        return None
    room = _ROOM * letter
    left, right = letters[:, cv2.CC_STAT_LEFT], letters[:, cv2.CC_STAT_LEFT] + letters[:, cv2.CC_STAT_WIDTH]
    return quad_of(
        Box(
            x0=max(int(left.min() - room), 0),
            y0=max(int(top.min() - room), 0),
            x1=min(round(float(right.max() + room)), grey.shape[1]),
            y1=min(round(float((top + high).max() + room)), grey.shape[0]),
        )
    )


def _size(corners: np.ndarray) -> tuple[float, float]:
    top, right, bottom, left = (float(np.linalg.norm(corners[k] - corners[(k + 1) % 4])) for k in range(4))
    return max(top, bottom), max(left, right)


def _straight(grey: np.ndarray, corners: np.ndarray, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """The line set straight, and the corners it was really cut at."""
    x0, y0 = np.floor(corners.min(0)).astype(int)
    x1, y1 = np.ceil(corners.max(0)).astype(int)
    upright = np.array(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), np.float64)
    if np.abs(corners - upright).max() <= _UPRIGHT:
        return grey[y0:y1, x0:x1], upright
    target = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float32)
    turn = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    border = cv2.BORDER_REPLICATE
    return cv2.warpPerspective(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=border), corners
