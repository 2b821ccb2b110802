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
    inked = dark.sum(0) >= FEW
    width = dark.shape[1]
    letter = _letter_width(groups, width)
    found = []
    for k, group in enumerate(groups):
        first, last = group[0].middle * STEP, group[-1].middle * STEP
        before = groups[k - 1][-1].middle * STEP if k else -letter
        after = groups[k + 1][0].middle * STEP if k + 1 < len(groups) else width + letter
        start = max((before + first) / 2, first - _REACH * letter, 0)
        end = min((last + after) / 2, last + _REACH * letter, width)
        place = _tight(dark, inked, int(start), max(round(end), int(start) + 1))
        text = "".join(each.text for each in group)
        found.append(Found(text, confidence(group), _on_page(place, width, corners.tolist())))
    return found


def _letter_width(groups: Sequence[Sequence[Letter]], width: int) -> float:
    """The usual distance from letter to letter, in pixels of the strip."""
    apart = [after.middle - before.middle for group in groups for before, after in pairwise(group)]
    return float(np.median(apart)) * STEP if apart else min(HEIGHT / 2, width / 2)


def _tight(dark: np.ndarray, inked: np.ndarray, start: int, end: int) -> tuple[float, float, float, float]:
    """The ink between two columns; all of the height where there is none. `inked`: columns that hold any."""
    columns = np.flatnonzero(inked[start:end])
    rows = np.flatnonzero(dark[:, start:end].sum(1) >= FEW)
    if not len(columns) or not len(rows):
        return start, 0, end, HEIGHT
    return start + int(columns[0]), int(rows[0]), start + int(columns[-1]) + 1, int(rows[-1]) + 1


def _on_page(
    place: tuple[float, float, float, float], width: int, corners: Sequence[Sequence[float]]
) -> tuple[float, float, float, float]:
    """The upright box around a place of the strip, seen on the page."""
    xs, ys = (
        [_within(each, x / width, y / HEIGHT) for x in place[0::2] for y in place[1::2]]
        for each in zip(*corners, strict=True)
    )
    return min(xs), min(ys), max(xs), max(ys)


def _within(corners: Sequence[float], across: float, down: float) -> float:
    """One coordinate of a spot between four corners, given theirs: clockwise from the top left."""
    start, right, end, left = corners
    top, bottom = start + (right - start) * across, left + (end - left) * across
    return top + (bottom - top) * down
