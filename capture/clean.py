"""Cleanup of a page image: each step on its own, each leaves a page alone that does not need it.

Letters are not enlarged here: how large the engine wants them is the engine's matter (ocr/scale.py), and people
should see the page as it was scanned.
"""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np

from capture.border import Border, find_border
from capture.scan import PageImage
from capture.shadow import lies_in_shadow
from capture.sheet import cut_out_sheet
from capture.skew import angle
from capture.smaller import smaller
from capture.unstreak import remove_streaks

_MOST_PIXELS = 12_000_000  # A3 at 250 dpi, A4 at 350: more costs time and reads no better
_LEAST_SKEW = 0.3  # degrees; turning blurs a little, readers bear that much, and a line across A4 rises by a millimetre
_EVEN = 22  # grey levels the paper may vary before light is evened out
_BRIGHT = 185  # paper darker than this is brightened; above it readers gain nothing
_NEVER_PAPER = 60  # white letters on black are left so
_DEEP, _DEEPEST = 0.35, 0.04  # of the light on the page: no shadow is darker, and none in which print is seen
_PAPER = 240.0  # where evened paper ends up
_PANEL_EDGE, _PANELS = 15, 0.008  # grey levels at the edge of a printed panel; share of the page such edges take
_MOST_STRENGTH = 10.0
_LEAST_CONTRAST = 90  # grey levels between ink and paper before they are spread
_SHARP = 0.2  # of the depth of ink, how steep its edges are a pixel; pale print has 0.26 and more, blurred print 0.11
_LEAST_INK = 20  # grey levels below the paper from which a pixel may be ink
_FAINT_INK = 6  # the same where nothing is darker
_BLACK, _DEPTH = 30.0, 170.0  # where spread ink ends up, and how far below its paper at least
_BRIGHTER = 98  # per cent of the page that are not far brighter than its paper
_FEW = 200  # pixels of the sample: fewer are no print
_LIT = 235.0  # where spread paper ends up at least
_WINDOW = 25  # pixels of the sample: print covers less than half of it
_LARGE = 5_000_000  # pixels, about A4 at 250 dpi: letters there are large enough for a quicker turn


def clean(page: PageImage) -> PageImage:
    """The page as readers and people want it; itself where nothing is wrong. What each step is worth: docs/cleanup.md.

    Noise stays: smoothing costs the neural reader the finest strokes (docs/cleanup.md).
    """
    for step in STEPS:
        page = step(page)
    return page


def turn(page: PageImage, degrees: int) -> PageImage:
    """Clockwise by 0, 90, 180 or 270 degrees."""
    if degrees % 90:
        raise ValueError("a page is turned by quarters: 0, 90, 180 or 270 degrees")
    quarters = degrees // 90 % 4
    if quarters == 0:
        return page
    pixels = np.ascontiguousarray(np.rot90(page.pixels, -quarters))
    return replace(page, pixels=pixels, rotation=(page.rotation + 90 * quarters) % 360)


def grey_of(pixels: np.ndarray) -> np.ndarray:
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def fit(page: PageImage) -> PageImage:
    """At most twelve million pixels."""
    scale = math.sqrt(_MOST_PIXELS / (page.width * page.height))
    if scale >= 1:
        return page
    return replace(page, pixels=smaller(page.pixels, round(max(page.width, page.height) * scale)), dpi=page.dpi * scale)


def crop_border(page: PageImage) -> PageImage:
    """Take away what the scanner saw beside the paper: whole black edges are cut, wedges painted as paper."""
    border = find_border(grey_of(page.pixels))
    if border is None:
        return page
    return replace(page, pixels=_without(page.pixels, border))


def _without(pixels: np.ndarray, border: Border) -> np.ndarray:
    mask = cv2.resize(border.mask, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_NEAREST)
    painted = pixels.copy()
    painted[mask > 0] = paper_colour(pixels)
    left, top, right, bottom = border.keep
    return np.ascontiguousarray(painted[top:bottom, left:right])


def paper_colour(pixels: np.ndarray) -> np.ndarray:
    """The middle of the brighter half: paper, on any page that is more paper than ink. One value, or three."""
    small = smaller(pixels, 600)  # grain averages out: its bright half is no paper
    grey = grey_of(small)
    return np.asarray(np.median(small[grey >= np.median(grey)], axis=0), dtype=np.uint8)


