"""Whether two pictures show one sheet of paper: a scan and a photo of it, or two scans.

The one is laid upon the other by the marks both have. Then both are compared tile by tile: of one sheet nearly every
tile agrees, of two forms with other words in them those with the words do not. So what counts is the worst tiles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

SAME = 0.84  # measured on 437 pairs, see docs/cases.md
_WIDTH = 900  # pixels: a poor photo has no more
_MARKS, _LEAST = 3000, 12
_TILE, _PLAY = 60, 6  # a photographed page is not quite flat: each tile may lie so many pixels aside
_DARK, _STAIN = 6.0, 14.0  # spread of ink in a tile that holds something, and in one that should hold nothing
_WORST = 0.05
_FLAT = 1e-6  # determinant of a turn that lays a whole page on a line: nothing was recognised


@dataclass(frozen=True, slots=True)
class Look:
    """A page as it is compared: its ink, and marks with what is around each."""

    ink: np.ndarray
    places: np.ndarray
    marks: np.ndarray | None


def look(pixels: np.ndarray) -> Look:
    grey = pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    height = max(1, round(grey.shape[0] * _WIDTH / grey.shape[1]))
    small = cv2.resize(grey, (_WIDTH, min(height, 4 * _WIDTH)), interpolation=cv2.INTER_AREA)
    sift = cv2.SIFT.create(_MARKS)
    points, marks = sift.detectAndCompute(small, None)
    return Look(_ink(small), np.array([point.pt for point in points], np.float32).reshape(-1, 2), marks)


def likeness(one: Look, other: Look) -> float:
    """From 0 to 1: how well the worst twentieth of the tiles agrees; 0 where one cannot be laid upon the other."""
    laid = _laid(one, other)
    agree = _agreeing(*laid) if laid else ()
    return float(np.quantile(agree, _WORST)) if agree else 0.0


def _ink(grey: np.ndarray) -> np.ndarray:
    """Dark on nothing, whatever the light was."""
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    even = cv2.divide(grey, paper, scale=255)
    return np.asarray(255.0 - cv2.GaussianBlur(even, (0, 0), 1.5), np.float32)


def _laid(one: Look, other: Look) -> tuple[np.ndarray, np.ndarray] | None:
    """The ink of both in the frame of the one that shows less around the sheet: a scan, not the table of a photo."""
    if one.marks is None or other.marks is None or min(len(one.marks), len(other.marks)) < _LEAST:
        return None
    found = cv2.BFMatcher().knnMatch(other.marks, one.marks, k=2)
    pairs = [best for best, second in found if best.distance < 0.8 * second.distance]
    if len(pairs) < _LEAST:
        return None
    here, there = (other.places[[pair.queryIdx for pair in pairs]], one.places[[pair.trainIdx for pair in pairs]])
    cv2.setRNGSeed(1)  # the same two pictures get the same answer
    turn, fits = cv2.findHomography(here, there, cv2.RANSAC, 4.0)
    if turn is None or int(fits.sum()) < _LEAST or abs(np.linalg.det(turn)) < _FLAT:
        return None
    if _covered(other.ink.shape, turn) < one.ink.size:
        one, other, turn = other, one, np.linalg.inv(turn)
    return one.ink, np.asarray(cv2.warpPerspective(other.ink, turn, one.ink.shape[::-1]))


def _covered(shape: tuple[int, ...], turn: np.ndarray) -> float:
    """Pixels that a picture of this shape takes where it is laid."""
    height, width = shape
    frame = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float32)
    return float(cv2.contourArea(cv2.perspectiveTransform(frame, turn)))


def _agreeing(one: np.ndarray, other: np.ndarray) -> Sequence[float]:
    rows = range(_PLAY, one.shape[0] - _TILE - _PLAY, _TILE)
    columns = range(_PLAY, one.shape[1] - _TILE - _PLAY, _TILE)
    found = (_tile(one, other, row, column) for row in rows for column in columns)
    return [agree for agree in found if agree is not None]


def _tile(one: np.ndarray, other: np.ndarray, row: int, column: int) -> float | None:
    """How well one tile agrees; None where neither has anything."""
    mine = one[row : row + _TILE, column : column + _TILE]
    if mine.std() < _DARK:
        stained = other[row : row + _TILE, column : column + _TILE].std() > _STAIN
        return 0.0 if stained else None
    near = other[row - _PLAY : row + _TILE + _PLAY, column - _PLAY : column + _TILE + _PLAY]
    return float(cv2.matchTemplate(near, mine, cv2.TM_CCOEFF_NORMED).max())
