"""The picture under the words: the boxes that ruled lines make. Everything in pixels of the given page."""

from __future__ import annotations

from functools import cached_property

import cv2
import numpy as np

from capture.marks import labelled
from capture.ruling import Ink, Mask
from ocr.text import Box

__all__ = ["Mask", "Picture", "contains"]
_SCALE = 4.0  # pixels a millimetre for the search of boxes


class Picture(Ink):
    """One page, looked at as ink in boxes."""

    @cached_property
    def _cells(self) -> tuple[Mask, np.ndarray, float]:
        """Areas closed by ruled lines: label of every pixel, statistics of every label, the scale of both."""
        across, down = self.ruled_bits
        gap = max(3, round(2.5 * self.mm))
        closed = across.closed(gap, 1) | down.closed(1, gap)
        scale = min(1.0, _SCALE / self.mm)
        lines = cv2.resize(closed.pixels().astype(np.float32), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        walls = cv2.dilate((lines > 0.12).astype(np.uint8), np.ones((2, 2), np.uint8))
        labels, stats, _ = labelled(1 - walls, 4)
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


def contains(outer: Box, inner: Box, slack: float = 0.0) -> bool:
    """Whether the middle of `inner` lies in `outer`, grown by `slack` pixels."""
    x, y = inner.center
    return outer.x0 - slack <= x < outer.x1 + slack and outer.y0 - slack <= y < outer.y1 + slack
