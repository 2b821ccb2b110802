"""Ink and boxes of words compared: which words lie on nothing, and whether there is writing no word lies on."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from capture.marks import labelled
from ocr.rulings import without_rulings
from ocr.text import Box

_SEEN = 40  # grey levels between the lightest and the darkest within a word that is to be seen
_INK = 60  # grey levels below the paper
_LETTER = 0.7  # of the box's height, which leaves room above and below
_ENOUGH = 18.0  # pixels of a word's height
_MARGIN = 0.2  # heights of a word: how far its ink may reach beyond its box
_SMALL = 0.3  # heights of a word; what is smaller is a speck
_LINE = 0.12  # heights: a rule is thinner
_FRAME = 0.75  # share of each of its four sides that a frame's ink covers
_ROUND = 1.15  # of its sides; an O is higher than wide
_SOLID = 0.85  # share of its box that a bar or a filled cell covers
_PICTURE = 0.02  # share of the page from which a lump of ink is a picture
_SIGNATURE = 8.0  # heights of a word that it is wide, with what else is no letter
_CAPITAL = 1.2  # heights of a word, the highest letter
_A_WORD = 3  # letters in a row


def on_ink(pixels: np.ndarray, boxes: Sequence[Box]) -> list[bool]:
    """Whether something is to be seen in each box. `pixels` (height, width) or (height, width, 3), uint8."""
    grey = _grey(pixels)
    return [_seen(grey[box.y0 : box.y1, box.x0 : box.x1]) for box in boxes]


def _seen(cut: np.ndarray) -> bool:
    return cut.size > 0 and int(cut.max()) - int(cut.min()) >= _SEEN


def writing_beside(pixels: np.ndarray, boxes: Sequence[Box]) -> bool:
    """Whether there is writing that no box covers: three letters in a row, or more ink than a signature, or a picture.

    Rules, frames, rings, filled bars and specks are no writing. What lies within a fifth of a word's height around
    its box belongs to the word.
    """
    grey, boxes, high = _smaller(_grey(pixels), boxes)
    grey = without_rulings(grey, _LETTER * high)
    ink = (grey < int(np.median(grey[::4, ::4])) - _INK).astype(np.uint8)
    for box in boxes:
        more = round(_MARGIN * box.height)
        ink[max(box.y0 - more, 0) : box.y1 + more, max(box.x0 - more, 0) : box.x1 + more] = 0
    lumps = _lumps(ink, high)
    if any(lump.width * lump.height > _PICTURE * ink.size for lump in lumps):
        return True
    return sum(max(1.0, lump.width / high) for lump in lumps) > _SIGNATURE or _in_a_row(lumps, high)


def _lumps(ink: np.ndarray, high: float) -> list[Box]:
    """Lumps of ink that may be letters, alone or joined; from the left."""
    labels, stats, _ = labelled(ink)
    found = []
    for number, (x, y, width, height, area) in enumerate(stats.tolist()[1:], start=1):
        if max(width, height) < _SMALL * high or min(width, height) < _LINE * high or area > _SOLID * width * height:
            continue
        if not _is_frame(labels[y : y + height, x : x + width] == number):
            found.append(Box(x, y, x + width, y + height))
    return sorted(found, key=lambda box: box.x0)


def _in_a_row(lumps: Sequence[Box], high: float) -> bool:
    """Three lumps of a letter's size, level and near each other."""
    length = [1 if lump.height <= _CAPITAL * high else 0 for lump in lumps]
    for here, lump in enumerate(lumps):
        for before in range(here):
            level = abs(lumps[before].center[1] - lump.center[1]) < high / 2
            if length[here] and length[before] and level and 0 <= lump.x0 - lumps[before].x1 < high:
                length[here] = max(length[here], length[before] + 1)
    return max(length, default=0) >= _A_WORD


def _smaller(grey: np.ndarray, boxes: Sequence[Box]) -> tuple[np.ndarray, Sequence[Box], float]:
    """As large as it takes to tell lumps apart: four times fewer pixels on a page drawn at 300 dpi."""
    high = float(np.median([box.height for box in boxes]))
    if high < 2 * _ENOUGH:
        return grey, boxes, high
    size = grey.shape[1] // 2, grey.shape[0] // 2
    halved = [Box(box.x0 // 2, box.y0 // 2, box.x1 // 2 + 1, box.y1 // 2 + 1) for box in boxes]
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA), halved, high / 2


def _is_frame(lump: np.ndarray) -> bool:
    """A box to tick, a cell, a table: the ink runs along all four sides; or a ring, round and empty."""
    height, width = lump.shape
    edge = max(1, min(lump.shape) // 12)
    sides = (lump[:edge].max(0), lump[-edge:].max(0), lump[:, :edge].max(1), lump[:, -edge:].max(1))
    if all(side.mean() > _FRAME for side in sides):
        return True
    even = max(height, width) <= _ROUND * min(height, width)
    return even and not lump[height // 4 : height - height // 4, width // 4 : width - width // 4].any()


def _grey(pixels: np.ndarray) -> np.ndarray:
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
