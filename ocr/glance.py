"""A first look at a page, for a few milliseconds: is it running text, cleanly printed? Where are some of its rows?

Tesseract reads such a page as well as the neural reader and in half the time; forms, receipts, slides and all that is
faint or noisy it reads worse. So the answer decides who reads first (docs/decisions/0012).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from capture.marks import marks_in
from ocr.scale import halved, ink_of
from ocr.text import Box

_HALF = 2_000_000  # pixels; a larger page is looked at at half its size
_MANY = 900  # letters: fewer are read by the neural reader in no time
_LEAST_LETTER = 12.0  # pixels
_DUST = 0.6  # marks too small for a letter, to each letter: dots of i and full stops are a tenth
_DEPTH = 90.0  # grey levels between ink and paper
_LONG = 14.0  # letters: a mark as long and thin is a printed line
_FEW_RULINGS = 6
_ROWS = 4
_WORD_SPACE = 2.5  # letters
_PAUSE = 0.8  # letters: lines of one paragraph lie 0.4 to 0.7 apart
_WIDE_PAUSE = 1.6  # letters: a wider one parts no better
_MIDDLE = (0.3, 0.7)  # share of the page's letters above a pause that halves it
_OFF = 4.0  # letters of pause: the price of standing where all letters are above, or below


@dataclass(frozen=True, slots=True)
class Glance:
    """`letters` are rows of left, top, width, height in pixels of the page, `letter` is their usual height; `clean` is
    print that nothing has harmed; `rows` are places of a few long rows of text; `pause` is a height near the page's
    middle at which nothing is printed from edge to edge, None where there is none."""

    letters: np.ndarray
    letter: float
    clean: bool
    running_text: bool
    rows: tuple[Box, ...]
    pause: int | None


def glance_at(grey: np.ndarray) -> Glance:
    """`grey` is a cleaned page, (height, width) uint8."""
    scale = 2 if grey.size > _HALF else 1
    seen = halved(grey) if scale == 2 else grey
    marks = marks_in(ink_of(seen))
    width, height, area = (marks[:, k] for k in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    likely = (height >= 4) & (height <= 75) & (width <= 3 * height) & (height <= 8 * width) & (area > 6)
    likely &= area >= 0.15 * width * height
    letters = marks[likely]
    if len(letters) < 20:
        return Glance(scale * letters[:, :4], 0.0, False, False, (), None)
    letter = float(np.percentile(letters[:, cv2.CC_STAT_HEIGHT], 75))
    dusty = (width < letter / 3) & (height < letter / 3)
    dust = np.count_nonzero(dusty)
    rulings = np.count_nonzero((np.maximum(width, height) > _LONG * letter) & (area < 0.3 * width * height + 4 * width))
    clean = letter * scale >= _LEAST_LETTER and dust < _DUST * len(letters) and _depth(seen, letters) > _DEPTH
    running = clean and len(letters) >= _MANY and rulings <= _FEW_RULINGS
    pause = _pause(marks[~dusty], letters, letter, scale) if running else None
    rows = _rows(letters, letter, scale)
    return Glance(scale * letters[:, :4], letter * scale, bool(clean), bool(running), rows, pause)


def _depth(grey: np.ndarray, letters: np.ndarray) -> float:
    """How much darker than the paper the middle one of the letters is at its darkest."""
    darkest = [int(grey[y : y + h, x : x + w].min()) for x, y, w, h, _ in letters[:: max(1, len(letters) // 200)]]
    return float(np.median(grey[::4, ::4])) - float(np.median(darkest))


def _rows(letters: np.ndarray, letter: float, scale: int) -> tuple[Box, ...]:
    """The longest run of letters in each of the fullest rows, spread over the page."""
    middle = ((letters[:, cv2.CC_STAT_TOP] + letters[:, cv2.CC_STAT_HEIGHT] / 2) // letter).astype(int)
    full = np.argsort(np.bincount(middle))[::-1][: 4 * _ROWS]
    runs = [_run(letters[middle == row], letter) for row in sorted(int(row) for row in full)]
    kept = sorted((run for run in runs if len(run) >= 4), key=len)[-2 * _ROWS :]
    kept.sort(key=lambda run: int(run[0, cv2.CC_STAT_TOP]))
    return tuple(_box(run, letter, scale) for run in kept[:: max(1, len(kept) // _ROWS)][:_ROWS])


def _pause(marks: np.ndarray, letters: np.ndarray, letter: float, scale: int) -> int | None:
    """The middle of the pause that halves the page best: wide, and with as many letters above as below."""
    order = np.argsort(marks[:, cv2.CC_STAT_TOP])
    top = marks[order, cv2.CC_STAT_TOP]
    bottom = np.maximum.accumulate(top + marks[order, cv2.CC_STAT_HEIGHT])
    gaps, middles = top[1:] - bottom[:-1], (top[1:] + bottom[:-1]) / 2
    above = np.searchsorted(np.sort(letters[:, cv2.CC_STAT_TOP]), middles) / len(letters)
    worth = np.minimum(gaps, _WIDE_PAUSE * letter) - _OFF * letter * np.abs(above - 0.5)
    worth[(gaps < _PAUSE * letter) | (above < _MIDDLE[0]) | (above > _MIDDLE[1])] = -np.inf
    best = int(np.argmax(worth))
    return round(float(middles[best]) * scale) if np.isfinite(worth[best]) else None


def _run(row: np.ndarray, letter: float) -> np.ndarray:
    """The most letters of a row that no wide gap parts."""
    row = row[np.argsort(row[:, cv2.CC_STAT_LEFT])]
    ends = np.maximum.accumulate(row[:, cv2.CC_STAT_LEFT] + row[:, cv2.CC_STAT_WIDTH])
    gaps = np.flatnonzero(row[1:, cv2.CC_STAT_LEFT] - ends[:-1] > _WORD_SPACE * letter) + 1
    return max(np.split(row, gaps), key=len) if len(row) else row


def _box(run: np.ndarray, letter: float, scale: int) -> Box:
    left, top = run[:, cv2.CC_STAT_LEFT], run[:, cv2.CC_STAT_TOP]
    right, bottom = left + run[:, cv2.CC_STAT_WIDTH], top + run[:, cv2.CC_STAT_HEIGHT]
    margin = 0.35 * letter
    edges = (left.min() - margin, np.median(top) - margin, right.max() + margin, np.median(bottom) + margin)
    x0, y0, x1, y1 = (round(float(edge) * scale) for edge in edges)
    return Box(max(x0, 0), max(y0, 0), x1, y1)
