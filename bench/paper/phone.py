"""A telephone held over a table: perspective, uneven light, the shadow of a hand."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from bench.paper.ink import DPI
from bench.paper.picture import Picture

FRAME = (2250, 3000)  # width, height of the photograph


def photograph(picture: Picture, rng: np.random.Generator, severity: int) -> Picture:
    """The page on a dark table, seen from a little aside; severity tilts the camera and uneven light."""
    matrix = _view(picture.size, rng, severity)
    table = _table(rng)
    moved = picture.warped(matrix, FRAME)
    mask = cv2.warpPerspective(np.full(picture.pixels.shape[:2], 255, np.uint8), matrix, FRAME, flags=cv2.INTER_LINEAR)
    soft = cv2.GaussianBlur(mask, (0, 0), 1.2)[..., None].astype(np.float32) / 255
    cast = cv2.GaussianBlur(np.roll(mask, (14, 10), (0, 1)), (0, 0), 14)[..., None].astype(np.float32) / 255
    scene = table * (1 - 0.55 * cast) * (1 - soft) + moved.pixels * soft
    lit = scene * _light(rng, severity)[..., None] * np.array([1.0, 0.985, 0.945], np.float32)
    pixels = np.clip(lit, 0, 255).astype(np.uint8)
    (x0, y0), (x1, y1), *_ = moved.quad((0, 0, DPI, 1))  # an inch of the upper edge
    dpi = max(72, round(float(np.hypot(x1 - x0, y1 - y0))))
    return replace(moved, pixels=pixels, dpi=dpi)


def _view(size: tuple[int, int], rng: np.random.Generator, severity: int) -> np.ndarray:
    """The homography from the page to the photograph: nearly full frame, turned and tilted by a few degrees."""
    wide, high = FRAME
    scale = min(wide / size[0], high / size[1]) * rng.uniform(0.86, 0.93)
    half = np.array([size[0], size[1]]) * scale / 2
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    angle = np.radians(rng.uniform(-1.0, 1.0) * severity)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    tilt = rng.uniform(-0.012, 0.012, (4, 2)) * severity * np.array([wide, high])
    target = corners @ turn.T + np.array([wide, high]) / 2 + tilt
    source = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    return cv2.getPerspectiveTransform(source, target.astype(np.float32))


def _table(rng: np.random.Generator) -> np.ndarray:
    """Dark wood: long grain, a few knots' worth of shade."""
    colour = np.array(((74, 52, 38), (58, 56, 54), (96, 74, 52))[rng.integers(0, 3)], np.float32)
    grain = cv2.resize(rng.normal(0, 1, (FRAME[1] // 3, 24)).astype(np.float32), FRAME, interpolation=cv2.INTER_CUBIC)
    fine = cv2.resize(rng.normal(0, 1, (FRAME[1] // 2, FRAME[0] // 40)).astype(np.float32), FRAME)
    wood: np.ndarray = np.clip(colour + (grain * 7 + fine * 5)[..., None], 8, 160)
    return wood


def _light(rng: np.random.Generator, severity: int) -> np.ndarray:
    """From a lamp at one side, and the soft edge of the shadow of whoever holds the telephone."""
    wide, high = FRAME
    x, y = np.meshgrid(np.linspace(-1, 1, wide, dtype=np.float32), np.linspace(-1, 1, high, dtype=np.float32))
    angle = rng.uniform(0, 2 * np.pi)
    fall = 0.97 - 0.045 * severity * (1 + np.cos(angle) * x + np.sin(angle) * y)
    edge = np.cos(angle + 2.1) * x + np.sin(angle + 2.1) * y - rng.uniform(0.1, 0.6)
    shadow = 1 - 0.07 * severity / (1 + np.exp(-edge * 9))
    lit: np.ndarray = (fall * shadow).astype(np.float32)
    return lit
