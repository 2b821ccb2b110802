"""A glance at a page: one reduced copy, and where on it something like letters, paper and ink can be seen.

Everything that is seen as well from further away is measured here; sharpness needs true pixels (capture/strokes.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from capture.marks import labelled
from capture.smaller import smaller

LONG_SIDE = 1000  # pixels of the reduced copy, about: A4 at 85 dpi, where a line of print is still a row of marks
_PAPER_SIDE = 250
_PALE = 0.5  # of the depth of ink
_WHITE_ON_BLACK = 60  # grey level of the middle pixel


@dataclass(frozen=True, slots=True)
class Glance:
    """`small` is grey, its longer side near LONG_SIDE; `colour` its RGB twin, None for a grey page.

    `marks` are the connected marks of `ink` (x, y, width, height, area in pixels of `small`), `letters` says which of
    them could be letters, `pale` which are far less dark than the others. `paper` is a still smaller copy with the ink
    closed away. `inverted`: white print on black, shown the other way round here.
    """

    small: np.ndarray
    colour: np.ndarray | None
    ink: np.ndarray
    marks: np.ndarray
    letters: np.ndarray
    pale: np.ndarray
    paper: np.ndarray
    inverted: bool

    @property
    def letter_marks(self) -> np.ndarray:
        return np.asarray(self.marks[self.letters])

    @property
    def share(self) -> float:
        """Of the page, how much is ink."""
        return float(self.ink.mean())


def look(pixels: np.ndarray) -> Glance:
    reduced = _reduced(pixels)
    colour = reduced if reduced.ndim == 3 else None
    small = cv2.cvtColor(reduced, cv2.COLOR_RGB2GRAY) if reduced.ndim == 3 else reduced
    inverted = bool(np.median(few := small[::4, ::4]) < _WHITE_ON_BLACK and np.percentile(few, 99) > 150)
    seen = cv2.bitwise_not(small) if inverted else small  # white on black is read as well
    ink = cv2.adaptiveThreshold(seen, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, _step(seen))
    labels, marks, _ = labelled(ink)
    marks, paper = marks[1:], _paper(seen)
    pale = _pale(seen, ink, labels, len(marks))
    return Glance(seen, colour, ink, marks, _letter_like(marks), pale, paper, inverted)


def _reduced(pixels: np.ndarray) -> np.ndarray:
    """Whole blocks of pixels become one: many times quicker than a reduction to an exact size."""
    block = max(1, round(max(pixels.shape[:2]) / LONG_SIDE))
    high, wide = (max(1, side // block) for side in pixels.shape[:2])
    if block == 1:
        return pixels
    return np.asarray(cv2.resize(pixels[: high * block, : wide * block], (wide, high), interpolation=cv2.INTER_AREA))


def _step(seen: np.ndarray) -> int:
    """How much darker than its surroundings ink must be: less on a page that holds nothing dark at all."""
    low, middle = np.percentile(seen[::3, ::3], (0.1, 50))
    return int(np.clip((middle - low) * 0.15, 3, 12))


def _letter_like(marks: np.ndarray) -> np.ndarray:
    """Which marks could be letters, or words whose letters touch: neither lines, nor dust, nor pictures."""
    width, height, area = (marks[:, column] for column in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    likely = (height >= 3) & (height <= 60) & (width >= 2) & (width <= 14 * height) & (height <= 6 * width)
    return np.asarray(likely & (area >= 5) & (area >= 0.12 * width * height))


def _pale(seen: np.ndarray, ink: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """Which marks have no pixel half as dark as ink is here."""
    pale = np.ones(count + 1, bool)
    levels = seen[ink > 0]
    if levels.size:
        paper = float(np.median(seen[::4, ::4]))
        pale[labels[seen < paper - _PALE * (paper - float(np.percentile(levels, 10)))]] = False
    return pale[1:]


def _paper(seen: np.ndarray) -> np.ndarray:
    small = smaller(seen, _PAPER_SIDE)
    return np.asarray(cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), 5))
