"""Tesseract's table of words -> lines with boxes. The table comes out of the cage: nothing in it is believed unread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import cv2
import numpy as np

from ocr.quad import box_of
from ocr.text import Box, Line, Word

_COLUMNS = 9  # picture block line x0 y0 x1 y1 confidence text
_MOST_WORDS = 50_000  # a densely printed A3 page has a tenth of it
_LONGEST_WORD = 200
_LONGEST_NUMBER = 12  # characters; longer ones are nonsense, and slow to read


@dataclass(frozen=True, slots=True)
class View:
    """A picture that was read: its size in pixels, and the 3 x 3 matrix that takes its pixels to those of the page."""

    width: int
    height: int
    to_page: np.ndarray


@dataclass(frozen=True, slots=True)
class _Row:
    picture: int
    place: tuple[str, str]  # block, line
    corners: tuple[float, ...]  # x0, y0, x1, y1 in pixels of the picture
    confidence: float
    text: str


def lines(table: str, views: Sequence[View], size: tuple[int, int], engine: str) -> Iterator[tuple[int, Line]]:
    """(number of the picture, line) in Tesseract's own order; boxes in page pixels, within `size` (width, height).

    Empty and negative words are rulings and noise: dropped, as is a row that is not what it should be.
    """
    for picture, rows in groupby(_rows(table, len(views)), key=lambda row: row.picture):
        told = list(rows)
        boxes = _boxes(told, views[picture], size)
        for _, line in groupby(zip(told, boxes, strict=True), key=lambda each: each[0].place):
            words = tuple(Word(row.text, box, row.confidence / 100) for row, box in line if box)
            if words:
                yield picture, Line(words, engine)


def _rows(table: str, pictures: int) -> Iterator[_Row]:
    for told in table.split("\n", _MOST_WORDS)[:_MOST_WORDS]:
        cells = told.split("\t")
        if len(cells) != _COLUMNS or max(map(len, cells[:8])) > _LONGEST_NUMBER:
            continue
        try:
            row = _Row(
                picture=int(cells[0]),
                place=(cells[1], cells[2]),
                corners=tuple(map(float, cells[3:7])),
                confidence=float(cells[7]),
                text="".join(each for each in cells[8] if each.isprintable()).strip()[:_LONGEST_WORD],
            )
        except ValueError:
            continue
        if row.text and 0 <= row.picture < pictures and 0 <= row.confidence <= 100:
            yield row


def _boxes(rows: Sequence[_Row], view: View, size: tuple[int, int]) -> list[Box | None]:
    """Where each word lies on the page; None for what has no place on its picture."""
    corners = np.array([row.corners for row in rows], np.float64)
    placed = np.asarray(np.isfinite(corners).all(axis=1))
    x0, y0, x1, y1 = np.clip(np.where(placed[:, None], corners, 0).T, 0, [[view.width], [view.height]] * 2)
    placed &= (x1 > x0) & (y1 > y0)
    quads = np.stack((x0, y0, x1, y0, x1, y1, x0, y1), axis=1).reshape(1, -1, 2)
    on_page = cv2.perspectiveTransform(quads, view.to_page).reshape(-1, 8).round(3)
    boxes = (box_of(tuple(quad), *size) for quad in on_page.tolist())
    return [
        box if there and box.width > 0 and box.height > 0 else None for there, box in zip(placed, boxes, strict=True)
    ]
