"""The sheet of a photograph, cut out of its table and pressed flat. A scan, which the sheet fills, stays as it is."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from capture.scan import PageImage
from capture.smaller import smaller

_SIDE = 800  # pixels of the copy on which the sheet is looked for
_LEAST, _MOST = 0.2, 0.97  # share of the picture that a sheet takes
_WHOLE = 0.93  # share of its outline's hull that is bright: a sheet has no bays
_STANDS_OUT = 35  # grey levels between the paper and the table beside it
_EDGE = 31  # pixels of the copy across which the edge of a sheet is looked at
_AT_END = 0.04  # shares of the picture's side: a corner so near to one of its own is the same
_PRINT = 0.8  # of the brightness around it: ink
_AS_DENSE = 0.3  # times as much ink as within: print, not the grain of a table
_SQUARE = 35.0  # degrees by which a corner may differ from a right angle
_LONGEST = 4.5  # sides of a till receipt


def cut_out_sheet(page: PageImage) -> PageImage:
    """The four corners of the brightest sheet become the corners of the page."""
    corners = find_sheet(page)
    if corners is None:
        return page
    top_left, top_right, bottom_right, bottom_left = corners
    width = round(max(_length(top_left, top_right), _length(bottom_left, bottom_right)))
    height = round(max(_length(top_left, bottom_left), _length(top_right, bottom_right)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    warp = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat = cv2.warpPerspective(
        page.pixels, warp, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return replace(page, pixels=flat)


def find_sheet(page: PageImage) -> np.ndarray | None:
    """Corners from top left clockwise in pixels of the page, (4, 2) float; None where no sheet stands out."""
    grey = page.pixels if page.pixels.ndim == 2 else cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY)
    small = smaller(grey, _SIDE)
    # Print is closed over and texture smoothed, so that only paper and table remain.
    calm = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8)), (9, 9), 0)
    _, bright = cv2.threshold(calm, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = cv2.morphologyEx(bright, cv2.MORPH_OPEN, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    corners = _four_corners(outline, small.size)
    if corners is None or not _stands_out(calm, corners) or _is_light(corners, small, calm):
        return None
    return np.asarray(_inward(corners) * (max(grey.shape) / max(small.shape)))


def _four_corners(outline: np.ndarray, pixels: int) -> np.ndarray | None:
    hull = cv2.convexHull(outline)
    area = cv2.contourArea(hull)
    if not _LEAST < area / pixels < _MOST or cv2.contourArea(outline) < _WHOLE * area:
        return None
    found = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True)
    if len(found) != 4:
        return None
    corners = _ordered(found.reshape(4, 2).astype(np.float64))
    sides = [_length(corners[at], corners[(at + 1) % 4]) for at in range(4)]
    if max(sides) > _LONGEST * min(sides) or any(abs(one - 90) > _SQUARE for one in _angles(corners)):
        return None
    return corners


def _stands_out(calm: np.ndarray, corners: np.ndarray) -> bool:
    """Whether the paper is clearly brighter than what lies outside it, and right at its edge.

    The lit half of a sheet in a shadow is bright, too, but its brightness fades: half the words would be cut away.
    """
    inside = np.zeros(calm.shape, np.uint8)
    cv2.fillConvexPoly(inside, corners.astype(np.int32), 255)
    beyond = cv2.bitwise_not(cv2.dilate(inside, np.ones((9, 9), np.uint8)))
    if np.count_nonzero(beyond) < 0.02 * calm.size:
        return False
    far = float(np.median(calm[inside > 0])) - float(np.percentile(calm[beyond > 0], 75))
    reach = np.ones((_EDGE, _EDGE), np.uint8)
    within = cv2.bitwise_and(inside, cv2.dilate(beyond, reach))
    without = cv2.bitwise_and(beyond, cv2.dilate(inside, reach))
    near = float(np.median(calm[within > 0])) - float(np.median(calm[without > 0]))
    return min(far, near) > _STANDS_OUT


def _is_light(corners: np.ndarray, small: np.ndarray, calm: np.ndarray) -> bool:
    """Whether what looks like a sheet is the lit part of one that lies in a shadow: it ends in corners of the picture,
    and print goes on beyond it, as dense as within."""
    high, wide = small.shape
    ends = np.array(((0, 0), (wide, 0), (wide, high), (0, high)))
    shared = sum(min(_length(one, end) for end in ends) < _AT_END * max(high, wide) for one in corners)
    if shared < 2:
        return False
    inside = np.zeros(small.shape, np.uint8)
    cv2.fillConvexPoly(inside, corners.astype(np.int32), 255)
    ink = small < _PRINT * calm
    within, beyond = float(ink[inside > 0].mean()), float(ink[inside == 0].mean())
    return beyond > _AS_DENSE * within


def _inward(corners: np.ndarray) -> np.ndarray:
    """A hair inside, so that no strip of table is left at the edges."""
    return np.asarray(corners + 0.006 * (corners.mean(axis=0) - corners))


def _angles(corners: np.ndarray) -> list[float]:
    found = []
    for at in range(4):
        one, other = corners[at - 1] - corners[at], corners[(at + 1) % 4] - corners[at]
        cosine = float(one @ other) / (float(np.hypot(*one)) * float(np.hypot(*other)))
        found.append(float(np.degrees(np.arccos(np.clip(cosine, -1, 1)))))
    return found


def _ordered(corners: np.ndarray) -> np.ndarray:
    total, lean = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    return corners[[int(total.argmin()), int(lean.argmin()), int(total.argmax()), int(lean.argmax())]]


def _length(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.hypot(*(one - other)))
