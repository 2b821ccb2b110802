"""Fields whose label was not read: their ruled box stands where the form has it, beside the boxes that were found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from classify.anchors import Anchor, find
from classify.kind import FieldSpec, Kind
from classify.ruling import Picture, contains
from ocr.text import Box, PageText

_GUESSED = 0.5  # what a label is worth that nobody read
_LABEL = 3.4  # mm, the height of a printed label inside its box
_TALLEST = 60.0  # mm, of a box that is taken for a field
Anchors = Mapping[str, Anchor]
Spot = tuple[int, float, float]  # page, x, y


def with_neighbours(
    kind: Kind, anchors: Anchors, pages: Sequence[PageText], pictures: Mapping[int, Picture]
) -> dict[str, Anchor]:
    """The anchors, and for each field without one the box it must have, where exactly there a free box is ruled."""
    found = dict(anchors)
    for section in kind.sections:
        rows = _rows([kind.field(name) for name in section.fields])
        for spec in (spec for row in rows for spec in row if spec.name not in anchors):
            spots = [*_by_options(spec, pages), *_by_place(spec, rows, found, pictures)]
            boxes = (_free_box(spot, found, pictures) for spot in spots)
            if anchor := next((anchor for anchor in boxes if anchor), None):
                found[spec.name] = anchor
    return found


def _rows(specs: Sequence[FieldSpec]) -> list[list[FieldSpec]]:
    """Fields side by side as long as their shares fit in one row, as forms are printed."""
    rows: list[list[FieldSpec]] = []
    used = 1.0
    for spec in specs:
        if rows and used + spec.width <= 1.001:
            rows[-1].append(spec)
            used += spec.width
        else:
            rows.append([spec])
            used = spec.width
    return rows


def _by_options(spec: FieldSpec, pages: Sequence[PageText]) -> Iterator[Spot]:
    """Where the options of a group were read, its box is around them."""
    if not spec.group:
        return
    for page in pages:
        for option in spec.options:
            for anchor in find(option.labels, page):
                if len(anchor.words) > 1 or len(anchor.words[0].text) > 4:
                    yield page.number, *anchor.box.center


def _by_place(
    spec: FieldSpec, rows: Sequence[Sequence[FieldSpec]], anchors: Anchors, pictures: Mapping[int, Picture]
) -> Iterator[Spot]:
    """Right or left of its neighbour in the row; under the row above, over the row below."""
    at = next(place for place, row in enumerate(rows) if spec in row)
    row = rows[at]
    place = list(row).index(spec)
    beside = [(row[place - 1], 1, 0)] if place else []
    beside += [(row[place + 1], -1, 0)] if place + 1 < len(row) else []
    beside += [(rows[at - 1][0], 0, 1)] if at and place == 0 else []
    beside += [(rows[at + 1][0], 0, -1)] if at + 1 < len(rows) and place == 0 else []
    for neighbour, right, down in beside:
        anchor = anchors.get(neighbour.name)
        picture = pictures.get(anchor.page) if anchor else None
        cell = picture.cell(anchor.box) if anchor and picture else None
        if anchor and picture and cell:
            yield anchor.page, *_step(cell, right, down, 3 * picture.mm)


def _step(cell: Box, right: int, down: int, step: float) -> tuple[float, float]:
    """A point just beyond the side of the box; up and down near its left end, sideways at half its height."""
    x = {1: cell.x1 + step, -1: cell.x0 - step, 0: cell.x0 + step}[right]
    y = {1: cell.y1 + step, -1: cell.y0 - step, 0: cell.center[1]}[down]
    return x, y


def _free_box(spot: Spot, anchors: Anchors, pictures: Mapping[int, Picture]) -> Anchor | None:
    """A label as it would stand in the ruled box around this spot; None where the box is another's, or no field's."""
    page, x, y = spot
    picture = pictures.get(page)
    cell = picture.cell(Box(int(x) - 2, int(y) - 2, int(x) + 3, int(y) + 3)) if picture else None
    if picture is None or cell is None or not 5 * picture.mm <= cell.height <= _TALLEST * picture.mm:
        return None
    if any(other.page == page and contains(cell, other.box) for other in anchors.values()):
        return None
    edge = round(0.8 * picture.mm)
    box = Box(cell.x0 + edge, cell.y0 + edge, cell.x0 + cell.width // 2, cell.y0 + edge + round(_LABEL * picture.mm))
    return Anchor(page, box, (), _GUESSED)
