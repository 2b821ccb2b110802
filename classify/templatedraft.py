"""A template from a blank form: its words with their places, and the places of fields as far as their labels tell.

What comes out is the end of a kind file. An administrator looks it over: places may be moved, missing ones added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from capture.scan import PageImage
from classify.anchors import Anchor, in_order, locate, titles
from classify.choices import Place, box_of, boxes
from classify.kind import FieldSpec, Kind
from classify.neighbours import with_neighbours
from classify.ruling import Picture
from classify.template import PrintedWord, TemplateZone
from classify.templatefile import as_lines, as_toml
from classify.zones import zone_of
from ocr.text import Box, PageText

_INCH = 25.4
_SURE = 0.5  # confidence of a word of a clean blank from which it is worth keeping


def draft(version: str, pages: Sequence[PageText], pictures: Sequence[PageImage], kind: Kind | None = None) -> str:
    """`[[templates]]` for each page; with zones of the fields of `kind` whose labels stand on it."""
    zones = _zones(kind, pages, pictures) if kind else {}
    written = []
    for page, picture in zip(pages, pictures, strict=True):
        mm = picture.dpi / _INCH
        lines = as_lines(_words(page, mm))
        here = [TemplateZone(name, _place(box, mm), option) for name, box, option in zones.get(page.number, ())]
        written.append(as_toml(version, page.number, (page.width / mm, page.height / mm), lines, here))
    return "\n".join(written)


def _words(page: PageText, mm: float) -> Iterator[tuple[int, PrintedWord]]:
    for number, line in enumerate(page.lines):
        for word in line.words:
            if word.confidence >= _SURE:
                yield number, PrintedWord(" ".join(word.text.split()).replace("|", ""), _place(word.box, mm))


def _place(box: Box, mm: float) -> tuple[float, float, float, float]:
    return box.x0 / mm, box.y0 / mm, box.x1 / mm, box.y1 / mm


Drawn = tuple[str, Box, str]  # field, place, option


def _zones(kind: Kind, pages: Sequence[PageText], pictures: Sequence[PageImage]) -> Mapping[int, list[Drawn]]:
    looked_at = {page.number: Picture(picture) for page, picture in zip(pages, pictures, strict=True)}
    anchors = with_neighbours(kind, locate(kind, pages), pages, looked_at)
    printed = [*anchors.values(), *titles(kind, pages)]
    numbered = {page.number: page for page in pages}
    found: dict[int, list[Drawn]] = {}
    for spec in in_order(kind):
        if anchor := anchors.get(spec.name):
            others = [other for other in printed if other.page == anchor.page and other.box != anchor.box]
            drawn = _drawn(spec, anchor, others, (numbered[anchor.page], looked_at[anchor.page]))
            found.setdefault(anchor.page, []).extend(drawn)
    return found


def _drawn(spec: FieldSpec, anchor: Anchor, others: list[Anchor], sheet: tuple[PageText, Picture]) -> list[Drawn]:
    page, picture = sheet
    if spec.type == "tick":
        box = box_of(anchor, picture)
        return [(spec.name, box, "")] if box else []
    zone = zone_of(spec, anchor, others, page, picture)
    if spec.group:
        squares = boxes(spec, Place(zone, page, picture), picture)
        return [(spec.name, box, option) for option, box in squares.items()]
    return [(spec.name, zone.box, "")]
