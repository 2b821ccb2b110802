"""Ink on paper: what is printed to write on, and what is written. Everything in pixels of the given page."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import cv2
import numpy as np

from capture.bits import Bits
from capture.dots import dotted
from capture.marks import count_of
from capture.scan import PageImage

A4_WIDTH = 210.0  # mm
_LETTER = 1.9  # mm, ordinary print
_COMB, _LEVEL = 20, 6  # upright strokes, level lines; two combs have more, a table has fewer
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
    def ink_bits(self) -> Bits:
        return Bits.of(self.ink)

    @cached_property
    def ruled_bits(self) -> tuple[Bits, Bits]:
        """Straight lines, longer than any letter's stroke: level and upright ones."""
        ink = self.ink_bits
        across = ink.dilated(1, 3).opened(max(round(8 * self.mm), 1), 1)
        down = ink.dilated(3, 1).opened(1, max(round(5 * self.mm), 1))
        return across, down

    @cached_property
    def ruled(self) -> tuple[np.ndarray, np.ndarray]:
        """The same as 0 and 1, uint8."""
        across, down = self.ruled_bits
        return across.pixels(), down.pixels()

    @cached_property
    def rule_bits(self) -> Bits:
        """All that is printed to write on or to write in: lines, boxes, rows of dots, a little wider than they are."""
        across, down = self.ruled_bits
        reach = max(3, round(0.25 * self.mm)) | 1
        return (across | down | dotted(self.ink, self.ink_bits, self.mm)).dilated(reach, reach)

    @cached_property
    def rules(self) -> Mask:
        return self.rule_bits.pixels().view(bool)

    @cached_property
    def writing(self) -> Mask:
        """Ink that is no rule: print and hand."""
        return self.writing_bits.pixels().view(bool)

    @cached_property
    def writing_bits(self) -> Bits:
        return self.ink_bits.without(self.rule_bits)

    @property
    def has_combs(self) -> bool:
        """Whether walls of cells stand on the page, many more of them than a table has."""
        across, down = self.ruled
        return count_of(down) >= _COMB and count_of(across) >= _LEVEL


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
    written = ink.writing_bits.dilated(reach, reach).without(ink.rule_bits).pixels()
    pixels = np.full_like(ink.grey, paper)
    cv2.copyTo(ink.grey, written, pixels)
    return replace(page, pixels=pixels)


def _millimetre(page: PageImage) -> float:
    """By the stated resolution; by the width of an A4 page where that would make the paper absurd."""
    mm = page.dpi / 25.4
    if mm <= 0 or not 150 <= page.width / mm <= 320:
        mm = page.width / A4_WIDTH
    return max(mm, 1.0)
