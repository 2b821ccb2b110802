"""What can be measured of the ink on a page: letters, their height, sharpness and blackness, the paper's light."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from capture.smaller import smaller

_MOST_PIXELS = 4_000_000  # A4 at 200 dpi; more is measured on a smaller copy
_FEW = 20  # letters: fewer say nothing about a page


@dataclass(frozen=True, slots=True)
class Ink:
    """All lengths in pixels of the page itself, all levels 0 (black) to 255.

    `letter` is the height two of three letter-like marks do not exceed (dots and dust are small and many), 0 when
    there are hardly any.
    `edge` is the width over which ink turns to paper. `specks` counts marks too small for any letter.
    `cut` is the greatest share of text rows that run into one side of the picture.
    """

    letters: int
    letter: float
    edge: float
    black: float
    paper: float
    paper_low: float
    share: float
    specks: int
    cut: float
    glare: float
    bilevel: bool


def measure(grey: np.ndarray) -> Ink:
    scale = min(1.0, (_MOST_PIXELS / grey.size) ** 0.5)
    seen = smaller(grey, math.ceil(max(grey.shape) * scale))
    if np.median(seen[::8, ::8]) < 60 and np.percentile(seen[::8, ::8], 99) > 150:
        seen = cv2.bitwise_not(seen)  # white on black is read as well
    mask = cv2.adaptiveThreshold(seen, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 35, 12)
    marks = cv2.connectedComponentsWithStats(mask, connectivity=8)[2]
    kept = _letters(marks)
    heights = marks[kept, cv2.CC_STAT_HEIGHT]
    letter = float(np.mean(np.percentile(heights, (60, 65, 70, 75, 80)))) if kept.size >= _FEW else 0.0
    paper = _paper(seen)
    edge, black = _edges(seen, mask)
    return Ink(
        letters=int(kept.size),
        letter=letter / scale,
        edge=edge / scale,
        black=black,
        paper=float(np.median(paper)),
        paper_low=float(np.percentile(paper, 5)),
        share=float(mask[::2, ::2].mean()),
        specks=int(np.count_nonzero(marks[1:, cv2.CC_STAT_AREA] <= max(2, (letter / 8) ** 2))),
        cut=_cut(marks[kept], seen.shape) if letter else 0.0,
        glare=_glare(paper),
        bilevel=_bilevel(seen),
    )


def _letters(marks: np.ndarray) -> np.ndarray:
    """Numbers of the marks that look like letters: neither lines nor dust nor pictures."""
    width, height, area = (marks[:, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    likely = (height >= 4) & (height <= 120) & (width <= 4 * height) & (height <= 6 * width)
    likely &= (area >= 8) & (area >= 0.12 * width * height)
    likely[0] = False  # the paper
    return np.flatnonzero(likely)


def _paper(grey: np.ndarray) -> np.ndarray:
    """A small picture of the page with the ink closed away."""
    small = smaller(grey, 300)
    return np.asarray(cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), 5))


def _edges(grey: np.ndarray, mask: np.ndarray) -> tuple[float, float]:
    """Width of the edges of letters, and how much darker than its paper the ink is (the middle mark's darkest)."""
    rim = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    rows, columns = np.nonzero(rim)
    if rows.size < 200:
        return 0.0, 0.0
    step = max(1, rows.size // 30_000)
    rows, columns = rows[::step], columns[::step]
    window = np.ones((9, 9), np.uint8)
    dark, light = cv2.erode(grey, window), cv2.dilate(grey, window)
    depth = light[rows, columns].astype(np.float32) - dark[rows, columns]
    across = cv2.Sobel(grey, cv2.CV_16S, 1, 0)
    down = cv2.Sobel(grey, cv2.CV_16S, 0, 1)
    slope = np.hypot(across[rows, columns].astype(np.float32), down[rows, columns]) / 4
    clear = depth >= np.percentile(depth, 40)
    width = depth[clear] / np.maximum(slope[clear], 1)
    return float(np.percentile(width, 40)), float(np.percentile(depth, 60))


def _cut(marks: np.ndarray, shape: tuple[int, ...]) -> float:
    """Of the rows of text, the share whose letters run off the left or the right side."""
    height = marks[:, cv2.CC_STAT_HEIGHT]
    usual = (height > 0.6 * np.median(height)) & (height < 1.8 * np.median(height))
    marks = marks[usual]  # the scanner's own crumbs at the rim are not letters
    left = marks[:, cv2.CC_STAT_LEFT]
    right = shape[1] - left - marks[:, cv2.CC_STAT_WIDTH]
    middle = marks[:, cv2.CC_STAT_TOP] + marks[:, cv2.CC_STAT_HEIGHT] // 2
    row_height = max(1, int(2 * np.median(marks[:, cv2.CC_STAT_HEIGHT])))
    rows = np.unique(middle // row_height).size
    sides = [np.unique(middle[distance <= 1] // row_height).size for distance in (left, right)]
    return max(sides) / rows if max(sides) >= 3 else 0.0


def _glare(paper: np.ndarray) -> float:
    """Share of the page burnt out to white on darker paper, fading softly: a white box on a form has hard edges."""
    burnt = (paper >= 252).astype(np.uint8)
    rest = paper[burnt == 0]
    if not burnt.any() or rest.size < 0.3 * paper.size or np.median(rest) >= 215:
        return 0.0
    around = cv2.dilate(burnt, np.ones((5, 5), np.uint8)) - burnt
    return float(burnt.mean()) if np.median(paper[around > 0]) > 225 else 0.0


def _bilevel(grey: np.ndarray) -> bool:
    sample = grey[::7, ::7]
    return bool(np.count_nonzero((sample > 8) & (sample < 247)) < 0.002 * sample.size)
