"""How the paper lies: askew beyond repair, over the edge of the glass, two sheets side by side."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from capture.glance import Glance
from capture.light import place
from capture.marks import marks_in
from capture.scan import Place

_STEP = 3.0  # degrees of the search: print that lies right differs from print far askew
_POINTS = 2_500
_STRAIGHT = 4.6  # degrees: nearly every page
_MOST = 36.0  # degrees
_CLEAR = 2.0  # how much better than the page as it lies an angle must be
_DARK_BESIDE = 90  # grey level between two sheets
_SHEET = 0.12  # share of the picture that the smaller of two sheets takes at least


@dataclass(frozen=True, slots=True)
class Lie:
    """`skew` in degrees from the nearest straight position, 0 to 36. `cut` is the share of the lines of print that
    run into a side, `cut_place` that side. `two` are the places of two sheets on one picture."""

    skew: float
    cut: float
    cut_place: Place | None
    two: tuple[Place, ...]


def measure(glance: Glance) -> Lie:
    cut, where = _cut(glance)
    return Lie(_skew(glance), cut, where, _two_sheets(glance))


def _skew(glance: Glance) -> float:
    """Postl's criterion over all directions: across lines of print, rows of ink and rows of paper differ the most."""
    rim = max(1, min(glance.ink.shape) // 40)
    rows, columns = np.nonzero(glance.ink[rim:-rim, rim:-rim])
    if rows.size < 400:
        return 0.0
    step = max(1, rows.size // _POINTS)
    points = np.stack([rows[::step], columns[::step]]).astype(np.float32)
    angles = np.deg2rad(np.arange(-45, 135, _STEP, dtype=np.float32))
    heights = np.stack([np.cos(angles), np.sin(angles)], axis=1) @ points
    heights = ((heights - heights.min(axis=1, keepdims=True)) / 2).astype(np.int32)
    bins = int(heights.max()) + 2
    flat = np.bincount((heights + np.arange(len(angles))[:, None] * bins).ravel(), minlength=bins * len(angles))
    energy = np.square(np.diff(flat.reshape(len(angles), bins).astype(np.float32), axis=1)).sum(axis=1)
    best = int(np.argmax(energy))
    near = np.minimum(np.abs(np.rad2deg(angles)), np.abs(np.rad2deg(angles) - 90)) <= _STRAIGHT
    usual = float(np.median(energy))
    straight = float(energy[near].max())
    degrees = float(np.rad2deg(angles[best]))
    away = abs(degrees) if degrees < 45 else abs(degrees - 90)
    if away > _MOST:
        return 0.0  # rulings and columns seen from corner to corner
    return away if energy[best] - usual > _CLEAR * (straight - usual) else 0.0


def _cut(glance: Glance) -> tuple[float, Place | None]:
    """Of the lines of print, the share whose letters run off a side; scanners' crumbs at the rim are not letters."""
    marks = glance.letter_marks
    if len(marks) < 20:
        return 0.0, None
    high, wide = glance.small.shape
    usual = np.median(marks[:, 3])
    marks = marks[(marks[:, 3] > 0.6 * usual) & (marks[:, 3] < 1.8 * usual)]
    rows = (marks[:, 1] + marks[:, 3] // 2) // max(1, int(2 * usual))
    lines = np.unique(rows).size
    sides = [
        (np.unique(rows[marks[:, 0] <= 1]).size / max(lines, 1), place(0, 0, 0.03, 1)),
        (np.unique(rows[wide - marks[:, 0] - marks[:, 2] <= 1]).size / max(lines, 1), place(0.97, 0, 1, 1)),
        (_at_end(glance.letter_marks, glance.letter_marks[:, 1] <= 1, wide), place(0, 0, 1, 0.03)),
        (_at_end(glance.letter_marks, high - marks_end(glance.letter_marks) <= 1, wide), place(0, 0.97, 1, 1)),
    ]
    share, where = max(sides, key=lambda side: side[0])
    return (share, where) if share * lines >= 3 else (0.0, None)


def marks_end(marks: np.ndarray) -> np.ndarray:
    return np.asarray(marks[:, 1] + marks[:, 3])


def _at_end(marks: np.ndarray, touching: np.ndarray, wide: int) -> float:
    """A line of print cut lengthwise: of the width, the share that touching letters take, twelve at least."""
    return float(marks[touching, 2].sum()) / wide if np.count_nonzero(touching) >= 12 else 0.0


def _two_sheets(glance: Glance) -> tuple[Place, ...]:
    """Two bright sheets with something dark between them."""
    paper = glance.paper
    dark = float(np.percentile(paper, 3))
    level, bright = cv2.threshold(paper, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    if dark > _DARK_BESIDE or level - dark < 30:
        return ()
    bright = cv2.morphologyEx(bright, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    high, wide = paper.shape
    sheets = []
    for x, y, across, down, area in marks_in(bright, 4):
        if area >= _SHEET * paper.size and area >= 0.75 * across * down:
            sheets.append(place(x / wide, y / high, (x + across) / wide, (y + down) / high))
    return tuple(sheets) if len(sheets) == 2 and _apart(*sheets) else ()


def _apart(one: Place, other: Place) -> bool:
    """Beside or above each other: a picture on a sheet lies within it."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across < 0.02 or down < 0.02
