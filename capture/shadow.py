"""Print that goes on where the paper is dark: there a shadow lies, and no border, no table, no printed panel."""

from __future__ import annotations

import cv2
import numpy as np

from capture.marks import marks_in
from capture.smaller import smaller

_LONG_SIDE = 1000
_PRINT = 0.7  # of the paper around it: ink
_SEEN = 14  # grey levels of the darkest paper on which print is told from grain
_AROUND = np.ones((15, 15), np.uint8)
_DIM = 0.75  # of the light on the brightest paper
_LEAST = 0.02  # share of the page that lies in the shadow
_FEW = 20  # letters: fewer may be dirt
_AS_DENSE = 0.25  # times as many letters in the shadow as beside it


def print_on_any_paper(small: np.ndarray) -> np.ndarray:
    """1 where something is darker than the paper around it, however dark that is. A copy about 1000 pixels long."""
    paper = _paper(small)
    return ((small < _PRINT * paper) & (paper >= _SEEN)).astype(np.uint8)


def letters_in(mask: np.ndarray) -> int:
    """How many marks of the size of letters."""
    spots = marks_in(mask)
    height, area = spots[:, cv2.CC_STAT_HEIGHT], spots[:, cv2.CC_STAT_AREA]
    return int(np.count_nonzero((height >= 4) & (height <= 60) & (area >= 6)))


def lies_in_shadow(grey: np.ndarray) -> bool:
    """Whether the dark part of the page is paper with print on it, nearly as much as on the light part."""
    small = smaller(grey, _LONG_SIDE)
    paper = _paper(small)
    dim = (paper < _DIM * float(np.percentile(paper, 95))).astype(np.uint8)
    share = float(dim.mean())
    if not _LEAST < share < 1 - _LEAST:
        return False
    marks = print_on_any_paper(small)
    within, beside = letters_in(marks & dim), letters_in(marks & (1 - dim))
    return within >= _FEW and within / share > _AS_DENSE * beside / (1 - share)


def _paper(small: np.ndarray) -> np.ndarray:
    return np.asarray(cv2.morphologyEx(cv2.GaussianBlur(small, (3, 3), 0), cv2.MORPH_CLOSE, _AROUND))
