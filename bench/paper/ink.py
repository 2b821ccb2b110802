"""Ink on a printed page: glyphs that do not sit straight, ticks, strokes. A font-hand, not handwriting."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from bench.paper import fonts
from bench.paper.fonts import Face

DPI = 300
MM = DPI / 25.4  # pixels of a millimetre
BLUE, BLACK, VIOLET = (24, 44, 140), (28, 28, 34), (88, 46, 146)
Point = tuple[float, float]
Extent = tuple[float, float, float, float]  # x0, y0, x1, y1 in pixels


@dataclass(frozen=True, slots=True)
class Pen:
    """What somebody writes with, and how unsteadily."""

    face: Face
    colour: tuple[int, int, int]
    jitter: float  # baseline, in mm
    turn: float  # degrees a letter may lean
    slant: float  # shear of the whole hand
    width: float  # of a drawn stroke, in mm


def choose_pen(rng: Random, style: str, sample: str) -> Pen:
    """A pen of this style ("hand", "typewriter", "print") whose font can write every letter of `sample`."""
    faces = {"hand": fonts.HANDS, "typewriter": fonts.TYPEWRITERS, "print": (fonts.PRINT[0], fonts.PRINT[3])}[style]
    able = [face for face in faces if fonts.covers(face, "".join(sorted(set(sample))))] or [fonts.PRINT[5]]
    face = rng.choice(able)
    if face.style == "hand":
        return Pen(face, rng.choice((BLUE, BLUE, BLACK)), 0.22, 2.6, rng.uniform(-0.05, 0.16), rng.uniform(0.32, 0.5))
    if face.style == "typewriter":
        return Pen(face, BLACK, 0.1, 0.4, 0.0, 0.4)
    return Pen(face, BLACK, 0.0, 0.0, 0.0, 0.4)


class Layer:
    """The ink of one pen on one page: a mask that is pressed into the paper at the end."""

    def __init__(self, size: tuple[int, int], colour: tuple[int, int, int], rng: Random) -> None:
        self.mask = Image.new("L", size, 0)
        self.colour = colour
        self.rng = rng

    def write(self, words: str, start: Point, pen: Pen, size: float) -> Extent:
        """Letters from `start` (left end of the baseline, mm), `size` in mm; returns where ink is, in pixels."""
        x, y = start[0] * MM, start[1] * MM
        font = fonts.loaded(pen.face, round(size * MM))
        extent = (x, y, x, y)
        drift = self.rng.uniform(-0.006, 0.006) if pen.turn > 1 else 0.0
        for place, letter in enumerate(words):
            if not letter.isspace():
                lift = self.rng.gauss(0, pen.jitter * 0.5) * MM + drift * place * size * MM
                extent = _union(extent, self._glyph(letter, (x, y + lift), pen, round(size * MM)), place == 0)
            loose = 1.0 + (self.rng.uniform(-0.02, 0.06) if pen.turn > 1 else 0.0)
            x += font.getlength(letter) * loose
        return extent

    def _glyph(self, letter: str, at: Point, pen: Pen, pixels: int) -> Extent:
        grown = round(pixels * (1 + (self.rng.uniform(-0.05, 0.05) if pen.turn > 1 else 0.0)))
        font = fonts.loaded(pen.face, grown)
        pad = grown // 2
        patch = Image.new("L", (grown * 2, grown * 2), 0)
        ImageDraw.Draw(patch).text((pad, pad + grown), letter, font=font, fill=255, anchor="ls")
        if pen.slant:
            patch = patch.transform(
                patch.size, Image.Transform.AFFINE, (1, pen.slant, -pen.slant * (pad + grown), 0, 1, 0),
                Image.Resampling.BICUBIC,
            )  # fmt: skip
        if pen.turn:
            lean = self.rng.gauss(0, pen.turn * 0.5)
            patch = patch.rotate(lean, Image.Resampling.BICUBIC, center=(pad + grown * 0.3, pad + grown))
        if pen.face.style == "typewriter":
            strength = self.rng.uniform(0.72, 1.0)
            patch = patch.point(lambda value: int(value * strength))
        corner = (round(at[0]) - pad, round(at[1]) - pad - grown)
        return self.press(patch, corner)

    def stroke(self, points: Sequence[Point], width: float, *, pressure: bool = False) -> Extent:
        """A smooth line through points in mm."""
        scale = 3
        pixels = [(x * MM, y * MM) for x, y in smooth(points)]
        half = max(width * MM / 2, 0.7)
        x0, y0 = (math.floor(min(axis) - 3 * half) for axis in zip(*pixels, strict=True))
        x1, y1 = (math.ceil(max(axis) + 3 * half) for axis in zip(*pixels, strict=True))
        patch = Image.new("L", ((x1 - x0) * scale, (y1 - y0) * scale), 0)
        draw = ImageDraw.Draw(patch)
        phase = self.rng.uniform(0, 6.28)
        for index, (start, end) in enumerate(pairwise(pixels)):
            thick = half * (1 + 0.35 * math.sin(phase + index / 9)) if pressure else half
            ends = [((x - x0) * scale, (y - y0) * scale) for x, y in (start, end)]
            draw.line(ends, fill=255, width=max(1, round(2 * thick * scale)))
            x, y = ends[1]
            draw.ellipse((x - thick * scale, y - thick * scale, x + thick * scale, y + thick * scale), fill=255)
        small = patch.resize((x1 - x0, y1 - y0), Image.Resampling.LANCZOS)
        return self.press(small, (x0, y0))

    def press(self, patch: Image.Image, corner: tuple[int, int]) -> Extent:
        box = patch.getbbox()
        if box is None:
            return (*corner, *corner)
        ink = patch.crop(box)
        x, y = corner[0] + box[0], corner[1] + box[1]
        area = (x, y, x + ink.width, y + ink.height)
        self.mask.paste(ImageChops.lighter(self.mask.crop(area), ink), area[:2])
        return area

    def onto(self, page: np.ndarray, strength: float = 0.94, grain: float = 0.0) -> None:
        """Presses the ink into the page, in place: ink darkens what is printed beneath, it does not hide it."""
        box = self.mask.getbbox()
        if box is None:
            return
        x0, y0, x1, y1 = box
        alpha = np.asarray(self.mask.crop(box), np.float32) / 255 * strength
        if grain:
            noise = np.random.default_rng(self.rng.randrange(2**32))
            rough = noise.normal(0, 1, ((y1 - y0) // 4 + 1, (x1 - x0) // 4 + 1)).repeat(4, 0).repeat(4, 1)
            alpha *= np.clip(1 - grain * np.abs(rough[: y1 - y0, : x1 - x0]), 0.1, 1).astype(np.float32)
        paper = page[y0:y1, x0:x1].astype(np.float32)
        ink = np.asarray(self.colour, np.float32) / 255
        page[y0:y1, x0:x1] = (paper * (1 - alpha[..., None] * (1 - ink))).astype(np.uint8)


def width_of(words: str, face: Face, size: float) -> float:
    """Written width in mm."""
    return fonts.loaded(face, round(size * MM)).getlength(words) / MM


def smooth(points: Sequence[Point], steps: int = 12) -> list[Point]:
    """Catmull-Rom curve through the points."""
    if len(points) < 3:
        return list(points)
    line = [points[0], *points, points[-1]]
    curve = []
    for a, b, c, d in zip(line, line[1:], line[2:], line[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append(tuple(_blend(t, (a[axis], b[axis], c[axis], d[axis])) for axis in (0, 1)))
    return [(x, y) for x, y in [*curve, points[-1]]]


def _blend(t: float, p: tuple[float, float, float, float]) -> float:
    return 0.5 * (
        2 * p[1] + (p[2] - p[0]) * t + (2 * p[0] - 5 * p[1] + 4 * p[2] - p[3]) * t**2
        + (3 * p[1] - p[0] - 3 * p[2] + p[3]) * t**3
    )  # fmt: skip


def _union(one: Extent, other: Extent, first: bool) -> Extent:
    if first:
        return other
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
