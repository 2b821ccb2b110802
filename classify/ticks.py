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
_EMPTY, _MARKED = 0.03, 0.08  # share of ink inside
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
    left = [value for value in labels if value not in found]
    if left and len(squares) == len(labels):
        found |= _by_order(squares, list(labels), found)
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
        found.append(Box(round(left), round(top), round(left + side / scale), round(top + side / scale)))
    return sorted(found, key=lambda box: (round(box.y0 / (3 * mm)), box.x0))


def _beside(square: Box, label: Box, mm: float) -> bool:
    gap = label.x0 - square.x1
    return -1.5 * mm <= gap <= _REACH * mm and abs(square.center[1] - label.center[1]) < 2.6 * mm


def _by_order(squares: Sequence[Box], values: Sequence[str], known: Mapping[str, Box]) -> dict[str, Box]:
    """Row by row or column by column, whichever agrees with the options already known."""
    orders = (list(squares), sorted(squares, key=lambda box: (round(box.x0 / (2 * box.width)), box.y0)))
    for order in orders:
        if all(order[values.index(value)] == box for value, box in known.items()):
            return dict(zip(values, order, strict=True))
    return {}


def _squares(ink: np.ndarray, mm: float) -> list[tuple[int, int, int]]:
    """x, y, side of the squares, none overlapping another, all of about the size of the best one."""
    candidates = [found for side in _sides(ink, mm) for found in _of_side(ink, side)]
    kept: list[tuple[float, int, int, int]] = []
    for score, x, y, side in sorted(candidates, reverse=True):
        usual = kept[0][3] if kept else side
        apart = all(max(abs(x - k[1]), abs(y - k[2])) > 0.9 * max(side, k[3]) for k in kept)
        if apart and abs(side - usual) <= max(1, 0.25 * usual):
            kept.append((score, x, y, side))
    return [(x, y, side) for _, x, y, side in kept]


def _sides(ink: np.ndarray, mm: float) -> range:
    return range(round(_SIDE[0] * mm), min(round(_SIDE[1] * mm) + 1, *ink.shape))


def _of_side(ink: np.ndarray, side: int) -> list[tuple[float, int, int, int]]:
    """Squares of this side: all four edges dark, the print leaning by a pixel at most, the corners closed."""
    height, width = ink.shape
    rows = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    columns = cv2.dilate(ink, np.ones((1, 3), np.uint8))
    across = np.pad(np.cumsum(rows, axis=1), ((0, 0), (1, 0)))
    down = np.pad(np.cumsum(columns, axis=0), ((1, 0), (0, 0)))
    horizontal = (across[:, side + 1 :] - across[:, : -side - 1]) / (side + 1)
    vertical = (down[side + 1 :, :] - down[: -side - 1, :]) / (side + 1)
    sides = np.stack([horizontal[: height - side], horizontal[side:], vertical[:, : width - side], vertical[:, side:]])
    score = sides.min(axis=0) * 0.6 + sides.mean(axis=0) * 0.4
    places = np.argwhere(score >= _EDGES)
    return [(float(score[y, x]), int(x), int(y), side) for y, x in places]


def _inside(square: Box, picture: Picture) -> float:
    """The share of ink within the square, clear of its own lines."""
    edge = max(2, round(0.6 * picture.mm))
    inner = Box(square.x0 + edge, square.y0 + edge, square.x1 - edge + 1, square.y1 - edge + 1)
    return picture.share(inner, picture.ink)


def _ringed(square: Box, picture: Picture) -> bool:
    """A line drawn round the square, or round it and its label: ink left of it, above and below.

    The strips lie between the square and its neighbours in the form (0.4 to 1.9 mm off).
    """
    mm = picture.mm
    near, far, third = round(0.4 * mm), round(1.9 * mm), square.width // 3
    left = Box(square.x0 - far, square.y0 + third, square.x0 - near, square.y1 - third)
    above = Box(square.x0 + third, square.y0 - far, square.x1, square.y0 - near)
    below = Box(square.x0 + third, square.y1 + near, square.x1, square.y1 + far)
    return all(
        _crossed(picture.part(picture.writing, strip), axis) for strip, axis in ((left, 1), (above, 0), (below, 0))
    )


def _crossed(strip: Mask, axis: int) -> bool:
    """A line runs along the strip: nearly every cut across it meets ink."""
    return bool(strip.size) and float(strip.any(axis=axis).mean()) >= 0.8
