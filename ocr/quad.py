"""A line of text as it lies on the page: four corners, clockwise from the line's own top left, in pixels."""

from __future__ import annotations

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
