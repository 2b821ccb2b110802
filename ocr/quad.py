"""A line of text as it lies on the page: four corners, clockwise from the line's own top left, in pixels."""

from __future__ import annotations

import math

from ocr.text import Box

Quad = tuple[float, ...]  # x0, y0, x1, y1, x2, y2, x3, y3


def quad_of(box: Box) -> Quad:
    """The corners of an upright box."""
    return (box.x0, box.y0, box.x1, box.y0, box.x1, box.y1, box.x0, box.y1)


def box_of(quad: Quad, width: int, height: int) -> Box:
    """The upright box around the corners, within a page of `width` by `height` pixels."""
    across, down = quad[0::2], quad[1::2]
    return Box(
        x0=min(max(int(min(across)), 0), width),
        y0=min(max(int(min(down)), 0), height),
        x1=min(max(round(max(across)), 0), width),
        y1=min(max(round(max(down)), 0), height),
    )


def length_of(quad: Quad) -> float:
    """From its left end to its right, in pixels."""
    return math.hypot(quad[2] - quad[0], quad[3] - quad[1])


def height_of(quad: Quad) -> float:
    """At least a pixel."""
    return max(math.hypot(quad[6] - quad[0], quad[7] - quad[1]), 1.0)


def roomier(quad: Quad, times: float) -> Quad:
    """The same line, `times` as high about its middle."""
    x0, y0, x1, y1, x2, y2, x3, y3 = quad
    by = (times - 1) / 2
    left, right = (by * (x3 - x0), by * (y3 - y0)), (by * (x2 - x1), by * (y2 - y1))
    top = x0 - left[0], y0 - left[1], x1 - right[0], y1 - right[1]
    return *top, x2 + right[0], y2 + right[1], x3 + left[0], y3 + left[1]
