"""Connected marks of a mask, with labels of sixteen bits wherever they are enough: in less than half the time.

As cv2.connectedComponentsWithStats, whose rows they are: the ground first, then the marks, each by its left, top,
width, height and area in pixels (cv2.CC_STAT_*).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

Labelled = Sequence[np.ndarray]  # labels (height, width) uint16 or int32, rows (marks + 1, 5), centres (marks + 1, 2)


def labelled(mask: np.ndarray, connectivity: int = 8) -> Labelled:
    """`mask`: (height, width) uint8 or bool, what is not 0 belongs to a mark."""
    seen = np.ascontiguousarray(mask).view(np.uint8)
    try:
        return cv2.connectedComponentsWithStats(seen, connectivity=connectivity, ltype=cv2.CV_16U)[1:]
    except cv2.error:  # more marks than sixteen bits can name: noise
        return cv2.connectedComponentsWithStats(seen, connectivity=connectivity)[1:]


def count_of(mask: np.ndarray) -> int:
    """How many marks there are."""
    try:
        return int(cv2.connectedComponents(mask, ltype=cv2.CV_16U)[0]) - 1
    except cv2.error:  # as above
        return int(cv2.connectedComponents(mask)[0]) - 1


def marks_in(mask: np.ndarray, connectivity: int = 8) -> np.ndarray:
    """The marks alone: left, top, width, height, area of each."""
    return np.asarray(labelled(mask, connectivity)[1][1:])
