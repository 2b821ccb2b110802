"""Whether a signature or a stamp stands in its zone. Not whose: a person compares hands, not this house."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np

from capture.marks import labelled, marks_in
from classify.ruling import Mask, Picture
from ocr.text import Box

Seen = Literal["present", "absent", "doubtful"]
_LEAST, _MOST = 0.01, 0.35  # share of ink in the zone: less is a blank, more is scribbled out
_STROKES = 3  # a hand crosses a level line at least so often; a dash or a dot does not
_COLOURED = 0.004  # share of coloured ink that a stamp leaves


def signature(zone: Box, picture: Picture) -> tuple[Seen, float]:
    """What is seen, and how sure that is."""
    ink = picture.part(picture.writing, zone)
    if not ink.size:
        return "absent", 0.5
    ink = _without_specks(ink, picture.mm)
    share = float(ink.mean())
    if share > _MOST:
        return "doubtful", 0.5
    strokes = _strokes(ink)
    if share < _LEAST * 0.4 or strokes == 0:
        return "absent", 0.9 if share < _LEAST * 0.2 else 0.7
    if share < _LEAST or strokes < _STROKES:
        return "doubtful", 0.5
    return "present", min(0.97, 0.7 + share * 4)


def stamp(zone: Box, picture: Picture) -> tuple[Seen, float]:
    """A stamp is coloured ink, or, on a grey picture, a large round or square figure."""
    coloured = _coloured(picture, zone)
    if coloured is not None and coloured >= _COLOURED:
        return "present", min(0.97, 0.75 + coloured * 5)
    ink = _without_specks(picture.part(picture.ink, zone), picture.mm)
    large = _extent(ink) >= 10 * picture.mm
    share = float(ink.mean()) if ink.size else 0.0
    if large and share >= 0.03:
        return "present", 0.7
    return ("absent", 0.85) if share < 0.015 else ("doubtful", 0.5)


def _without_specks(ink: Mask, mm: float) -> Mask:
    """Without dust: figures smaller than a comma."""
    if not ink.size:
        return ink
    labels, stats, _ = labelled(ink)
    keep = stats[:, cv2.CC_STAT_AREA] > (0.35 * mm) ** 2
    keep[0] = False
    kept: Mask = keep[labels]
    return kept


def _strokes(ink: Mask) -> int:
    """How often the busiest level line meets a stroke."""
    starts = ink[:, 1:] & ~ink[:, :-1]
    return int(starts.sum(axis=1).max(initial=0))


def _extent(ink: Mask) -> int:
    """The longer side of the largest figure."""
    if not ink.any():
        return 0
    return int(marks_in(ink)[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1).max())


def _coloured(picture: Picture, zone: Box) -> float | None:
    """The share of blue, violet or red pixels; None on a grey picture."""
    if picture.pixels.ndim == 2:
        return None
    part = picture.part(picture.pixels, zone)
    if not part.size:
        return 0.0
    spread = part.max(axis=2).astype(np.int16) - part.min(axis=2)
    return float((spread > 45).mean())
