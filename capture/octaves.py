"""How much a picture changes over one pixel, two, four and so on: print, blur and grain each leave their own trace.

A Laplacian pyramid (P. Burt and E. Adelson, 1983): each octave is what a picture loses when it is made half as large.
"""

from __future__ import annotations

import cv2
import numpy as np

OCTAVES = 6
_HIGHEST = 97  # per cent of the pixels change less
_LARGE = 2  # octaves


def measure(grey: np.ndarray, frame: np.ndarray) -> np.ndarray:
    """(6, 2) grey levels: standard deviation and near-highest change of each octave, the finest first.

    `grey` is (height, width) uint8, `frame` as large and 0 where nothing counts.
    """
    found = np.zeros((OCTAVES, 2))
    rest: np.ndarray = grey.astype(np.float32)
    for octave in range(OCTAVES):
        size = rest.shape[1], rest.shape[0]
        half = np.asarray(cv2.pyrDown(rest))
        step = 2 if octave < _LARGE else 1  # a quarter of so many pixels tells the same
        counts = cv2.resize(frame, size, interpolation=cv2.INTER_NEAREST)[::step, ::step] > 0
        change = cv2.subtract(rest, cv2.pyrUp(half, dstsize=size))[::step, ::step][counts]
        if change.size:
            found[octave] = change.std(), np.percentile(np.abs(change), _HIGHEST)
        rest = half
    return found
