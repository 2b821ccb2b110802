"""Smaller copies: most of what is measured of a page is seen as well from further away."""

from __future__ import annotations

import cv2
import numpy as np


def smaller(pixels: np.ndarray, longest: int) -> np.ndarray:
    """The picture itself, or a copy whose longer side is `longest`; a strip stays at least one pixel wide."""
    height, width = pixels.shape[:2]
    scale = longest / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(_by_blocks(pixels, scale), size, interpolation=cv2.INTER_AREA))


def _by_blocks(pixels: np.ndarray, scale: float) -> np.ndarray:
    """Whole blocks of pixels become one, many times quicker than a reduction to an exact size, which is left to do."""
    block = min(int(1 / scale), *pixels.shape[:2])
    if block < 2:
        return pixels
    high, wide = (side // block for side in pixels.shape[:2])
    return np.asarray(cv2.resize(pixels[: high * block, : wide * block], (wide, high), interpolation=cv2.INTER_AREA))
