"""Lines of dots to write on: specks in a row over 8 mm, which no print and no hand makes."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from capture.bits import Bits
from capture.marks import labelled

_LARGEST = 0.45  # mm, the longer side of a dot
_GAP, _RUN = 1.2, 8.0  # mm between dots at most; of a line at least
_STEPS = 24  # pixels that letters are eaten from their strokes on, before what is left is looked at closely


def dotted(ink: np.ndarray, bits: Bits, mm: float) -> Bits:
    """Where such lines are. `bits` is the same as `ink`, (height, width) bool; `mm` its pixels in a millimetre."""
    largest = int(max(2, _LARGEST * mm))
    likely = _rows_of(_leavings(bits, largest), mm)
    if not likely.any():
        return likely
    specks = np.zeros(ink.shape, np.uint8)
    for band in _bands(likely.rows(), largest + 3):
        specks[band] = _specks(ink[band], largest)
    return _rows_of(Bits.of(specks), mm) & likely


def _rows_of(specks: Bits, mm: float) -> Bits:
    return specks.dilated(1, 3).closed(max(3, round(_GAP * mm)), 1).opened(max(round(_RUN * mm), 1), 1)


def _leavings(bits: Bits, largest: int) -> Bits:
    """Every speck, and of larger figures what lies far from a stroke: quickly found, and little where print is."""
    large = bits.run_starts(largest + 1)
    for _ in range(_STEPS):
        grown = large.dilated(3, 3) & bits
        if np.array_equal(grown.words, large.words):
            break
        large = grown
    return bits.without(large)


def _bands(rows: np.ndarray, margin: int) -> Iterator[slice]:
    """Rows that lie together, with some more around them: what a speck may reach into."""
    if not rows.size:
        return
    for near in np.split(rows, np.flatnonzero(np.diff(rows) > 2 * margin) + 1):
        yield slice(max(int(near[0]) - margin, 0), int(near[-1]) + margin + 1)


def _specks(ink: np.ndarray, largest: int) -> np.ndarray:
    """0 and 1, of the figures that are so small."""
    labels, stats, _ = labelled(ink)
    small = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) <= largest
    small[0] = False
    return np.asarray(small[labels]).view(np.uint8)
