"""The black a scanner sees beside the paper: solid, dark, and hanging on to the edge of the picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from capture.marks import labelled
from capture.shadow import letters_in, print_on_any_paper
from capture.smaller import smaller

_LONG_SIDE = 1000
_DARK = 80  # grey level
_STEP = 70  # grey levels between border and paper
_THICK = 7  # pixels of the small copy: a frame or a line is thinner
_LEAST_AREA = 0.002
_MOST_AREA = 0.45  # more is a dark page, or a photograph, not a border
_HOLES = 8  # spots inside of the size of letters: a printed band, or a page in deep shadow
_WHOLE = 0.85  # share of a row that makes it all border


@dataclass(frozen=True, slots=True)
class Border:
    """`mask`: a small copy of the page, 1 where the border is; `keep`: (left, top, right, bottom) in page pixels."""

    mask: np.ndarray
    keep: tuple[int, int, int, int]


def find_border(grey: np.ndarray) -> Border | None:
    small = smaller(grey, _LONG_SIDE)
    mask = _solid_at_edge(small)
    share = float(mask.mean())
    if not 0 < share < _MOST_AREA:
        return None
    top, bottom = _span(mask.mean(axis=1))
    left, right = _span(mask[top:bottom].mean(axis=0))
    back = grey.shape[0] / small.shape[0], grey.shape[1] / small.shape[1]
    keep = (round(left * back[1]), round(top * back[0]), round(right * back[1]), round(bottom * back[0]))
    return Border(mask, keep)


def _solid_at_edge(small: np.ndarray) -> np.ndarray:
    """The thick dark pieces that touch the edge, end sharply, and hold no writing."""
    dark = (small < _DARK).astype(np.uint8)
    if not (dark[0].any() or dark[-1].any() or dark[:, 0].any() or dark[:, -1].any()):
        return np.zeros_like(dark)  # nothing touches the edge: most pages
    framed = cv2.copyMakeBorder(dark, _THICK, _THICK, _THICK, _THICK, cv2.BORDER_REPLICATE)
    thick = cv2.morphologyEx(framed, cv2.MORPH_OPEN, np.ones((_THICK, _THICK), np.uint8))
    thick = np.ascontiguousarray(thick[_THICK:-_THICK, _THICK:-_THICK])
    labels, pieces, _ = labelled(thick, 4)
    rim = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    mask = np.zeros_like(dark)
    for label in rim[rim > 0]:
        piece = (labels == label).astype(np.uint8)
        large = pieces[label, cv2.CC_STAT_AREA] >= _LEAST_AREA * dark.size
        if large and _ends_sharply(piece, small) and not _written_on(piece, dark, small):
            mask |= piece
    # the ragged rim of the border belongs to it
    return np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)) if mask.any() else mask)


def _ends_sharply(piece: np.ndarray, small: np.ndarray) -> bool:
    """Paper begins within a few pixels; where a shadow ends, nothing begins."""
    beside = cv2.dilate(piece, np.ones((15, 15), np.uint8)) - cv2.dilate(piece, np.ones((7, 7), np.uint8))
    return bool(beside.any() and np.median(small[beside > 0]) > np.median(small[piece > 0]) + _STEP)


def _written_on(piece: np.ndarray, dark: np.ndarray, small: np.ndarray) -> bool:
    """Whether letters stand inside: light ones of a printed band, or dark ones of a page in deep shadow."""
    region = cv2.morphologyEx(piece, cv2.MORPH_CLOSE, np.ones((31, 31), np.uint8))
    if letters_in(cv2.bitwise_and(region, 1 - dark)) > _HOLES:
        return True
    return letters_in(cv2.bitwise_and(region, print_on_any_paper(small))) > _HOLES


def _span(dark_share: np.ndarray) -> tuple[int, int]:
    """First and last-plus-one line that is not all border."""
    lit = np.flatnonzero(dark_share < _WHOLE)
    return (int(lit[0]), int(lit[-1]) + 1) if lit.size else (0, dark_share.size)
