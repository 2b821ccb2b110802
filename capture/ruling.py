"""Ruling lines taken out for the reader: boxes and comb cells run into the letters, and engines read them as letters.

The picture people see keeps its lines; only the copy that is read loses them.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from capture.scan import PageImage

_DPI = 300.0  # the lengths below are pixels at this resolution
_ACROSS = 90  # 7.6 mm: longer than the bar of any letter
_DOWN = 36  # 3 mm: the wall of a comb cell; taller than the stems of ordinary print
_BORDER = 150  # 12.7 mm: a stroke this tall is a line even if it touches no other
_THICK = 14  # a thicker stroke is a bar or a picture, not a ruling line


def without_ruling(page: PageImage) -> PageImage:
    """The page without ruling lines, grey; where letters cross a line their strokes stay. Unruled pages come back as they are.

    A stroke across is a line by its length. A stroke down is one if it meets a line across (the walls of a comb, the
    sides of a box) or is taller than any letter: the stems of large letters stand alone.
    """
    grey = page.pixels if page.pixels.ndim == 2 else cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 12)
    unit = max(0.3, min(page.dpi / _DPI, 3.0))
    across = _lines_across(ink, unit)
    if not across.any():
        return page
    down = _lines_down(ink, across, unit)
    rest = ink & ~(across | down)
    crossed = _crossed(rest, across, (1, 9)) | _crossed(rest, down, (9, 1))
    gone = (across | down) & ~crossed
    paper = cv2.dilate(cv2.medianBlur(grey, 3), np.ones((15, 15), np.uint8))
    return replace(page, pixels=np.where(gone > 0, paper, grey))


def _lines_across(ink: np.ndarray, unit: float) -> np.ndarray:
    long = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(_ACROSS * unit)), np.uint8))
    joined = cv2.morphologyEx(long, cv2.MORPH_CLOSE, np.ones((3, round(30 * unit)), np.uint8))
    swollen = cv2.dilate(joined, np.ones((3, 1), np.uint8))
    count, marks, stats, _ = cv2.connectedComponentsWithStats(swollen, connectivity=8)
    fine = stats[:, cv2.CC_STAT_AREA] <= _THICK * unit * stats[:, cv2.CC_STAT_WIDTH]
    return _chosen(marks, fine, count) & ink


def _lines_down(ink: np.ndarray, across: np.ndarray, unit: float) -> np.ndarray:
    tall = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((round(_DOWN * unit), 1), np.uint8))
    joined = cv2.morphologyEx(tall, cv2.MORPH_CLOSE, np.ones((round(20 * unit), 1), np.uint8))
    count, marks, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    near = cv2.dilate(across, np.ones((9, 9), np.uint8))
    meets = np.zeros(count, bool)
    meets[np.unique(marks[near > 0])] = True
    fine = stats[:, cv2.CC_STAT_AREA] <= _THICK * unit * stats[:, cv2.CC_STAT_HEIGHT]
    lines = fine & (meets | (stats[:, cv2.CC_STAT_HEIGHT] > _BORDER * unit))
    return cv2.dilate(_chosen(marks, lines, count), np.ones((1, 3), np.uint8)) & ink


def _chosen(marks: np.ndarray, wanted: np.ndarray, count: int) -> np.ndarray:
    """The pixels of the wanted components; component 0 is the paper."""
    table = np.where(wanted[:count], 255, 0).astype(np.uint8)
    table[0] = 0
    return table[marks]


def _crossed(rest: np.ndarray, lines: np.ndarray, reach: tuple[int, int]) -> np.ndarray:
    """Pixels of lines that lie between two ends of a stroke; `reach` is (width, height) of the gap to close."""
    return cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((reach[1], reach[0]), np.uint8)) & lines
