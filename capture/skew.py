"""How far a page lies askew: lines of text and ruled lines agree on an angle, whatever their script."""

from __future__ import annotations

import math

import cv2
import numpy as np

from capture.smaller import smaller

LIMIT = 15.0  # degrees either way that a feeder or a hand gives a page
WIDE = 40.0  # looked at when no direction within the limit is clear; more is a page put in wrongly
_LONG_SIDE = 1200  # pixels of the small copy that is measured
_POINTS = 40_000
_CLEAR = 1.15  # how much better than the page as it lies an angle must be
_PEAK = 2.0  # how much better than the middle of all angles; pages of print have 8 and more, noise 1.3
_EDGE = 2.0  # degrees before the limit: what looks best there may be the slope of a better one beyond
_FINER = ((0.25, 1.0), (0.05, 0.25))  # step and reach of each finer search


def angle(grey: np.ndarray) -> float:
    """Degrees by which to turn the page clockwise to set it straight; 0 where nothing is sure.

    Postl's criterion: seen along the right direction, rows of ink and rows of paper differ the most.
    """
    rows, columns = _ink(grey)
    if rows.size < 200:
        return 0.0
    # A page on its side has its lines in the columns: the direction with the clearer lines speaks.
    for reach in (LIMIT, WIDE):
        tried = (_search(rows, columns, reach), _search(columns, -rows, reach))
        found, gain, _ = max(tried, key=lambda each: each[2])
        if found is not None and abs(found) < reach - _EDGE:
            return found if gain >= _CLEAR else 0.0
    return 0.0


def _ink(grey: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of ink, big dark patches and the outermost rim left out."""
    small = smaller(grey, _LONG_SIDE)
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    rim = max(2, min(small.shape) // 50)
    ink[:rim], ink[-rim:], ink[:, :rim], ink[:, -rim:] = 0, 0, 0, 0
    places = np.flatnonzero(ink.view(bool))
    rows, columns = np.divmod(places[:: max(1, places.size // _POINTS)], ink.shape[1])
    return rows.astype(np.float32), columns.astype(np.float32)


def _search(rows: np.ndarray, columns: np.ndarray, reach: float) -> tuple[float | None, float, float]:
    """The best angle within `reach`, None where none stands out; how many times better it is than the page as it
    lies; its energy."""
    middle, usual = 0.0, 0.0
    for step, far in ((1.0, reach), *_FINER):
        tried = middle + np.arange(-far, far + step / 2, step)
        energies = [_profile(rows, columns, degrees) for degrees in tried]
        middle = float(tried[int(np.argmax(energies))])
        usual = usual or float(np.median(energies))
    energy = _profile(rows, columns, middle)
    if energy < _PEAK * usual:
        return None, 1.0, energy
    return middle, energy / max(_profile(rows, columns, 0.0), 1e-9), energy


def _profile(rows: np.ndarray, columns: np.ndarray, degrees: float) -> float:
    """Energy of the differences between neighbouring rows, the page turned clockwise by so much."""
    lean = math.radians(degrees)
    heights = rows * math.cos(lean) + columns * math.sin(lean)
    histogram = np.bincount((heights - heights.min()).astype(np.int32)).astype(np.float64)
    return float(np.square(np.diff(histogram)).sum())
