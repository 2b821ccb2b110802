"""Stamps that lie across the form: rows of letters running up or down the page, turned level and read on their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import cv2
import numpy as np

from capture.marks import marks_in
from capture.scan import PageImage
from classify.ruling import Picture
from ocr.fieldport import FieldQuestion, FieldReader, FieldReading
from ocr.stamps import UNSURE
from ocr.text import Box, PageText

_SMALLEST, _LARGEST = 1.2, 6.5  # mm, the longer side of a letter of a stamp
_ASIDE = 1.3  # mm, how far letters of one row may stand from its middle
_GAP = 9.0  # mm between letters of one row at most
_LONG, _MANY = 18.0, 7  # mm and letters that a row has at least
_ROWS = 6  # rows looked at on a page at most, those of most letters first
_AGAIN = 2  # rows read once more at most
_TILTS = np.radians(np.arange(-12.0, 12.1, 1.5))  # no hand stamps straight
_WORD, _READ = 3, 0.8  # letters and confidence of words that are no stamp
_WIDE, _BEYOND = 6.4, 12.0  # mm: a strip around the row, and what it shows before and behind
_TIGHT = 1.2  # mm, how far a letter's middle may stand from the row's in the strip
_EDGE = 0.16  # of the row's height
_GRAIN, _INK = 0.25, 0.4  # mm: dots of a worn stamp make one letter; what is left around ink
_LEAST, _CLEAR, _FIRM = 0.02, 0.93, 0.8  # how sure a day is at all; of all that was read one day, and how sure it is
_LETTER = 1.9  # mm, as capture/ruling.py counts


@dataclass(frozen=True, slots=True)
class Row:
    """Letters in a row: its tilt from the page's upright, how far across the page, from where to where along it."""

    tilt: float
    across: float
    start: float
    end: float

    @property
    def axes(self) -> tuple[np.ndarray, np.ndarray]:
        """Across and along, as directions of the page."""
        cos, sin = np.cos(self.tilt), np.sin(self.tilt)
        return np.array((cos, sin)), np.array((-sin, cos))

    def box(self, mm: float) -> Box:
        """Around it, upright on the page."""
        across, along = self.axes
        ends = np.stack([across * self.across + along * end for end in (self.start, self.end)])
        low, high = ends.min(axis=0) - _WIDE / 2 * mm, ends.max(axis=0) + _WIDE / 2 * mm
        return Box(max(int(low[0]), 0), max(int(low[1]), 0), int(high[0]), int(high[1]))


@dataclass(frozen=True, slots=True)
class Stamped:
    """A day, ISO, as it was read off a stamp, and where the stamp lies. `clear`: nothing else can be meant."""

    value: str
    raw: str
    box: Box
    clear: bool


@dataclass(frozen=True, slots=True)
class _Told:
    row: Row
    down: bool
    reading: FieldReading

    @property
    def days(self) -> list[tuple[str, float, bool]]:
        """ISO, how sure, and whether the year is whole."""
        said = ((self.reading.text, self.reading.confidence), *self.reading.alternatives)
        return [(day.removesuffix(UNSURE), sure, not day.endswith(UNSURE)) for day, sure in said if day]


def look(page: PageText, picture: Picture, reader: FieldReader) -> Stamped | None:
    """The day that is stamped across the page, in whichever direction; None where none is read. Raises EngineError.

    A stamp lies over print. Each row is read with what else was read on the page taken out, the likeliest ones also
    with all that is there: now the one tells more, now the other.
    """
    bare = _without_words(page, picture)
    ways = [(row, down) for row in find(bare, picture.mm) for down in (True, False)]
    first = _read(picture, bare, ways, reader)
    likely = sorted(first, key=lambda each: -each.reading.confidence)[:_AGAIN]
    again = [(each.row, each.down) for each in likely if each.reading.text]
    return _settled([*first, *_read(picture, picture.writing.view(np.uint8), again, reader)], picture.mm)


