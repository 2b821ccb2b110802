"""Tick boxes: the squares of a group, which option each belongs to, and whether somebody marked it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from classify.ruling import Mask, Picture
from ocr.text import Box

_SIDE = (2.6, 5.6)  # mm, of a printed square
_REACH = 8.0  # mm left of its label in which a square stands
_EDGES = 0.74  # darkness of a square's sides from which it is one
_DARKEST_SIDE = (_EDGES - 0.4) / 0.6 - 0.01  # the palest side of such a square, its others being wholly dark
_EMPTY, _MARKED = 0.03, 0.08  # share of ink inside
_PEEL, _LINE = 0.45, 0.7  # mm that a printed line may reach further in, and the share of ink that tells it
_FINE = 6.0  # pixels a millimetre for the search


@dataclass(frozen=True, slots=True)
class Tick:
    """`ink` is the share of the inside that is written on; `marked` None: too close to say."""

    box: Box
    ink: float
    marked: bool | None


def tick(square: Box, picture: Picture) -> Tick:
    """Whether this square is marked: crossed, ticked or filled inside, or ringed with its label."""
    ink = _inside(square, picture)
    if ink >= _MARKED:
        return Tick(square, ink, True)
    if _ringed(square, picture):
        return Tick(square, _MARKED, True)
    return Tick(square, ink, False if ink <= _EMPTY else None)


def assign(squares: Sequence[Box], labels: Mapping[str, Box | None], mm: float) -> dict[str, Box]:
    """Option -> its square: the next to the left of its label; those whose label was not read, by their order."""
    found: dict[str, Box] = {}
    free = list(squares)
    for value, label in labels.items():
        near = [square for square in free if label is not None and _beside(square, label, mm)]
        if near:
            found[value] = max(near, key=lambda square: square.x0)
            free.remove(found[value])
    if len(found) < len(labels):
        alike = [square for square in squares if _as_large(square, list(found.values()) or list(squares))]
        found |= _by_order(alike, list(labels), found, mm)
    return found


def squares_in(zone: Box, picture: Picture) -> list[Box]:
    """Printed squares in the zone, by rows and from left to right."""
    mm = picture.mm
    ink = picture.part(picture.ink, zone)
    if not ink.size or min(ink.shape) < _SIDE[0] * mm:
        return []
    scale = min(1.0, _FINE / mm)
    small = cv2.resize(ink.astype(np.float32), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = []
    for x, y, side in _squares((small > 0.3).astype(np.float32), mm * scale):
        left, top = max(zone.x0, 0) + x / scale, max(zone.y0, 0) + y / scale
        rough = Box(round(left), round(top), round(left + side / scale), round(top + side / scale))
        found.append(_to_the_line(rough, picture))
    return sorted(found, key=lambda box: (box.y0, box.x0))


def _to_the_line(rough: Box, picture: Picture) -> Box:
    """The outer edge of the printed lines, to the pixel: the search is coarser than a line is thick."""
    reach, quarter = round(0.45 * picture.mm), rough.width // 4
    rows, columns = slice(rough.y0 + quarter, rough.y1 - quarter), slice(rough.x0 + quarter, rough.x1 - quarter)
    level = picture.ink[rows, max(rough.x0 - reach, 0) : rough.x1 + reach].mean(axis=0) > 0.55
    upright = picture.ink[max(rough.y0 - reach, 0) : rough.y1 + reach, columns].mean(axis=1) > 0.55
    x, y = np.flatnonzero(level), np.flatnonzero(upright)
    if not x.size or not y.size:
        return rough
    left, top = max(rough.x0 - reach, 0), max(rough.y0 - reach, 0)
    return Box(left + int(x[0]), top + int(y[0]), left + int(x[-1]) + 1, top + int(y[-1]) + 1)


def _beside(square: Box, label: Box, mm: float) -> bool:
    gap = label.x0 - square.x1
    return -1.5 * mm <= gap <= _REACH * mm and abs(square.center[1] - label.center[1]) < 2.6 * mm


def _as_large(square: Box, others: Sequence[Box]) -> bool:
    usual = float(np.median([other.width for other in others]))
    return abs(square.width - usual) <= 0.25 * usual


def _by_order(squares: Sequence[Box], values: Sequence[str], known: Mapping[str, Box], mm: float) -> dict[str, Box]:
    """Row by row or column by column, whichever agrees with the options already known."""
    if len(squares) != len(values):
        return {}
    rows = [box for row in _bands(squares, 1, 2 * mm) for box in sorted(row, key=lambda box: box.x0)]
    columns = [box for column in _bands(squares, 0, 3 * mm) for box in sorted(column, key=lambda box: box.y0)]
    for order in (columns, rows):
        if all(order[values.index(value)] == box for value, box in known.items()):
            return dict(zip(values, order, strict=True))
    return {}


def _bands(squares: Sequence[Box], axis: int, step: float) -> list[list[Box]]:
    """Squares that stand at the same height (axis 1) or under each other (axis 0)."""
    bands: list[list[Box]] = []
    for box in sorted(squares, key=lambda box: box.center[axis]):
        if bands and box.center[axis] - bands[-1][-1].center[axis] < step:
            bands[-1].append(box)
        else:
            bands.append([box])
    return bands


def _squares(ink: np.ndarray, mm: float) -> list[tuple[int, int, int]]:
    """x, y, side of the squares, none overlapping a darker one."""
    edges = _Edges.of(ink)
    candidates = [found for side in _sides(ink, mm) for found in edges.squares(side)]
    kept: list[tuple[float, int, int, int]] = []
    for score, x, y, side in sorted(candidates, reverse=True):
        if all(max(abs(x - k[1]), abs(y - k[2])) > 0.9 * max(side, k[3]) for k in kept):
            kept.append((score, x, y, side))
    return [(x, y, side) for _, x, y, side in kept]


def _sides(ink: np.ndarray, mm: float) -> range:
    return range(round(_SIDE[0] * mm), min(round(_SIDE[1] * mm) + 1, *ink.shape))


@dataclass(frozen=True, slots=True)
class _Edges:
    """How much ink stands left of each place in its row, and above it in its column, the print leaning by a pixel."""

    across: np.ndarray  # (height, width + 1)
    down: np.ndarray  # (height + 1, width)

    @staticmethod
    def of(ink: np.ndarray) -> _Edges:
        rows = cv2.dilate(ink, np.ones((3, 1), np.uint8))
        columns = cv2.dilate(ink, np.ones((1, 3), np.uint8))
        across = np.pad(np.cumsum(rows, axis=1), ((0, 0), (1, 0)))
        return _Edges(across, np.pad(np.cumsum(columns, axis=0), ((1, 0), (0, 0))))

    def squares(self, side: int) -> list[tuple[float, int, int, int]]:
        """Score, x, y and side of squares of this side: all four edges dark, the corners closed."""
        height, width = len(self.across), self.down.shape[1]
        horizontal = (self.across[:, side + 1 :] - self.across[:, : -side - 1]) / (side + 1)
        vertical = (self.down[side + 1 :, :] - self.down[: -side - 1, :]) / (side + 1)
        four = horizontal[: height - side], horizontal[side:], vertical[:, : width - side], vertical[:, side:]
        least = np.minimum(np.minimum(four[0], four[1]), np.minimum(four[2], four[3]))
        places = np.nonzero(least > _DARKEST_SIDE)
        sides = np.stack([each[places] for each in four])
        score = least[places] * 0.6 + sides.mean(axis=0) * 0.4
        good = score >= _EDGES
        found = zip(score[good], places[1][good], places[0][good], strict=True)
        return [(float(dark), int(x), int(y), side) for dark, x, y in found]


def _inside(square: Box, picture: Picture) -> float:
    """The share of ink within the square, clear of its own lines: those that reach further in are peeled off."""
    edge = max(2, round(0.6 * picture.mm))
    inner = Box(square.x0 + edge, square.y0 + edge, square.x1 - edge + 1, square.y1 - edge + 1)
    ink = picture.part(picture.ink, inner)
    most = round(_PEEL * picture.mm)
    for _ in range(4):  # each side once
        lines = 0
        while ink.size and lines < min(most, len(ink) // 4) and ink[lines].mean() >= _LINE:
            lines += 1
        ink = np.rot90(ink[lines:])
    return float(ink.mean()) if ink.size else 0.0


def _ringed(square: Box, picture: Picture) -> bool:
    """A line drawn round the square, or round it and its label.

    It turns left of the square, within 2 mm, and runs along its upper or its lower edge: outside, on it or just inside.
    """
    mm, side = picture.mm, square.width
    off, edge = round(0.35 * mm), round(0.3 * mm)
    turn = Box(square.x0 - round(2.1 * mm), square.y0, square.x0 - off, square.y1)
    if picture.part(picture.writing, turn).any(axis=1).sum() < 0.3 * side:
        return False
    along = slice(square.x0 + side // 3, square.x1)
    above = (square.y0 - round(1.9 * mm), square.y0 - edge), (square.y0 + edge, square.y0 + side // 3)
    below = (square.y1 - side // 3, square.y1 - edge), (square.y1 + edge, square.y1 + round(1.9 * mm))
    return any(_crossed(picture.writing, along, rows) for rows in (above, below))


def _crossed(ink: Mask, along: slice, rows: Sequence[tuple[int, int]]) -> bool:
    """Most columns meet ink in one of the bands of rows."""
    met = [ink[max(top, 0) : max(bottom, 0), along].any(axis=0) for top, bottom in rows]
    return bool(np.logical_or.reduce(met).mean() >= 0.6) if met[0].size else False
