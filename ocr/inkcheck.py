"""Ink and boxes of words compared: which words lie on nothing, and how much writing no word lies on."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

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
_SOLID = 0.85  # share of its box that a bar or a filled cell covers
_PICTURE = 0.02  # share of the page from which a lump of ink is a picture
_NO_WRITING = 1e6


def on_ink(pixels: np.ndarray, boxes: Sequence[Box]) -> list[bool]:
    """Whether something is to be seen in each box. `pixels` (height, width) or (height, width, 3), uint8."""
    grey = _grey(pixels)
    return [_seen(grey[box.y0 : box.y1, box.x0 : box.x1]) for box in boxes]


def _seen(cut: np.ndarray) -> bool:
    return cut.size > 0 and int(cut.max()) - int(cut.min()) >= _SEEN


def letters_beside(pixels: np.ndarray, boxes: Sequence[Box]) -> float:
    """How many letters, as far as lumps of ink can be told to be letters, no box covers; a picture counts as a million.

    Rules, frames, filled bars and specks are no writing. What touches a word's box belongs to the word.
    """
    grey, boxes, high = _smaller(_grey(pixels), boxes)
    grey = without_rulings(grey, _LETTER * high)
    ink = (grey < int(np.median(grey[::4, ::4])) - _INK).astype(np.uint8)
    for box in boxes:
        more = round(_MARGIN * box.height)
        ink[max(box.y0 - more, 0) : box.y1 + more, max(box.x0 - more, 0) : box.x1 + more] = 0
    _, labels, lumps, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = 0.0
    for number, (x, y, width, height, area) in enumerate(lumps.tolist()[1:], start=1):
        if max(width, height) < _SMALL * high or min(width, height) < _LINE * high:
            continue
        if _is_frame(labels[y : y + height, x : x + width] == number) or area > _SOLID * width * height:
            continue
        if width * height > _PICTURE * ink.size:
            return _NO_WRITING
        found += max(1.0, width / high)
    return found


def _smaller(grey: np.ndarray, boxes: Sequence[Box]) -> tuple[np.ndarray, Sequence[Box], float]:
    """As large as it takes to tell lumps apart: four times fewer pixels on a page drawn at 300 dpi."""
    high = float(np.median([box.height for box in boxes]))
    if high < 2 * _ENOUGH:
        return grey, boxes, high
    size = grey.shape[1] // 2, grey.shape[0] // 2
    halved = [Box(box.x0 // 2, box.y0 // 2, box.x1 // 2 + 1, box.y1 // 2 + 1) for box in boxes]
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA), halved, high / 2


def _is_frame(lump: np.ndarray) -> bool:
    """A check box, a cell, a table: the ink runs along all four sides, or in long straight lines and nowhere else."""
    edge = max(1, min(lump.shape) // 12)
    sides = (lump[:edge].max(0), lump[-edge:].max(0), lump[:, :edge].max(1), lump[:, -edge:].max(1))
    return all(side.mean() > _FRAME for side in sides)


def _grey(pixels: np.ndarray) -> np.ndarray:
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
