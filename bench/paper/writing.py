"""The hand that fills a blank: every value into its zone, and a note of where its ink came to lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from bench.paper import marks
from bench.paper.filling import Entry
from bench.paper.fonts import PRINT
from bench.paper.ink import MM, VIOLET, Extent, Layer, Pen, choose_pen, width_of
from bench.paper.rows import Row
from bench.paper.sheet import Place, Zone

LEAST = 0.62  # a long value is written smaller, down to this share of the usual size


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the page: which zone it is for, the zone and the ink, in pixels of the 300 dpi page."""

    field: str
    option: str
    shape: str
    page: int
    zone: Extent
    ink: Extent | None  # None: the zone stayed empty
    style: str = ""  # of a tick: cross, tick, filled, circle


class Hand:
    """One person (or machine) with one pen, over all pages of a document."""

    def __init__(self, pages: Sequence[np.ndarray], style: str, sample: str, rng: Random) -> None:
        self._rng = rng
        self._pen = choose_pen(rng, style, sample)
        by_hand = self._pen if style == "hand" else choose_pen(rng, "hand", "x")
        self._tick_pen = by_hand
        self._tick_style = rng.choice((*marks.TICKS[:3], "cross", "cross", "circle"))
        sizes = [(page.shape[1], page.shape[0]) for page in pages]
        self._text = [Layer(size, self._pen.colour, rng) for size in sizes]
        self._drawn = [Layer(size, by_hand.colour, rng) for size in sizes]
        self._stamps = [Layer(size, VIOLET, rng) for size in sizes]
        self._pages = pages
        self.rows: list[Row] = []  # what this hand has written and stamped; a signature has no letters

    def receive(self, zones: Sequence[Zone], day: str, number: str) -> Mark:
        """The office's SAABUNUD stamp, beside the official block or over the head of the first page."""
        official = [zone for zone in zones if zone.field in {"received_date", "reg_no"}]
        page = official[-1].page if official else 1
        middle = (official[-1].place.x + 38, official[-1].place.y - 16) if official else (155.0, 40.0)
        at = (middle[0] + self._rng.uniform(-8, 8), middle[1] + self._rng.uniform(-3, 2))
        ink = marks.received_stamp(self._stamps[page - 1], at, day, number)
        for words in ("SOTSIAALKINDLUSTUSAMET", "SAABUNUD", f"{day} Nr {number}".strip()):
            self.rows.append(Row(page, words, "stamp", ink))
        return Mark("", "", "received_stamp", page, ink, ink)

    def press(self) -> None:
        """All layers into the paper, pen first, stamps over it."""
        for page, text, drawn, stamp in zip(self._pages, self._text, self._drawn, self._stamps, strict=True):
            text.onto(page)
            drawn.onto(page, 0.9)
            stamp.onto(page, self._rng.uniform(0.55, 0.8), grain=0.35)

    def mark(self, zone: Zone, entries: Mapping[str, Entry], stamp: str = "") -> Mark:
        """Writes, ticks, signs or stamps what belongs into the zone. `stamp`: words around | words inside."""
        entry = entries.get(zone.field, Entry(zone.field, None))
        ink: Extent | None = None
        style = ""
        if zone.shape == "tick":
            if zone.option in entry.marked:
                style = self._tick_style if self._rng.random() < 0.85 else self._rng.choice(marks.TICKS)
                layer = self._drawn[zone.page - 1]
                ink = marks.tick(layer, zone.place, style, self._tick_pen.width, zone.reach)
        elif zone.shape == "signature":
            if entry.written:
                layer = self._drawn[zone.page - 1]
                ink = marks.signature(layer, zone.place, self._rng, self._tick_pen.width)
        elif zone.shape == "stamp":
            if entry.written:
                ink = self._stamp(zone, stamp)
        elif zone.words:
            ink = self._lines(zone, zone.words)
        elif entry.written:
            ink = self._written(zone, entry.written)
        return Mark(zone.field, zone.option, zone.shape, zone.page, _pixels(zone.place), ink, style)

    def _written(self, zone: Zone, words: str) -> Extent:
        if zone.cells:
            return self._comb(zone, words)
        if zone.shape != "heading" or self._pen.face.style == "hand":
            return self._lines(zone, words)
        start = (zone.place.x + 1.0, zone.place.y + zone.place.h * 0.73)
        bold = replace(self._pen, face=PRINT[1]) if self._pen.face.style == "print" else self._pen
        extent = self._text[zone.page - 1].write(words.upper(), start, bold, 5.0)
        self.rows.append(Row(zone.page, words.upper(), bold.face.style, extent))
        return extent

    def _stamp(self, zone: Zone, words: str) -> Extent:
        place = zone.place
        radius = min(16.0, place.w / 2, place.h / 2 + 3)
        at = (place.x + place.w / 2 + self._rng.uniform(-4, 4), place.y + place.h / 2 + self._rng.uniform(-2, 2))
        outer, _, inside = words.partition("|")
        ink = marks.round_stamp(self._stamps[zone.page - 1], at, (outer, inside), radius)
        self.rows += [Row(zone.page, part, "stamp", ink) for part in (outer, *inside.split("\n"))]
        return ink

    def _comb(self, zone: Zone, words: str) -> Extent:
        """One sign a cell, off the middle as people write."""
        size = min(self._pen.face.size, zone.cells[0].w * 0.9)
        loose = 0.55 if self._pen.face.style == "hand" else 0.15
        extents = []
        for sign, cell in zip(words, zone.cells, strict=False):
            x = cell.x + (cell.w - width_of(sign, self._pen.face, size)) / 2 + self._rng.uniform(-loose, loose)
            y = cell.y + cell.h - (cell.h - size * 0.72) / 2 + self._rng.uniform(-loose, loose) * 0.7
            if not sign.isspace():
                extents.append(self._text[zone.page - 1].write(sign, (x, y), self._pen, size))
        whole = around(extents)
        self.rows.append(Row(zone.page, words[: len(zone.cells)], "comb", whole))
        return whole

    def _lines(self, zone: Zone, words: str) -> Extent:
        pitch = zone.place.h / zone.lines
        size, rows = _fit(words, self._pen, zone, pitch)
        extents = []
        for row, line in enumerate(rows[: zone.lines]):
            x = zone.place.x + (self._rng.uniform(0.4, 3.0) if self._pen.turn > 1 else 1.0)
            x = min(x, zone.place.x + max(0.3, zone.place.w - width_of(line, self._pen.face, size)))
            y = zone.place.y + (row + 1) * pitch - pitch * 0.27 + self._rng.gauss(0, self._pen.jitter)
            if line:
                extents.append(self._text[zone.page - 1].write(line, (x, y), self._pen, size))
                self.rows.append(Row(zone.page, line, self._pen.face.style, extents[-1]))
        return around(extents)


def around(extents: Sequence[Extent]) -> Extent:
    x0, y0, x1, y1 = zip(*extents, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _fit(words: str, pen: Pen, zone: Zone, pitch: float) -> tuple[float, list[str]]:
    """The largest size at which the words fit their lines."""
    usual = min(pen.face.size, pitch * 0.74)
    size = usual
    while True:
        rows = _wrapped(words, pen, size, zone.place.w - 1.0)
        widest = max(width_of(row, pen.face, size) for row in rows)
        if (len(rows) <= zone.lines and widest <= zone.place.w - 0.5) or size < usual * LEAST:
            return size, rows if zone.lines > 1 else [" ".join(rows)]
        size *= 0.95


def _wrapped(words: str, pen: Pen, size: float, width: float) -> list[str]:
    rows: list[str] = []
    for paragraph in words.split("\n"):
        row = ""
        for word in paragraph.split():
            longer = f"{row} {word}".strip()
            if row and width_of(longer, pen.face, size) > width * 0.95:
                rows.append(row)
                row = word
            else:
                row = longer
        rows.append(row)
    return rows


def _pixels(place: Place) -> Extent:
    return place.x * MM, place.y * MM, (place.x + place.w) * MM, (place.y + place.h) * MM
