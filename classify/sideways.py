"""Stamps that lie across the form: rows of letters standing upright on the page, turned level and read on their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from capture.scan import PageImage
from classify.ruling import Picture
from classify.stampdays import Day, dater
from ocr.fieldport import FieldQuestion, FieldReader
from ocr.text import Box, PageText

_SMALLEST, _LARGEST = 1.5, 6.5  # mm, the longer side of a letter of a stamp
_ASIDE = 1.3  # mm, how far letters of one row may stand from its middle
_GAP = 8.0  # mm between letters of one row at most
_LONG, _MANY = 18.0, 7  # mm and letters that a row has at least
_ROWS = 8  # rows looked at on a page at most, the longest first
_WORD = 3  # letters of such a word at least
_READ = 0.8  # confidence of words that are no stamp
_TURNS = (cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_90_CLOCKWISE)
_EDGE = 0.5  # mm around a row


@dataclass(frozen=True, slots=True)
class Stamped:
    """A day as it was read off a stamp, and where the stamp lies on the page."""

    day: Day
    raw: str
    box: Box


def look(page: PageText, picture: Picture, reader: FieldReader) -> Stamped | None:
    """The day that is stamped across the page, in whichever direction; None where none is read. Raises EngineError."""
    boxes = strips(page, picture)
    found = [each for turn in _TURNS for each in _turned(boxes, turn, picture, reader)]
    if not found:
        return None
    best = max(found, key=lambda each: (each.day.timed, each.day.clear))
    rivals = {each.day.value for each in found if each.day.timed >= best.day.timed}
    return best if len(rivals) == 1 else replace(best, day=replace(best.day, clear=False))


def _turned(boxes: Sequence[Box], turn: int, picture: Picture, reader: FieldReader) -> Iterator[Stamped]:
    level = Picture(PageImage(1, np.ascontiguousarray(cv2.rotate(picture.grey, turn)), picture.mm * 25.4))
    high, wide = picture.grey.shape
    asked = [
        Box(box.y0, wide - box.x1, box.y1, wide - box.x0)
        if turn == cv2.ROTATE_90_COUNTERCLOCKWISE
        else Box(high - box.y1, box.x0, high - box.y0, box.x1)
        for box in boxes
    ]
    readings = reader.read_fields(level, [(box, FieldQuestion("seen")) for box in asked])
    for box, reading in zip(boxes, readings, strict=True):
        if day := dater(reading.raw):
            yield Stamped(day, reading.raw, box)


def strips(page: PageText, picture: Picture) -> list[Box]:
    """Where rows of letters stand upright, longest first."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(picture.writing.view(np.uint8), connectivity=8)
    x, y, wide, high = (stats[1:, column].astype(float) for column in range(4))
    long = np.maximum(wide, high) / picture.mm
    keep = (long >= _SMALLEST) & (long <= _LARGEST)
    across, down = x + wide / 2, y + high / 2
    for box in (word.box for word in page.words if word.confidence >= _READ and len(word.text) >= _WORD):
        keep &= ~((across >= box.x0) & (across <= box.x1) & (down >= box.y0) & (down <= box.y1))
    return list(_rows(np.stack([x, y, x + wide, y + high], axis=1)[keep], picture.mm))


def _rows(marks: np.ndarray, mm: float) -> Iterator[Box]:
    """Around the longest rows; what lies in one is in no other."""
    for _ in range(_ROWS):
        best = max(_candidates(marks, mm), key=len, default=None)
        if best is None:
            return
        low, high = best[:, :2].min(axis=0), best[:, 2:].max(axis=0)
        edge = round(_EDGE * mm)
        yield Box(int(low[0]) - edge, int(low[1]) - edge, int(high[0]) + edge, int(high[1]) + edge)
        marks = marks[~((marks[:, :2] >= low - edge).all(axis=1) & (marks[:, 2:] <= high + edge).all(axis=1))]


def _candidates(marks: np.ndarray, mm: float) -> Iterator[np.ndarray]:
    middles = (marks[:, 0] + marks[:, 2]) / 2
    for middle in np.unique((middles / mm).round() * mm):
        yield from _runs(marks[np.abs(middles - middle) <= _ASIDE * mm], mm)


def _runs(marks: np.ndarray, mm: float) -> Iterator[np.ndarray]:
    """Marks one under another without a wide gap."""
    marks = marks[np.argsort(marks[:, 1])]
    breaks = np.flatnonzero(marks[1:, 1] - np.maximum.accumulate(marks[:, 3])[:-1] > _GAP * mm) + 1
    for run in np.split(marks, breaks):
        if len(run) >= _MANY and run[:, 3].max() - run[:, 1].min() >= _LONG * mm:
            yield run
