"""Where lines of text lie: the detector's likelihood of text made into slanted rectangles.

Our own form of the last step of differentiable binarization (M. Liao et al., 2020): the network marks the shrunk
heart of every line; marks are outlined, weighed, and grown again to the letters' full height.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np

LONGEST = 1600  # pixels of the longer side that the network is shown at most
_MARK = math.log(0.3 / 0.7)  # log odds from which a pixel belongs to a line
_WEIGHT = 0.5  # mean likelihood a mark needs
_GROWTH = 1.5  # of the rectangle's area over its perimeter, outward
_MOST = 2000  # lines; noise makes more marks than any page has lines
_TALL = 1.7  # times as tall as wide, a line stands upright...
_TALL_LINES = 1.7  # ...when it is also this much taller than lines are
_STRETCHED = 1.5  # times longer than thick, a mark tells the direction of its line
_STEP = 32  # the network halves its picture five times
_MEAN = np.array((0.485, 0.456, 0.406), np.float32) * 255
_SPREAD = np.array((0.229, 0.224, 0.225), np.float32) * 255
_TABLES = [
    ((np.arange(256, dtype=np.float32) - mean) / spread)[None] for mean, spread in zip(_MEAN, _SPREAD, strict=True)
]

Network = Callable[[np.ndarray], np.ndarray]  # a page as shown -> log odds of text for each of its pixels


def size_to_look_at(width: int, height: int, scale: float) -> tuple[int, int]:
    """The page at `scale`, sides rounded to what the network takes."""
    across, down = (max(_STEP, round(side * scale / _STEP) * _STEP) for side in (width, height))
    return across, down


def lines(pixels: np.ndarray, scale: float, network: Network) -> np.ndarray:
    """Corners (n, 4, 2) float32 in pixels of the page, clockwise from each line's own top left, from top to bottom."""
    height, width = pixels.shape[:2]
    across, down = size_to_look_at(width, height, scale)
    found = _marks(network(_shown(pixels, across, down)))
    if not found:
        return np.zeros((0, 4, 2), np.float32)
    corners = np.stack(found) * np.array((width / across, height / down), np.float32)
    sides = np.linalg.norm(corners[:, (1, 3)] - corners[:, :1], axis=2)
    thickness = float(np.median(sides.min(1)))
    corners = np.stack([_stood_up(each, thickness) for each in corners])
    return corners[np.argsort(corners[:, :, 1].min(1), kind="stable")]


def _shown(pixels: np.ndarray, across: int, down: int) -> np.ndarray:
    """(1, 3, down, across) float32, as the network was trained."""
    smaller = across < pixels.shape[1]
    picture = cv2.resize(pixels, (across, down), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
    shown = np.empty((1, 3, down, across), np.float32)
    for channel, table in enumerate(_TABLES):  # it learned blue, green, red
        cv2.LUT(picture if picture.ndim == 2 else picture[:, :, 2 - channel], table, shown[0, channel])
    return shown


def _marks(odds: np.ndarray) -> list[np.ndarray]:
    outlines, _ = cv2.findContours((odds > _MARK).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in sorted(outlines, key=len, reverse=True)[:_MOST]:
        x, y, width, height = cv2.boundingRect(outline)
        if min(width, height) < 3 or _weight(odds[y : y + height, x : x + width], outline - (x, y)) < _WEIGHT:
            continue
        if (rectangle := _rectangle(outline)) is not None:
            found.append(rectangle)
    return found


def _weight(odds: np.ndarray, outline: np.ndarray) -> float:
    inside = np.zeros(odds.shape, np.uint8)
    cv2.drawContours(inside, [outline], -1, 1, -1)
    return float((1 / (1 + np.exp(-odds[inside > 0]))).mean())


def _rectangle(outline: np.ndarray) -> np.ndarray | None:
    """Grown corners, clockwise, the first edge the one that runs most from left to right; None for a hair."""
    center, (width, height), angle = cv2.minAreaRect(outline)
    if abs(angle) > 45:
        width, height, angle = height, width, angle - math.copysign(90, angle)
    if max(width, height) < _STRETCHED * min(width, height):  # a lone letter or two: its slant is chance
        x, y, box_width, box_height = cv2.boundingRect(outline)
        center, width, height, angle = (x + (box_width - 1) / 2, y + (box_height - 1) / 2), box_width, box_height, 0.0
    if min(width, height) < 2:
        return None
    more = width * height * _GROWTH / (width + height)
    across = np.array((np.cos(np.radians(angle)), np.sin(np.radians(angle)))) * (width + more) / 2
    down = np.array((-np.sin(np.radians(angle)), np.cos(np.radians(angle)))) * (height + more) / 2
    corners = np.array((-across - down, across - down, across + down, down - across)) + center + 0.5
    return corners.astype(np.float32)


def _stood_up(corners: np.ndarray, thickness: float) -> np.ndarray:
    """A line much taller than wide is written downwards: its own top left is the page's top right."""
    width, height = (float(np.linalg.norm(corners[k] - corners[0])) for k in (1, 3))
    return np.roll(corners, -1, axis=0) if height > _TALL * width and height > _TALL_LINES * thickness else corners
