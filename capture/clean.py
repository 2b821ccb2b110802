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
from capture.sheet import cut_out_sheet
from capture.skew import angle
from capture.smaller import smaller

_MOST_PIXELS = 12_000_000  # A3 at 250 dpi, A4 at 350: more costs time and reads no better
_LEAST_SKEW = 0.15  # degrees; turning blurs a little, less than this is not worth it
_EVEN = 22  # grey levels the paper may vary before light is evened out
_BRIGHT = 205  # paper darker than this is brightened
_NEVER_PAPER = 60  # white letters on black are left so
_PAPER = 240.0  # where evened paper ends up
_MOST_STRENGTH = 2.5
_LEAST_CONTRAST = 110  # grey levels between ink and paper before they are spread
_NOISY = 9.0  # standard deviation, in grey levels, of what is neither paper nor ink


def clean(page: PageImage) -> PageImage:
    for step in (fit, cut_out_sheet, crop_border, even_light, contrast, denoise, straighten):
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
    """The middle of the brighter half: paper, on any page that is more paper than ink."""
    small = pixels[:: max(1, pixels.shape[0] // 300), :: max(1, pixels.shape[1] // 300)]
    grey = grey_of(np.ascontiguousarray(small))
    return np.asarray(np.median(small[grey >= np.median(grey)], axis=0), dtype=np.uint8)


def even_light(page: PageImage) -> PageImage:
    """Divide by the paper's own brightness: shadows of a hand and of a fold go, ink and the paper's colour stay."""
    paper = _paper(grey_of(page.pixels))
    low, middle, high = np.percentile(paper, (5, 50, 95))
    if middle < _NEVER_PAPER or (high - low < _EVEN and middle >= _BRIGHT):
        return page
    floor = np.maximum(paper, np.uint8(max(0.35 * middle, 1)))  # a dark picture on the page is not a shadow
    light = cv2.resize(floor, (page.width, page.height), interpolation=cv2.INTER_LINEAR)
    if page.pixels.ndim == 3:
        light = cv2.merge((light, light, light))
    return replace(page, pixels=cv2.divide(page.pixels, light, scale=_PAPER))


def _paper(pixels: np.ndarray) -> np.ndarray:
    """A small picture of the page with the ink closed away."""
    closed = cv2.morphologyEx(smaller(pixels, 400), cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))
    return np.asarray(cv2.GaussianBlur(cv2.medianBlur(closed, 7), (0, 0), 7))


def contrast(page: PageImage) -> PageImage:
    """Make faint ink, as of a worn receipt printer, darker; the paper keeps its colour."""
    sample = grey_of(page.pixels)[::4, ::4]
    paper = float(np.median(sample))
    dark = sample[sample < paper - 25]
    if dark.size < 200 or (ink := float(np.percentile(dark, 20))) < paper - _LEAST_CONTRAST:
        return page
    strength = min((paper - 30) / (paper - ink), _MOST_STRENGTH)
    levels = np.arange(256, dtype=np.float32)[:, None]
    bright = np.atleast_1d(paper_colour(page.pixels)).astype(np.float32)
    table = np.clip(bright - (bright - levels) * strength, 0, 255).astype(np.uint8)
    return replace(page, pixels=cv2.LUT(page.pixels, np.ascontiguousarray(table[None])))


def denoise(page: PageImage) -> PageImage:
    """A median over the neighbours, on grainy pages only; it costs the finest strokes."""
    grey = grey_of(page.pixels)
    return replace(page, pixels=cv2.medianBlur(page.pixels, 3)) if grain(grey) > _NOISY else page


def grain(grey: np.ndarray) -> float:
    """Standard deviation of the noise in grey levels, after Immerkaer (1996); the median leaves the ink's edges out."""
    top, left = (max(0, side // 2 - 400) for side in grey.shape)
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    rough = np.abs(cv2.filter2D(grey[top : top + 800, left : left + 800], cv2.CV_32F, kernel))
    return float(np.median(rough)) / (0.6745 * 6)


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
    pixels = cv2.warpAffine(page.pixels, matrix, size, flags=cv2.INTER_CUBIC, borderValue=colour)
    return replace(page, pixels=pixels)
