"""The light on a page: how bright the paper under the print is, where a shadow lies, where light burns print away."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from capture.glance import Glance
from capture.marks import marks_in
from capture.scan import Place

_BURNT = 250  # grey level from which nothing is left to see
_DIM_REST = 222  # paper that is itself white cannot glare
_SOFT = 225  # light fades; a white box on a grey form ends at once
_SHADED = 0.72  # of the brightness of the page's lit paper


@dataclass(frozen=True, slots=True)
class Light:
    """Grey levels of the paper where print stands: `paper` the middle, `low` and `high` its darkest and lightest.

    `glare` and `shade` are shares of the paper, with the place of each.
    """

    paper: float
    low: float
    high: float
    glare: float
    glare_place: Place | None
    shade: float
    shade_place: Place | None


def measure(glance: Glance) -> Light:
    paper = glance.paper
    under = _under_print(glance)
    levels = paper[under]
    low, middle, high = (float(level) for level in np.percentile(levels, (5, 50, 90)))
    burnt = _glare(paper)
    shaded = under & (paper < _SHADED * high)
    glare, shade = float(burnt.mean()), float(np.count_nonzero(shaded)) / levels.size
    return Light(middle, low, high, glare, _place(burnt), shade, _place(shaded))


def _under_print(glance: Glance) -> np.ndarray:
    """Where letters stand, and a little around them; the whole page where there are hardly any."""
    high, wide = glance.paper.shape
    marks = glance.letter_marks
    if len(marks) < 20:
        return np.ones((high, wide), bool)
    rows = ((marks[:, 1] + marks[:, 3] / 2) * high / glance.small.shape[0]).astype(int)
    columns = ((marks[:, 0] + marks[:, 2] / 2) * wide / glance.small.shape[1]).astype(int)
    under = np.zeros((high, wide), np.uint8)
    under[np.minimum(rows, high - 1), np.minimum(columns, wide - 1)] = 1
    return np.asarray(cv2.dilate(under, np.ones((7, 7), np.uint8)) > 0)


def _glare(paper: np.ndarray) -> np.ndarray:
    """Burnt out to white on darker paper, fading softly: a white box on a form has hard edges."""
    burnt = (paper >= _BURNT).astype(np.uint8)
    rest = paper[burnt == 0]
    if not burnt.any() or rest.size < 0.3 * paper.size or np.median(rest) >= _DIM_REST:
        return np.zeros(paper.shape, bool)
    around = cv2.dilate(burnt, np.ones((5, 5), np.uint8)) - burnt
    return burnt > 0 if np.median(paper[around > 0]) > _SOFT else np.zeros(paper.shape, bool)


def _place(mask: np.ndarray) -> Place | None:
    """The box of the largest patch."""
    patches = marks_in(mask)
    if not len(patches):
        return None
    x, y, wide, high, _ = patches[int(np.argmax(patches[:, cv2.CC_STAT_AREA]))]
    return place(x / mask.shape[1], y / mask.shape[0], (x + wide) / mask.shape[1], (y + high) / mask.shape[0])


def place(left: float, top: float, right: float, bottom: float) -> Place:
    """Within the page, in thousandths: what is drawn over a picture need not be finer."""
    x0, y0, x1, y1 = (round(min(max(float(side), 0.0), 1.0), 3) for side in (left, top, right, bottom))
    return x0, y0, x1, y1
