"""A page on its way through a machine: its pixels, and where every point of the print has gone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np

from bench.paper.ink import DPI, Extent

Mode = Literal["colour", "grey", "bitonal"]
Quad = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """`pixels` is (h, w, 3) RGB, uint8; `matrix` takes a pixel of the 300 dpi print to a pixel of this picture."""

    pixels: np.ndarray
    matrix: np.ndarray
    dpi: int = DPI
    mode: Mode = "colour"
    quality: int = 90  # of a JPEG
    rotation: int = 0  # clockwise, of the whole picture: what a reader has to undo

    @property
    def size(self) -> tuple[int, int]:
        return int(self.pixels.shape[1]), int(self.pixels.shape[0])

    def warped(self, matrix: np.ndarray, size: tuple[int, int], paper: int = 255) -> Picture:
        """Moved by a homography onto a new frame of (width, height)."""
        moved = cv2.warpPerspective(
            self.pixels, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(paper,) * 3
        )
        return replace(self, pixels=moved, matrix=matrix @ self.matrix)

    def scaled(self, factor: float, dpi: int) -> Picture:
        size = (round(self.size[0] * factor), round(self.size[1] * factor))
        method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        small = cv2.resize(self.pixels, size, interpolation=method)
        exact = np.diag([size[0] / self.size[0], size[1] / self.size[1], 1.0])
        return replace(self, pixels=small, matrix=exact @ self.matrix, dpi=dpi)

    def quad(self, extent: Extent) -> Quad:
        """The four corners of a rectangle of the print, clockwise from top left, as they lie here."""
        x0, y0, x1, y1 = extent
        corners = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], np.float64)
        moved = cv2.perspectiveTransform(corners, self.matrix)[0]
        return tuple((round(float(x), 1), round(float(y), 1)) for x, y in moved)

    def box(self, extent: Extent) -> list[int]:
        """The upright rectangle around it, within the picture: x0, y0, x1, y1 with x1 and y1 outside."""
        xs, ys = zip(*self.quad(extent), strict=True)
        wide, high = self.size
        x0, y0 = np.clip([min(xs), min(ys)], 0, [wide - 1, high - 1])
        x1, y1 = np.clip([max(xs), max(ys)], [x0 + 1, y0 + 1], [wide, high])
        return [int(x0), int(y0), int(np.ceil(x1)), int(np.ceil(y1))]


def fresh(pixels: np.ndarray) -> Picture:
    return Picture(pixels, np.eye(3))
