"""Where the value of a field stands: in the ruled box of its label, or as far as the next label."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from classify.anchors import Anchor
from classify.fold import squeeze
from classify.kind import FieldSpec
from classify.ruling import Picture, contains
from ocr.text import Box, PageText, Word

_INK = 0.01  # share of a word's box that its letters darken at least
_SPECK = 0.5  # confidence below which a lone sign beside a label is no answer, where a line below is
_LOW = 0.35  # heights of the label: a lone sign as low as this is none, however sure the reader is
_LINE = 9.0  # mm, the height of a line to write on, where no ruled box tells it


@dataclass(frozen=True, slots=True)
class Zone:
    """`ruled`: the printed box was seen. `box` is the place of the value, without the label."""

    page: int
    box: Box
    ruled: bool


def zone_of(spec: FieldSpec, anchor: Anchor, others: Sequence[Anchor], page: PageText, picture: Picture | None) -> Zone:
    """`others` are all labels of the page. A ruled box that holds another label too is no box of this field."""
    cell = picture.cell(anchor.box) if picture else None
    if cell is not None:
        strangers = [a for a in others if a.box != anchor.box and contains(cell, a.box)]
        if not strangers:
            return Zone(anchor.page, _beyond_label(cell, anchor), True)
    mm = picture.mm if picture else max(page.width / 210, 1.0)
    return Zone(anchor.page, _until_next(spec, anchor, others, page, mm), False)


def _beyond_label(cell: Box, anchor: Anchor) -> Box:
    """Below the label where the box goes on there, else to its right."""
    label = anchor.box
    if cell.y1 - label.y1 >= 1.2 * label.height:
        return Box(cell.x0, min(label.y1 + 1, cell.y1), cell.x1, cell.y1)
    return Box(min(label.x1, cell.x1), cell.y0, cell.x1, cell.y1)


def _until_next(spec: FieldSpec, anchor: Anchor, others: Sequence[Anchor], page: PageText, mm: float) -> Box:
    label = anchor.box
    rows = len(spec.options) if spec.options else spec.lines
    room = {"signature": 22.0, "stamp": 35.0}.get(spec.type, _LINE * rows + 3)
    right = min((a.box.x0 for a in others if _same_row(a.box, label) and a.box.x0 > label.x1), default=page.width)
    bottom = min(
        (a.box.y0 for a in others if a.box.y0 > label.y1 and a.box.x0 < right and a.box.x1 > label.x0),
        default=page.height,
    )
    bottom = max(min(bottom, label.y1 + round(room * mm)), label.y1 + 1)
    if spec.type in {"signature", "stamp"} and right - label.x1 > 30 * mm:  # drawn beside its label, and over the line
        return Box(label.x1 + round(mm), max(0, label.y0 - round(6 * mm)), right, bottom)
    return Box(max(0, label.x0 - round(2 * mm)), label.y0, right, bottom)


def _same_row(one: Box, other: Box) -> bool:
    return abs(one.center[1] - other.center[1]) < max(one.height, other.height)


def words_in(zone: Zone, page: PageText, taken: Collection[int], picture: Picture | None) -> list[list[Word]]:
    """Words of the zone that belong to no label, line by line. What was read into rows of dots is left out."""
    free = [word for word in page.words if contains(zone.box, word.box) and id(word) not in taken]
    return rows_of([word for word in free if picture is None or picture.share(word.box) > _INK])


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.center[1]):
        if rows and word.box.center[1] - _middle(rows[-1]) < 0.6 * max(word.box.height, rows[-1][0].box.height):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.box.x0) for row in rows]


def _middle(row: Sequence[Word]) -> float:
    return sum(word.box.center[1] for word in row) / len(row)


def beside_or_below(rows: list[list[Word]], label: Anchor, lines: int) -> list[list[Word]]:
    """Where no ruled box says where the value stands: right of the label on its line, else the next lines under it."""
    rows = [row for row in rows if not is_blank([row])]  # specks are no answer
    below = [row for row in rows if _middle(row) > label.box.y1 or _begins_under(row, label.box)]
    beside = [
        [word for word in row if word.box.x0 >= label.box.x1 - label.box.height // 2]
        for row in rows
        if _same_row(row[0].box, label.box) and not _begins_under(row, label.box)
    ]
    telling = [row for row in below if len(_said(row)) > 1]  # a speck near the answer may be read as a letter
    beside = [row for row in beside if not is_blank([row]) and not (telling and _speck(row, label.box))]
    if lines > 1:
        return beside + [row for row in below if row not in beside]
    return beside[:1] or telling[:1] or below[:1]


def _speck(row: Sequence[Word], label: Box) -> bool:
    """A lone sign that the reader itself hardly believes, or that is too low for one."""
    believed = max(word.confidence for word in row) >= _SPECK
    return len(_said(row)) == 1 and not (believed and max(word.box.height for word in row) > _LOW * label.height)


def _begins_under(row: Sequence[Word], label: Box) -> bool:
    """A line close under the label: its first words stand below the label's, the others would seem to be beside it."""
    under = any(word.box.x0 < label.x1 - label.height // 2 and word.box.x1 > label.x0 for word in row)
    return under and _middle(row) > label.center[1] + 0.3 * label.height


def is_blank(rows: Sequence[Sequence[Word]]) -> bool:
    return not any(map(_said, rows))


def _said(row: Sequence[Word]) -> str:
    return "".join(squeeze(word.text) for word in row)
