"""Ink on paper: what is printed to write on, and what is written. Everything in pixels of the given page."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import cv2
import numpy as np

from capture.scan import PageImage

A4_WIDTH = 210.0  # mm
_LETTER = 1.9  # mm, ordinary print
_COMB = 20  # upright strokes; two combs have more, a table has fewer
_DARKER = np.array([max(0, min(level * 0.84, level - 12)) for level in range(256)], np.uint8)
Mask = np.ndarray  # bool, (height, width)


class Ink:
    """One page, looked at as ink on paper. `mm` is the number of pixels in a millimetre."""

    def __init__(self, page: PageImage, letter: float = 0.0) -> None:
        """`letter` is the height of most letters in pixels: it tells the scale of what is no A4 page."""
        self.pixels = page.pixels
        self.grey = page.pixels if page.pixels.ndim == 2 else cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY)
        self.mm = max(_millimetre(page), letter / _LETTER)

    @cached_property
    def ink(self) -> Mask:
        """Darker than the paper around it, in 6 mm; a grey bar is paper."""
        block = max(15, round(6 * self.mm)) | 1
        soft = cv2.GaussianBlur(self.grey, (0, 0), max(0.5, self.mm / 14))
        dark: Mask = soft < cv2.LUT(cv2.blur(self.grey, (block, block)), _DARKER)
        return dark

    @cached_property
    def ruled(self) -> tuple[np.ndarray, np.ndarray]:
        """Straight lines, longer than any letter's stroke: level and upright ones, as 0 and 1."""
        ink = self.ink.view(np.uint8)
        across = _opened(cv2.dilate(ink, np.ones((3, 1), np.uint8)), (round(8 * self.mm), 1))
        down = _opened(cv2.dilate(ink, np.ones((1, 3), np.uint8)), (1, round(5 * self.mm)))
        return across, down

    @cached_property
    def _dotted(self) -> np.ndarray:
        """Lines of dots to write on: specks in a row over 8 mm, which no print and no hand makes."""
        _, labels, stats, _ = cv2.connectedComponentsWithStats(self.ink.view(np.uint8), connectivity=8)
        small = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) <= max(2, 0.45 * self.mm)
        small[0] = False
        specks = small[labels].view(np.uint8)
        gap, run = max(3, round(1.2 * self.mm)), round(8 * self.mm)
        rows = cv2.morphologyEx(
            cv2.dilate(specks, np.ones((3, 1), np.uint8)), cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8)
        )
        return _opened(rows, (run, 1))

    @cached_property
    def rules(self) -> Mask:
        """All that is printed to write on or to write in: lines, boxes, rows of dots, a little wider than they are."""
        across, down = self.ruled
        reach = max(3, round(0.25 * self.mm)) | 1
        lines: Mask = cv2.dilate(np.maximum.reduce([across, down, self._dotted]), np.ones((reach, reach), np.uint8)) > 0
        return lines

    @cached_property
    def writing(self) -> Mask:
        """Ink that is no rule: print and hand."""
        kept: Mask = self.ink & ~self.rules
        return kept

    @property
    def has_combs(self) -> bool:
        """Whether walls of cells stand on the page, many more of them than a table has."""
        across, down = self.ruled
        return min(_pieces(across) / 6, _pieces(down) / _COMB) >= 1


def without_rules(page: PageImage, letter: float = 0.0) -> PageImage:
    """What is printed and written, in grey on even paper; ruled lines, dotted rows and shadows are gone.

    Made for an engine: it reads the cells of a comb then. Where a line was merely painted over, its ghost is read as 1.
    """
    return _bare(page, Ink(page, letter))


def without_combs(page: PageImage, letter: float) -> PageImage | None:
    """The same for a form with combs; None for any other page, which loses more by it than it gains."""
    ink = Ink(page, letter)
    return _bare(page, ink) if ink.has_combs else None


def _bare(page: PageImage, ink: Ink) -> PageImage:
    paper = int(np.percentile(ink.grey[::16, ::16], 90))
    reach = max(3, round(0.4 * ink.mm)) | 1
    written = cv2.dilate(ink.writing.view(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    return replace(page, pixels=np.ascontiguousarray(np.where(written & ~ink.rules, ink.grey, np.uint8(paper))))


def _pieces(mask: np.ndarray) -> int:
    return int(cv2.connectedComponents(mask)[0]) - 1


def _millimetre(page: PageImage) -> float:
    """By the stated resolution; by the width of an A4 page where that would make the paper absurd."""
    mm = page.dpi / 25.4
    if mm <= 0 or not 150 <= page.width / mm <= 320:
        mm = page.width / A4_WIDTH
    return max(mm, 1.0)


def _opened(mask: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    kernel = np.ones((max(size[1], 1), max(size[0], 1)), np.uint8)
    return cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel)
