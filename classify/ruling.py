"""The picture under the words: ink, ruled lines and the boxes they make. Everything in pixels of the given page."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import cv2
import numpy as np

from capture.scan import PageImage
from ocr.text import Box

A4_WIDTH = 210.0  # mm
_SCALE = 4.0  # pixels a millimetre for the search of boxes
_DARKER = np.array([max(0, min(level * 0.84, level - 12)) for level in range(256)], np.uint8)
Mask = np.ndarray  # bool, (height, width)


class Picture:
    """One page, looked at as ink on paper. `mm` is the number of pixels in a millimetre."""

    def __init__(self, page: PageImage) -> None:
        self.pixels = page.pixels
        self.grey = page.pixels if page.pixels.ndim == 2 else cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY)
        self.mm = _millimetre(page)

    @cached_property
    def ink(self) -> Mask:
        """Darker than the paper around it, in 6 mm; a grey bar is paper."""
        block = max(15, round(6 * self.mm)) | 1
        soft = cv2.GaussianBlur(self.grey, (0, 0), max(0.5, self.mm / 14))
        dark: Mask = soft < cv2.LUT(cv2.blur(self.grey, (block, block)), _DARKER)
        return dark

    @cached_property
    def _ruled(self) -> tuple[np.ndarray, np.ndarray]:
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
        across, down = self._ruled
        reach = max(3, round(0.25 * self.mm)) | 1
        lines: Mask = cv2.dilate(np.maximum.reduce([across, down, self._dotted]), np.ones((reach, reach), np.uint8)) > 0
        return lines

    @cached_property
    def writing(self) -> Mask:
        """Ink that is no rule: print and hand."""
        kept: Mask = self.ink & ~self.rules
        return kept

    @cached_property
    def _cells(self) -> tuple[Mask, np.ndarray, float]:
        """Areas closed by ruled lines: label of every pixel, statistics of every label, the scale of both."""
        across, down = self._ruled
        gap = max(3, round(2.5 * self.mm))
        across = cv2.morphologyEx(across, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
        down = cv2.morphologyEx(down, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))
        scale = min(1.0, _SCALE / self.mm)
        lines = cv2.resize(
            np.maximum(across, down).astype(np.float32), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA
        )
        walls = cv2.dilate((lines > 0.12).astype(np.uint8), np.ones((2, 2), np.uint8))
        _, labels, stats, _ = cv2.connectedComponentsWithStats(1 - walls, connectivity=4)
        return labels, stats, scale

    def cell(self, inside: Box) -> Box | None:
        """The ruled box around this place, or None where the page itself is around it."""
        labels, stats, scale = self._cells
        x0, y0, x1, y1 = (int(side * scale) for side in (inside.x0, inside.y0, inside.x1, inside.y1))
        seen = labels[max(y0, 0) : y1 + 1, max(x0, 0) : x1 + 1]
        counts = np.bincount(seen.ravel()) if seen.size else np.zeros(1)
        counts[0] = 0
        if not counts.any():
            return None
        x, y, wide, high, _ = stats[int(counts.argmax())]
        found = Box(int(x / scale), int(y / scale), int((x + wide) / scale), int((y + high) / scale))
        if found.height > 130 * self.mm or found.width > 0.97 * self.grey.shape[1]:
            return None
        return found

    def cells_within(self, zone: Box, low: float, high: float) -> list[Box]:
        """Ruled boxes of low..high millimetres a side inside the zone, from left to right: the cells of a comb."""
        _, stats, scale = self._cells
        sides = low * self.mm * scale, high * self.mm * scale
        found = []
        for x, y, wide, tall, _ in stats[1:]:
            box = Box(int(x / scale), int(y / scale), int((x + wide) / scale), int((y + tall) / scale))
            if sides[0] <= wide <= sides[1] and sides[0] <= tall <= sides[1] and contains(zone, box):
                found.append(box)
        return sorted(found, key=lambda box: box.x0)

    def share(self, zone: Box, mask: Mask | None = None) -> float:
        """How much of the zone is written on, 0..1."""
        part = self.part(self.writing if mask is None else mask, zone)
        return float(part.mean()) if part.size else 0.0

    def part(self, mask: np.ndarray, zone: Box) -> np.ndarray:
        height, width = mask.shape[:2]
        return mask[max(zone.y0, 0) : min(zone.y1, height), max(zone.x0, 0) : min(zone.x1, width)]


def without_rules(page: PageImage) -> PageImage:
    """What is printed and written, in grey on even paper; ruled lines, dotted rows and shadows are gone.

    Made for an engine: it reads the cells of a comb then. Where a line was merely painted over, its ghost is read as 1.
    """
    picture = Picture(page)
    paper = int(np.percentile(picture.grey[::16, ::16], 90))
    reach = max(3, round(0.4 * picture.mm)) | 1
    written = cv2.dilate(picture.writing.view(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    pixels = np.where(written & ~picture.rules, picture.grey, np.uint8(paper))
    return replace(page, pixels=np.ascontiguousarray(pixels))


def contains(outer: Box, inner: Box, slack: float = 0.0) -> bool:
    """Whether the middle of `inner` lies in `outer`, grown by `slack` pixels."""
    x, y = inner.center
    return outer.x0 - slack <= x < outer.x1 + slack and outer.y0 - slack <= y < outer.y1 + slack


def _millimetre(page: PageImage) -> float:
    """By the stated resolution; by the width of an A4 page where that would make the paper absurd."""
    mm = page.dpi / 25.4
    if mm <= 0 or not 150 <= page.width / mm <= 320:
        mm = page.width / A4_WIDTH
    return max(mm, 1.0)


def _opened(mask: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    kernel = np.ones((max(size[1], 1), max(size[0], 1)), np.uint8)
    return cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel)
