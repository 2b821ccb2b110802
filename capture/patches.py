"""Patch codes: four bars along an edge of a separator sheet, two wide and two narrow. Six orders, no other content.

Scanners print and feed such sheets; the reader of bar codes does not know them. A code is told by scan lines that run
from an edge inwards and agree with each other over a good part of the edge. Read from the edge: the other way round,
the sheet T would be the sheet 3.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from capture.smaller import smaller

PATCHES = {"WWNN": "1", "WNNW": "2", "WNWN": "3", "NWWN": "4", "NNWW": "6", "NWNW": "T"}
_NAMES = tuple(PATCHES.values())
_ORDERS = ["".join("NW"[number >> bit & 1] for bit in (3, 2, 1, 0)) for number in range(16)]
_PLACES = np.array([list(PATCHES).index(order) if order in PATCHES else -1 for order in _ORDERS])

_A4_INCHES = 8.27  # what the file says of its resolution is not believed: the narrow side is taken for A4's
_DPI = 60
_NARROW, _WIDE = 0.08, 0.20  # inches; spaces are narrow
_SIZES = (0.7, 1.45)  # how much smaller or larger sheets are printed
_SLACK = 0.30  # of a narrow bar, and a pixel: what blur and threshold may add or take
_PALE = 185  # grey; low toner prints bars no darker
_DEEP = 0.45  # of the page, from its edge: further in, the code belongs to the other side
_LONG = 1.2  # inches of the edge along which the lines agree
_AGREE = 0.6  # share of them within that length


@dataclass(frozen=True, slots=True)
class Patch:
    """`box` in pixels of the page."""

    name: str
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Hit:
    name: str
    line: int
    start: int
    end: int


def find_patches(grey: np.ndarray) -> list[Patch]:
    """Every edge that carries a patch code, the top edge first."""
    dpi = min(grey.shape) / _A4_INCHES
    scale = _DPI / dpi
    if scale >= 1:
        return []  # a thumbnail: bars of two pixels tell nothing
    small = smaller(grey, round(max(grey.shape) * scale))
    dark = small < min(_PALE, int(np.median(small)) - 60)
    return [patch for turns in (0, 2, 1, 3) if (patch := _on_edge(dark, turns, grey.shape, scale))]


def _on_edge(dark: np.ndarray, turns: int, shape: tuple[int, ...], scale: float) -> Patch | None:
    """The picture is turned so that the edge lies at the left and every row runs inwards."""
    turned = np.rot90(dark, turns)
    best = _agreeing(_hits(turned[:, : int(turned.shape[1] * _DEEP)]))
    if best is None:
        return None
    frame = np.zeros(turned.shape, bool)
    frame[best[0].line : best[-1].line + 1, min(h.start for h in best) : max(h.end for h in best)] = True
    rows, columns = np.nonzero(np.rot90(frame, -turns))
    x0, y0, x1, y1 = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    height, width = shape[:2]
    box = (int(x0 / scale), int(y0 / scale), min(width, int(x1 / scale)), min(height, int(y1 / scale)))
    return Patch(best[0].name, box)


def _agreeing(hits: list[_Hit]) -> list[_Hit] | None:
    """Lines that say the same, close enough together; None where they are too few or say different things."""
    if not hits:
        return None
    name, count = Counter(hit.name for hit in hits).most_common(1)[0]
    same = [hit for hit in hits if hit.name == name]
    middle = float(np.median([hit.start for hit in same]))
    same = [hit for hit in same if abs(hit.start - middle) < _WIDE * _DPI * 1.5]
    if count < _AGREE * len(hits) or len(same) < _LONG * _DPI:
        return None
    length = same[-1].line - same[0].line + 1
    return same if len(same) >= _AGREE * length else None


def _hits(dark: np.ndarray) -> list[_Hit]:
    """Of every scan line the first four bars that could be a patch code."""
    lines, columns = np.nonzero(np.diff(np.pad(dark, ((0, 0), (1, 1))).astype(np.int8), axis=1))
    first = np.arange(0, len(lines) - 7, 2)  # a line has as many ends of bars as beginnings: these are beginnings
    first = first[lines[first] == lines[first + 7]]
    bars = columns[first[:, None] + np.arange(8)]
    told = _codes(np.diff(bars, axis=1))
    hits: dict[int, _Hit] = {}
    for k in np.flatnonzero(told >= 0):
        hits.setdefault(int(lines[first[k]]), _hit(told[k], lines[first[k]], bars[k]))
    return list(hits.values())


def _hit(told: int, line: int, bars: np.ndarray) -> _Hit:
    return _Hit(_NAMES[told], int(line), int(bars[0]), int(bars[-1]))


def _codes(widths: np.ndarray) -> np.ndarray:
    """`widths` (n, 7): bar, space, bar, space, bar, space, bar. Answers (n,) places in `_NAMES`, -1 for no code."""
    narrow = widths.sum(1, keepdims=True) / (5 + 2 * _WIDE / _NARROW)
    wide, slack = narrow * _WIDE / _NARROW, _SLACK * narrow + 1
    bars, spaces = widths[:, ::2], widths[:, 1::2]
    is_wide = bars > (narrow + wide) / 2
    good = (np.abs(spaces - narrow) <= slack).all(1)
    good &= (np.abs(bars - np.where(is_wide, wide, narrow)) <= slack).all(1)
    size = narrow[:, 0] / (_NARROW * _DPI)
    good &= (size >= _SIZES[0]) & (size <= _SIZES[1])
    return np.where(good, _PLACES[is_wide @ (8, 4, 2, 1)], -1)