def _read(picture: Picture, mask: np.ndarray, ways: Sequence[tuple[Row, bool]], reader: FieldReader) -> list[_Told]:
    """Rows with only what the mask shows, laid level one under another on a sheet of their own."""
    cut = [(row, down, _strip(picture, mask, row, down=down)) for row, down in ways]
    strips = [(row, down, pixels) for row, down, pixels in cut if pixels is not None]
    if not strips:
        return []
    apart = round(2 * picture.mm)
    wide = max(pixels.shape[1] for *_, pixels in strips) + 2 * apart
    high = sum(pixels.shape[0] + 2 * apart for *_, pixels in strips)
    sheet, top, boxes = np.full((high, wide), 255, np.uint8), 0, []
    for *_, pixels in strips:
        down, across = pixels.shape
        sheet[top + apart : top + apart + down, apart : apart + across] = pixels
        boxes.append(Box(apart // 2, top + apart // 2, across + apart + apart // 2, top + down + apart + apart // 2))
        top += down + 2 * apart
    ink = Picture(PageImage(1, sheet, 0.0), _LETTER * picture.mm)
    readings = reader.read_fields(ink, [(box, FieldQuestion("stamp")) for box in boxes])
    return [_Told(row, down, reading) for (row, down, _), reading in zip(strips, readings, strict=True)]


def _settled(told: Sequence[_Told], mm: float) -> Stamped | None:
    """The day that all readings together speak for most."""
    today = date.today().isoformat()  # noqa: DTZ011 no stamp is of tomorrow, in any zone worth a thought
    weights: dict[str, float] = defaultdict(float)
    whole: dict[str, float] = defaultdict(float)
    seen: dict[str, tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    for place, each in enumerate(told):
        for day, sure, entire in each.days:
            if day <= today:
                weights[day] += sure
                whole[day] += sure * entire
                seen[day] = max(seen[day], (sure, place))
    best = max(weights, key=weights.__getitem__, default="")
    if not best or weights[best] < _LEAST:
        return None
    sure, place = seen[best]
    clear = whole[best] >= _CLEAR * sum(weights.values()) and sure >= _FIRM
    return Stamped(best, told[place].reading.raw, told[place].row.box(mm), clear)


def _without_words(page: PageText, picture: Picture) -> np.ndarray:
    """Ink, 0 and 1, less the level words that were read well."""
    ink: np.ndarray = picture.writing.view(np.uint8).copy()
    for word in page.words:
        box = word.box
        if word.confidence >= _READ and len(word.text) >= _WORD and box.width > box.height:
            ink[box.y0 : box.y1, box.x0 : box.x1] = 0
    return ink


def find(ink: np.ndarray, mm: float) -> list[Row]:
    """Rows of letters that run up or down the page; what lies in one is in no other."""
    marks = _marks(ink, mm)
    found: list[Row] = []
    while len(found) < _ROWS and (row := _best(marks, mm)):
        found.append(row)
        across, along = _seen_along(marks, row.tilt)
        inside = (along >= row.start - 3 * mm) & (along <= row.end + 3 * mm)
        marks = marks[~((np.abs(across - row.across) < 2 * mm) & inside)]
    return found


def _marks(ink: np.ndarray, mm: float) -> np.ndarray:
    """(letters, 2): middles of marks of a letter's size."""
    reach = max(1, round(_GRAIN * mm)) | 1
    whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    outlines, nested = cv2.findContours(whole, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return np.empty((0, 2))
    # Outlines that are no hole's: a fifth of the time of counting the pixels of every mark.
    boxes = [cv2.boundingRect(each) for each, (*_, outer) in zip(outlines, nested[0], strict=True) if outer < 0]
    x, y, wide, high = np.array(boxes, float).T
    long = np.maximum(wide, high) / mm
    sized = (long >= _SMALLEST) & (long <= _LARGEST)
    middles: np.ndarray = np.stack([x + wide / 2, y + high / 2], axis=1)[sized]
    return middles


def _seen_along(marks: np.ndarray, tilt: float) -> tuple[np.ndarray, np.ndarray]:
    cos, sin = np.cos(tilt), np.sin(tilt)
    return marks[:, 0] * cos + marks[:, 1] * sin, marks[:, 1] * cos - marks[:, 0] * sin


def _best(marks: np.ndarray, mm: float) -> Row | None:
    """The row of most letters, and of as many the straightest; of a band with no more letters than it, none can be."""
    worth, best = float(_MANY - 1), None
    for tilt in _TILTS:
        across, along = _seen_along(marks, tilt)
        order = np.argsort(across)
        middles = np.unique((across / mm).round()) * mm
        first = np.searchsorted(across[order], middles - _ASIDE * mm, "left")
        last = np.searchsorted(across[order], middles + _ASIDE * mm, "right")
        for band in np.argsort(first - last, kind="stable"):
            if last[band] - first[band] <= worth:
                break
            for good, row in _rows(order[first[band] : last[band]], across, along, float(tilt), mm):
                if good > worth:
                    worth, best = good, row
    return best


def _rows(
    near: np.ndarray, across: np.ndarray, along: np.ndarray, tilt: float, mm: float
) -> Iterator[tuple[float, Row]]:
    """Where a band of letters is a row, and how good each is."""
    near = near[np.argsort(along[near])]
    for run in np.split(near, np.flatnonzero(np.diff(along[near]) > _GAP * mm) + 1):
        start, end = along[run[0]], along[run[-1]]
        if len(run) >= _MANY and end - start >= _LONG * mm:
            row = Row(tilt, float(across[run].mean()), float(start), float(end))
            yield len(run) - float(across[run].std()) / (_ASIDE * mm), row


def _strip(picture: Picture, mask: np.ndarray, row: Row, *, down: bool) -> np.ndarray | None:
    """The row laid level, `down` where it is written down the page; grey, only what the mask shows, cut to letters."""
    mm, (across, along) = picture.mm, row.axes
    long, high = int(row.end - row.start + 2 * _BEYOND * mm), int(_WIDE * mm)
    right, below = (along, -across) if down else (-along, across)
    start = along * (row.start - _BEYOND * mm) if down else along * (row.end + _BEYOND * mm)
    corner = across * row.across + start - below * (high / 2)
    turn = np.column_stack([right, below, corner])
    grey, ink = (
        cv2.warpAffine(pixels, turn, (long, high), flags=how | cv2.WARP_INVERSE_MAP, borderValue=(paper,))
        for pixels, how, paper in ((picture.grey, cv2.INTER_LINEAR, 255), (mask, cv2.INTER_NEAREST, 0))
    )
    reach = max(3, round(_INK * mm)) | 1
    near = cv2.dilate(ink, np.ones((reach, reach), np.uint8)) > 0
    return _cut(np.where(near, grey, np.uint8(np.percentile(grey, 85))), ink, mm)


def _cut(grey: np.ndarray, ink: np.ndarray, mm: float) -> np.ndarray | None:
    figures = marks_in(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)))
    x, y, wide, high = (figures[:, column].astype(float) for column in range(4))
    level = (np.abs(y + high / 2 - grey.shape[0] / 2) < _TIGHT * mm) & (high >= _SMALLEST * mm)
    letters = level & (high <= 0.85 * _LARGEST * mm)
    if letters.sum() < _WORD:
        return None
    top, bottom = np.percentile(y[letters], 15), np.percentile((y + high)[letters], 85)
    edge = _EDGE * (bottom - top)
    left, right = x[letters].min() - edge, (x + wide)[letters].max() + edge
    return grey[max(int(top - edge), 0) : int(bottom + edge) + 1, max(int(left), 0) : int(right) + 1]
