"""A page made ready for Tesseract: grey, without the printed lines of forms, its letters at the size it knows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from capture.ruling import without_combs
from capture.scan import PageImage
from ocr.quad import Quad
from ocr.rulings import teeth, without_rulings
from ocr.scale import letters_on, reading_scale
from ocr.slips import only_line
from ocr.table import View

_TEETH = 8  # upright strokes, seen at a glance, from which a page may hold a row of cells: a date has eight
_COMBS = 12  # and from which it may be a form full of them, which by its own measure has twenty


@dataclass(frozen=True, slots=True)
class Prepared:
    """`bare` is the page in its own pixels, grey, uint8; `scale` makes of it the size to be read.

    `line` are the corners of its only line of text, where it holds but one.
    """

    bare: np.ndarray
    scale: float
    line: Quad | None

    def shown(self) -> np.ndarray:
        """At the size to be read."""
        return self.bare if self.scale == 1 else _scaled(self.bare, self.scale)


def prepared(page: PageImage) -> Prepared:
    grey = np.ascontiguousarray(page.pixels if page.pixels.ndim == 2 else cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY))
    letter = letters_on(page)
    return Prepared(_bare(page, grey, letter), reading_scale(letter, grey.size), only_line(grey, letter))


def pieces(shown: np.ndarray, page: PageImage, pause: int | None) -> list[tuple[np.ndarray, View]]:
    """`shown` of `page`, whole or parted at the page's row `pause`: each piece with its way back to the page."""
    height, width = shown.shape
    across, down = page.width / width, page.height / height
    rows = [0, *([] if pause is None else [round(pause / down)]), height]
    return [
        (shown[top:end], View(width, end - top, np.array(((across, 0, 0), (0, down, down * top), (0, 0, 1.0)))))
        for top, end in pairwise(rows)
    ]


def _bare(page: PageImage, grey: np.ndarray, letter: float) -> np.ndarray:
    """Without lines where they may be a comb's; on other pages taking them off gains nothing and costs time."""
    standing = teeth(grey, letter) if letter else 0
    combs = without_combs(page, letter) if standing >= _COMBS else None
    if combs:
        return combs.pixels
    return without_rulings(grey, letter) if standing >= _TEETH else grey


def _scaled(grey: np.ndarray, scale: float) -> np.ndarray:
    size = max(round(grey.shape[1] * scale), 1), max(round(grey.shape[0] * scale), 1)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC))
