"""Where the words of a line that was read stand on the page: steps of the recogniser, ink of the strip, corners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ocr.ctc import Letter, confidence, words
from ocr.strips import FEW, HEIGHT, STEP, ink

_REACH = 1.0  # of a letter's width; how far past its outer letters a word's ink may reach


@dataclass(frozen=True, slots=True)
class Found:
    """A word and its upright box (x0, y0, x1, y1) in pixels of the page."""

    text: str
    confidence: float
    box: tuple[float, float, float, float]

    def told(self) -> list[object]:
        return [self.text, round(self.confidence, 4), *(round(side, 1) for side in self.box)]


def words_of(read: Sequence[Letter], strip: np.ndarray, corners: np.ndarray) -> list[Found]:
    """`strip` is the picture (48, width[, 3]) that was read, `corners` (4, 2) where it lay on the page."""
    groups = words(read)
    if not groups:
        return []
    dark = ink(strip)
    width = dark.shape[1]
    letter = _letter_width(groups, width)
    found = []
    for k, group in enumerate(groups):
        first, last = group[0].middle * STEP, group[-1].middle * STEP
        before = groups[k - 1][-1].middle * STEP if k else -letter
        after = groups[k + 1][0].middle * STEP if k + 1 < len(groups) else width + letter
        start = max((before + first) / 2, first - _REACH * letter, 0)
        end = min((last + after) / 2, last + _REACH * letter, width)
        place = _tight(dark, int(start), max(round(end), int(start) + 1))
        text = "".join(each.text for each in group)
        found.append(Found(text, confidence(group), _on_page(place, width, corners)))
    return found


def _letter_width(groups: Sequence[Sequence[Letter]], width: int) -> float:
    """The usual distance from letter to letter, in pixels of the strip."""
    apart = [after.middle - before.middle for group in groups for before, after in pairwise(group)]
    return float(np.median(apart)) * STEP if apart else min(HEIGHT / 2, width / 2)


def _tight(dark: np.ndarray, start: int, end: int) -> tuple[float, float, float, float]:
    """The ink between two columns; all of the height where there is none."""
    part = dark[:, start:end]
    columns, rows = (np.flatnonzero(part.sum(axis) >= FEW) for axis in (0, 1))
    if not len(columns) or not len(rows):
        return start, 0, end, HEIGHT
    return start + int(columns[0]), int(rows[0]), start + int(columns[-1]) + 1, int(rows[-1]) + 1


def _on_page(
    place: tuple[float, float, float, float], width: int, corners: np.ndarray
) -> tuple[float, float, float, float]:
    """The upright box around a place of the strip, seen on the page."""
    across = np.array((place[0], place[2], place[2], place[0]))[:, None] / width
    down = np.array((place[1], place[1], place[3], place[3]))[:, None] / HEIGHT
    top = corners[0] + (corners[1] - corners[0]) * across
    bottom = corners[3] + (corners[2] - corners[3]) * across
    spots = top + (bottom - top) * down
    (x0, y0), (x1, y1) = spots.min(0), spots.max(0)
    return float(x0), float(y0), float(x1), float(y1)