def even_light(page: PageImage) -> PageImage:
    """Divide by the paper's own brightness: shadows of a hand and of a fold go, ink and the paper's colour stay."""
    grey = grey_of(page.pixels)
    paper, panels = _paper(grey)
    low, middle, high = np.percentile(paper, (5, 50, 95))
    if high - low < _EVEN and (middle >= _BRIGHT or middle < _NEVER_PAPER):
        return page
    dark = panels or middle < _NEVER_PAPER
    shadow = (dark or low < _DEEP * middle) and lies_in_shadow(grey)
    if dark and not shadow:
        return page
    least = _DEEPEST * high if shadow else _DEEP * middle  # a dark picture on the page is not a shadow
    floor = np.maximum(paper, np.uint8(max(least, 1)))
    light = cv2.resize(floor, (page.width, page.height), interpolation=cv2.INTER_LINEAR)
    if page.pixels.ndim == 3:
        light = cv2.merge((light, light, light))
    return replace(page, pixels=cv2.divide(page.pixels, light, scale=_PAPER))


def _paper(pixels: np.ndarray) -> tuple[np.ndarray, bool]:
    """A small picture of the page with the ink closed away, and whether printed panels are on it: light fades, they end
    at once. Evened out, a slide's light letters on a dark bar would be lost."""
    closed = cv2.morphologyEx(smaller(pixels, 400), cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))
    calm = cv2.medianBlur(closed, 7)
    edges = cv2.morphologyEx(calm, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > _PANEL_EDGE
    return np.asarray(cv2.GaussianBlur(calm, (0, 0), 7)), bool(edges.mean() > _PANELS)


def contrast(page: PageImage) -> PageImage:
    """Make a pale page, as from a worn receipt printer or a dying lamp, darker; the paper keeps its colour.

    The darkest ink decides: a page on which some print is black and some has faded stays, since what is black
    already would lose its edges. Nor is blurred print spread: it becomes blots (a reader lost half of what it had).
    """
    calm = _calm(grey_of(page.pixels))
    sample = calm[::4, ::4]
    paper = float(np.median(sample))
    if float(np.percentile(sample, _BRIGHTER)) > paper + _LEAST_CONTRAST:
        return page  # light letters, or a shadow over most of it
    least = next((by for by in (_LEAST_INK, _FAINT_INK) if np.count_nonzero(sample < paper - by) >= _FEW), 0)
    if not least or (ink := float(np.percentile(sample[sample < paper - least], 5))) < paper - _LEAST_CONTRAST:
        return page
    if _steepness(calm, paper - least) < _SHARP * (paper - ink) or _light_print(sample):
        return page
    strength = min(max(paper - _BLACK, _DEPTH) / (paper - ink), _MOST_STRENGTH)
    levels = np.arange(256, dtype=np.float32)[:, None]
    bright = np.atleast_1d(paper_colour(page.pixels)).astype(np.float32)
    table = np.clip(np.maximum(bright, _LIT) - (bright - levels) * strength, 0, 255).astype(np.uint8)
    return replace(page, pixels=cv2.LUT(page.pixels, np.ascontiguousarray(table[None])))


def _light_print(sample: np.ndarray) -> bool:
    """Whether print is lighter than its paper, as on a slide or a photostat: spread like ink it would be lost."""
    paper = cv2.medianBlur(np.ascontiguousarray(sample), _WINDOW)
    lighter, darker = cv2.subtract(sample, paper), cv2.subtract(paper, sample)
    return bool(np.count_nonzero(lighter > _LEAST_INK) > np.count_nonzero(darker > _LEAST_INK))


def _steepness(calm: np.ndarray, darker: float) -> float:
    """Grey levels a pixel at the steepest tenth of what is darker than a level."""
    right, below = cv2.absdiff(calm[:, 2:], calm[:, :-2]), cv2.absdiff(calm[2:], calm[:-2])
    slope = np.maximum(right[1:-1:2, ::2], below[::2, 1:-1:2])[calm[1:-1:2, 1:-1:2] < darker]
    return float(np.percentile(slope, 90)) / 2 if slope.size else 0.0


def _calm(grey: np.ndarray) -> np.ndarray:
    """Grain averaged away, so that the darkest pixels are ink and no noise."""
    return np.asarray(cv2.GaussianBlur(grey, (5, 5), 1.0))


def straighten(page: PageImage) -> PageImage:
    """Turn by the small angle the lines lie at; the corners that appear are paper."""
    degrees = angle(grey_of(page.pixels))
    if abs(degrees) < _LEAST_SKEW:
        return page
    height, width = page.pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    across, down = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = (round(width * across + height * down), round(width * down + height * across))
    matrix[:, 2] += ((size[0] - width) / 2, (size[1] - height) / 2)
    colour = tuple(int(value) for value in np.atleast_1d(paper_colour(page.pixels)))
    way = cv2.INTER_LINEAR if height * width > _LARGE else cv2.INTER_CUBIC
    return replace(page, pixels=cv2.warpAffine(page.pixels, matrix, size, flags=way, borderValue=colour))


STEPS = (fit, cut_out_sheet, crop_border, remove_streaks, even_light, contrast, straighten)
