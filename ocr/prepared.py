"""A page made ready for Tesseract: grey, without the printed lines of forms, its letters at the size it knows."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from capture.ruling import without_combs
from capture.scan import PageImage
from ocr.quad import Quad
from ocr.rulings import may_hold_combs, without_rulings
from ocr.scale import letter_height, reading_scale
from ocr.slips import only_line
from ocr.table import View


@dataclass(frozen=True, slots=True)
class Prepared:
    """`bare` is the page in its own pixels, `shown` the same at the size to be read; both grey, uint8.

    `line` are the corners of its only line of text, where it holds but one.
    """

    bare: np.ndarray
    shown: np.ndarray
    view: View
    line: Quad | None


def prepared(page: PageImage) -> Prepared:
    grey = np.ascontiguousarray(page.pixels if page.pixels.ndim == 2 else cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY))
    letter = letter_height(grey)
    combs = without_combs(page, letter) if may_hold_combs(grey, letter) else None
    bare = combs.pixels if combs else without_rulings(grey, letter)
    scale = reading_scale(letter, grey.size)
    shown = bare if scale == 1 else _scaled(bare, scale)
    view = View(
        shown.shape[1], shown.shape[0], np.diag((bare.shape[1] / shown.shape[1], bare.shape[0] / shown.shape[0], 1.0))
    )
    return Prepared(bare, shown, view, only_line(grey, letter))


def _scaled(grey: np.ndarray, scale: float) -> np.ndarray:
    size = max(round(grey.shape[1] * scale), 1), max(round(grey.shape[0] * scale), 1)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC))
