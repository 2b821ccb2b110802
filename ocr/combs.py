"""The cells of a comb: found by the walls between them, and what is written in each cut out without them."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from capture.marks import labelled
from capture.ruling import Ink
from ocr.text import Box

Sides = tuple[float, float]  # of a cell, left and right, in pixels

_WALL = 0.55  # of the tallest upright line's height: as tall is a wall
_NARROW, _WIDE = 3.0, 9.0  # mm from wall to wall
_STRAY = 0.16  # of a pitch: so far a wall may stand from its place
_MISSED = 0.3  # share of the walls that may be lost in the scan
_SPECK = 0.35  # mm: smaller is no writing
_GAP = 0.28  # of a sign's height, between signs closed up
_EMPTY = 0.7  # of a sign's height, for an empty cell between written ones


def cells(ink: Ink, zone: Box, count: int) -> list[Box]:
    """The `count` cells inside the zone, from left to right; none where no comb of so many cells is seen."""
    _, upright = ink.ruled
    part = upright[zone.y0 : zone.y1, zone.x0 : zone.x1]
    if not part.size:
        return []
    walls = _walls(part, ink.mm)
    places = np.sort(np.array([x for x, _, _ in walls]))
    sides = _even(places, count, ink.mm) or _grouped(places, count, ink.mm)
    if not sides:
        return []
    near = [(y0, y1) for x, y0, y1 in walls if sides[0][0] - ink.mm < x < sides[-1][1] + ink.mm]
    y0, y1 = (round(zone.y0 + float(np.median(ends))) for ends in zip(*near, strict=True))
    return [Box(round(zone.x0 + left), y0, round(zone.x0 + right), y1) for left, right in sides]


def _walls(part: np.ndarray, mm: float) -> list[tuple[float, int, int]]:
    """Upright lines: x of the middle, top, bottom. The frame of the field is taller than its cells and is none."""
    thick = cv2.dilate(part, np.ones((1, 3), np.uint8))
    _, stats, centres = labelled(thick)
    found = [(float(x), int(y), int(y + h)) for (_, y, _, h, _), (x, _) in zip(stats[1:], centres[1:], strict=True)]
    heights = [bottom - top for _, top, bottom in found]
    if not heights:
        return []
    usual = float(np.median(heights))
    return [line for line, high in zip(found, heights, strict=True) if _WALL * usual <= high <= usual / _WALL]


def _pitch(places: np.ndarray, mm: float) -> float:
    """Usual distance of two neighbouring walls, in pixels; 0 where no two are a cell apart."""
    apart = np.diff(places)
    apart = apart[(apart >= _NARROW * mm) & (apart <= _WIDE * mm)]
    return float(np.median(apart)) if len(apart) else 0.0


def _even(places: np.ndarray, count: int, mm: float) -> list[Sides]:
    """Cells without a gap between them: `count` + 1 walls, of which a few may be lost in the scan."""
    pitch = _pitch(places, mm)
    best: tuple[int, float, float, float] | None = None
    for first in places if pitch else ():
        numbers = np.round((places - first) / pitch)
        near = (np.abs(places - first - numbers * pitch) < _STRAY * pitch) & (numbers >= 0) & (numbers <= count)
        numbers, seen = numbers[near], places[near]
        found = len(np.unique(numbers))
        if found < max(2.0, (1 - _MISSED) * (count + 1)):
            continue
        finer, start = np.polyfit(numbers, seen, 1)
        off = float(np.abs(seen - start - finer * numbers).mean())
        scored = (found, -off, float(start), float(finer))
        best = scored if best is None else max(best, scored)
    if best is None:
        return []
    return [(best[2] + best[3] * number, best[2] + best[3] * (number + 1)) for number in range(count)]


def _grouped(places: np.ndarray, count: int, mm: float) -> list[Sides]:
    """Cells in groups with gaps between them, as account numbers have: every wall must be there."""
    pitch = _pitch(places, mm)
    cells = [
        (float(left), float(right)) for left, right in pairwise(places) if abs(right - left - pitch) < _STRAY * pitch
    ]
    return cells if len(cells) == count else []


def written(ink: Ink, comb: list[Box]) -> list[Box | None]:
    """Around what is written in each cell; None for an empty one."""
    whole = Box(comb[0].x0, comb[0].y0, comb[-1].x1, comb[-1].y1)
    part = np.ascontiguousarray(ink.writing[whole.y0 : whole.y1, whole.x0 : whole.x1])
    found: list[Box | None] = [None] * len(comb)
    if not part.size:
        return found
    _, stats, centres = labelled(part)
    speck = max(2.0, _SPECK * ink.mm)
    for (x, y, w, h, _), (middle, _) in zip(stats[1:].tolist(), centres[1:].tolist(), strict=True):
        if max(w, h) < speck:
            continue
        cell = next((n for n, box in enumerate(comb) if box.x0 <= middle + whole.x0 < box.x1), None)
        if cell is not None:
            box = Box(x + whole.x0, y + whole.y0, x + w + whole.x0, y + h + whole.y0)
            before = found[cell]
            found[cell] = box if before is None else before.union(box)
    tall = [box.height for box in found if box]
    usual = float(np.median(tall)) if tall else 0.0
    return [box if box and box.height > 0.4 * usual else None for box in found]


def bare(ink: Ink, box: Box) -> np.ndarray:
    """The grey pixels of the box with only what is written on them; (height, width) uint8."""
    reach = max(3, round(0.4 * ink.mm)) | 1
    rows, columns = slice(max(box.y0, 0), box.y1), slice(max(box.x0, 0), box.x1)
    grey, writing, rules = ink.grey[rows, columns], ink.writing[rows, columns], ink.rules[rows, columns]
    if not grey.size:
        return np.full((1, 1), 255, np.uint8)
    near = cv2.dilate(np.ascontiguousarray(writing).view(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    paper = np.uint8(np.percentile(grey, 85))
    return np.where(near & ~rules, grey, paper)


def closed_up(ink: Ink, signs: list[Box | None]) -> np.ndarray | None:
    """The signs of a comb side by side as in a word, at their own heights; None where all cells are empty."""
    filled = [box for box in signs if box]
    if not filled:
        return None
    top, bottom = min(box.y0 for box in filled), max(box.y1 for box in filled)
    high = float(np.median([box.height for box in filled]))
    pieces = [bare(ink, Box(box.x0 - 1, top, box.x1 + 1, bottom)) for box in filled]
    paper = int(np.median([int(piece.max()) for piece in pieces]))
    blank = np.full((bottom - top, max(1, round(_GAP * high))), paper, np.uint8)
    taken = [number for number, sign in enumerate(signs) if sign]
    inside = signs[taken[0] : taken[-1] + 1]
    row, left = [blank], iter(pieces)
    for sign in inside:
        row += [next(left), blank] if sign else [np.full((bottom - top, round(_EMPTY * high)), paper, np.uint8)]
    edge = max(2, round(0.18 * (bottom - top)))
    return np.pad(np.hstack(row), ((edge, edge), (0, 0)), constant_values=paper)
