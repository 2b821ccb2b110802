"""Printed lines of forms and combs: taken off before reading, for a comb's teeth are read as 1, | and ]."""

from __future__ import annotations

import cv2
import numpy as np

from capture.marks import count_of, labelled
from ocr.scale import halved, ink_of

_ACROSS = 4.0  # letter heights: longer than the bar of a large letter
_DOWN = 2.4  # a comb's tooth; the stems of a large title are as long, but stand alone
_TALL = 7.0  # no letter is so high: a line even if it meets no other
_THIN = 0.36  # thicker is a bar or a picture
_LEAST_LETTER = 10.0
_COARSE = 16.0  # letters at least so high leave enough of a line to be found at half the size, in a quarter of the time
_LARGE_PAGE = 2_500_000  # pixels
_DARK = 0.5  # of the paper's brightness, over an area: a bar, not paper
_BYTE = 8


def without_rulings(grey: np.ndarray, letter: float) -> np.ndarray:
    """The page with long thin straight lines painted over by the paper around them; strokes that cross them stay.

    `grey` is (height, width) uint8, deskewed; `letter` the height of most of its letters in pixels.
    """
    if letter < _LEAST_LETTER:
        return grey
    half = letter >= _COARSE and grey.size > _LARGE_PAGE
    seen, letter = (halved(grey), letter / 2) if half else (grey, letter)
    thin = max(round(_THIN * letter), 3)
    gone = _gone(_ink_on_paper(seen), letter, thin)
    if gone is None:
        return grey
    paper = cv2.dilate(seen, _bar(2 * thin + 7, 2 * thin + 7))
    if half:
        size = grey.shape[1], grey.shape[0]
        gone = cv2.resize(gone, size, interpolation=cv2.INTER_NEAREST)
        paper = cv2.resize(paper, size, interpolation=cv2.INTER_NEAREST)
    clear = grey.copy()
    cv2.copyTo(paper, gone, clear)
    return clear


def _ink_on_paper(grey: np.ndarray) -> np.ndarray:
    """Ink with paper around it: between the white letters on a black bar the black is no line."""
    paper = float(np.percentile(grey[::8, ::8], 75))
    bright = cv2.threshold(cv2.blur(grey, (31, 31)), _DARK * paper, 255, cv2.THRESH_BINARY)[1]
    return np.asarray(cv2.bitwise_and(ink_of(grey), bright))


def teeth(grey: np.ndarray, letter: float) -> int:
    """A glance: how many upright strokes as high as a comb's teeth stand on the page."""
    half = grey.size > _LARGE_PAGE
    down = _packed(cv2.transpose(ink_of(halved(grey) if half else grey)), _DOWN * (letter / 2 if half else letter))
    return count_of(down)


def has_long_lines(ink: np.ndarray, letter: float) -> bool:
    """A glance: whether there is any run of ink as long as a line. Eight pixels are looked at at once."""
    across, down = _packed(ink, _ACROSS * letter), _packed(cv2.transpose(ink), _DOWN * letter)
    return bool(across.any() or down.any())


def _packed(ink: np.ndarray, length: float) -> np.ndarray:
    """Where at least `length` pixels of ink follow each other, to eight pixels: none shorter than length - 14 is."""
    whole = (np.packbits(ink, axis=1) == 255).view(np.uint8)
    return cv2.erode(whole, _bar(max(int((length - _BYTE + 1) // _BYTE), 1), 1))


def _gone(ink: np.ndarray, letter: float, thin: int) -> np.ndarray | None:
    """What is to be painted over, 255; None where there is no line."""
    if not has_long_lines(ink, letter):
        return None
    flat = _lines(ink, (round(_ACROSS * letter), 1), (1, thin + 1))
    upright = _meeting(_lines(ink, (1, round(_DOWN * letter)), (thin + 1, 1)), flat, _TALL * letter)
    lines = cv2.bitwise_or(flat, upright)
    if not lines.any():
        return None
    rest = cv2.bitwise_and(ink, cv2.bitwise_not(lines))
    crossing = cv2.bitwise_or(
        cv2.bitwise_and(flat, cv2.morphologyEx(rest, cv2.MORPH_CLOSE, _bar(1, thin + 3))),
        cv2.bitwise_and(upright, cv2.morphologyEx(rest, cv2.MORPH_CLOSE, _bar(thin + 3, 1))),
    )
    return np.asarray(cv2.bitwise_and(lines, cv2.bitwise_not(crossing)))


def _lines(ink: np.ndarray, along: tuple[int, int], across: tuple[int, int]) -> np.ndarray:
    """Runs as long as `along` and thinner than `across`, with their frayed edges."""
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, _bar(*along))
    thick = cv2.dilate(cv2.morphologyEx(runs, cv2.MORPH_OPEN, _bar(*across)), _bar(3, 3))
    thin = cv2.bitwise_and(runs, cv2.bitwise_not(thick))
    edge = (3, 5) if along[0] > along[1] else (5, 3)
    return cv2.dilate(thin, _bar(*edge))


def _meeting(upright: np.ndarray, flat: np.ndarray, tall: float) -> np.ndarray:
    """Those lines down the page that meet a line across it, and those too tall for a letter."""
    if not upright.any():
        return upright
    labels, stats, _ = labelled(upright)
    kept = stats[:, cv2.CC_STAT_HEIGHT] >= tall
    kept[np.unique(labels[cv2.dilate(flat, _bar(5, 5)) > 0])] = True
    kept[0] = False
    return np.where(kept[labels], np.uint8(255), np.uint8(0))


def _bar(width: int, height: int) -> np.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_RECT, (width, height))
