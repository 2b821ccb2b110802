"""Patch codes: four bars along an edge of a separator sheet, two wide and two narrow. Six orders, no other content.

Scanners print and feed such sheets; the reader of bar codes does not know them. A code is told by scan lines that run
from an edge inwards and agree with each other over a good part of the edge. Read from the edge: the other way round,
the sheet T would be the sheet 3.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import cv2
import numpy as np

PATCHES = {"WWNN": "1", "WNNW": "2", "WNWN": "3", "NWWN": "4", "NNWW": "6", "NWNW": "T"}

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
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    dark = small < min(_PALE, int(np.median(small)) - 60)
    return [patch for turns in (0, 2, 1, 3) if (patch := _on_edge(dark, turns, grey.shape, scale))]


def _on_edge(dark: np.ndarray, turns: int, shape: tuple[int, ...], scale: float) -> Patch | None:
    """The picture is turned so that the edge lies at the left and every row runs inwards."""
    turned = np.rot90(dark, turns)
    hits = [hit for number, row in enumerate(turned[:, : int(turned.shape[1] * _DEEP)]) if (hit := _read(row, number))]
    best = _agreeing(hits)
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


def _read(row: np.ndarray, number: int) -> _Hit | None:
    """The first four bars of one scan line that could be a patch code."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
    for first in range(0, len(edges) - 7, 2):
        bars = edges[first : first + 8]
        if (name := _name(np.diff(bars))) is not None:
            return _Hit(name, number, int(bars[0]), int(bars[-1]))
    return None


def _name(widths: np.ndarray) -> str | None:
    """`widths`: bar, space, bar, space, bar, space, bar."""
    narrow = widths.sum() / (5 + 2 * _WIDE / _NARROW)
    if not _SIZES[0] <= narrow / (_NARROW * _DPI) <= _SIZES[1]:
        return None
    slack = _SLACK * narrow + 1
    bars, spaces = widths[::2], widths[1::2]
    wide = narrow * _WIDE / _NARROW
    if (abs(spaces - narrow) > slack).any():
        return None
    letters = ["W" if bar > (narrow + wide) / 2 else "N" for bar in bars]
    meant = np.array([wide if letter == "W" else narrow for letter in letters])
    return PATCHES.get("".join(letters)) if (abs(bars - meant) <= slack).all() else None
