"""Printed lines of forms and combs: taken off before reading, for a comb's teeth are read as 1, | and ]."""

from __future__ import annotations

import cv2
import numpy as np

_ACROSS = 4.0  # letter heights: longer than the bar of a large letter
_DOWN = 2.4  # a comb's tooth; the stems of a large title are as long, but stand alone
_TALL = 7.0  # no letter is so high: a line even if it meets no other
_THIN = 0.36  # thicker is a bar or a picture
_LEAST_LETTER = 10.0


def without_rulings(grey: np.ndarray, letter: float) -> np.ndarray:
    """The page with long thin straight lines painted over by the paper around them; strokes that cross them stay.

    `grey` is (height, width) uint8, deskewed; `letter` the height of most of its letters in pixels.
    """
    if letter < _LEAST_LETTER:
        return grey
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    thin = max(round(_THIN * letter), 3)
    flat = _lines(ink, (round(_ACROSS * letter), 1), (1, thin + 1))
    upright = _meeting(_lines(ink, (1, round(_DOWN * letter)), (thin + 1, 1)), flat, _TALL * letter)
    lines = cv2.bitwise_or(flat, upright)
    if not lines.any():
        return grey
    rest = cv2.bitwise_and(ink, cv2.bitwise_not(lines))
    crossing = cv2.bitwise_or(
        cv2.bitwise_and(flat, cv2.morphologyEx(rest, cv2.MORPH_CLOSE, _bar(1, thin + 3))),
        cv2.bitwise_and(upright, cv2.morphologyEx(rest, cv2.MORPH_CLOSE, _bar(thin + 3, 1))),
    )
    gone = cv2.bitwise_and(lines, cv2.bitwise_not(crossing))
    return np.where(gone > 0, cv2.dilate(grey, _bar(2 * thin + 7, 2 * thin + 7)), grey)


def _lines(ink: np.ndarray, along: tuple[int, int], across: tuple[int, int]) -> np.ndarray:
    """Runs as long as `along` and thinner than `across`, with their frayed edges."""
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, _bar(*along))
    thick = cv2.dilate(cv2.morphologyEx(runs, cv2.MORPH_OPEN, _bar(*across)), _bar(3, 3))
    thin = cv2.bitwise_and(runs, cv2.bitwise_not(thick))
    edge = (3, 5) if along[0] > along[1] else (5, 3)
    return cv2.dilate(thin, _bar(*edge))


def _meeting(upright: np.ndarray, flat: np.ndarray, tall: float) -> np.ndarray:
    """Those lines down the page that meet a line across it, and those too tall for a letter."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(upright, connectivity=8)
    kept = stats[:, cv2.CC_STAT_HEIGHT] >= tall
    kept[np.unique(labels[cv2.dilate(flat, _bar(5, 5)) > 0])] = True
    kept[0] = False
    return np.where(kept[labels], np.uint8(255), np.uint8(0)) if count > 1 else upright


def _bar(width: int, height: int) -> np.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_RECT, (width, height))
