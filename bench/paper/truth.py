"""What is true about a sample, as JSON: values, places in the pixels of the damaged picture, faults, damages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.paper.picture import Picture
from bench.paper.printing import Sample
from bench.paper.rows import Row
from bench.paper.writing import Mark, around


def tell(sample: Sample, files: Sequence[Path]) -> dict[str, Any]:
    """`box` is the ink of a value, `zone` the printed place for it, both [x0, y0, x1, y1] in pixels of the file's page,
    `quad` the four corners of the zone. A value is in normal form; null where nothing, or two answers, stand."""
    order = sample.order
    return {
        "synthetic": True,
        "files": [path.name for path in files],
        "kind": order.kind.code,
        "version": order.kind.versions[-1].id if order.kind.versions else "",
        "seed": order.seed,
        "language": order.language,
        "style": sample.style,
        "pages": [
            {"number": number, "width": page.size[0], "height": page.size[1], "dpi": page.dpi, "mode": page.mode,
             "rotation": page.rotation}
            for number, page in enumerate(sample.pictures, start=1)
        ],
        "fields": _fields(sample),
        "ticks": [_place(sample, mark) | {"field": mark.field, "option": mark.option, "marked": mark.ink is not None,
                                          "style": mark.style}
                  for mark in sample.marks if mark.shape == "tick"],
        "stamps": [_place(sample, mark) | {"shape": mark.shape}
                   for mark in sample.marks if mark.shape in {"stamp", "received_stamp"} and mark.ink],
        "faults": [{"name": fault.name, "field": fault.field} for fault in sample.filling.faults],
        "damage": [{"name": one.name, "severity": one.severity} for one in sample.damages],
    }  # fmt: skip


def rows_in_sight(sample: Sample, page: int) -> tuple[Row, ...]:
    """All words of a page, in the order in which they were made; what the damage cut off is not there any more."""
    picture = sample.pictures[page - 1]
    return tuple(row for row in sample.rows if row.page == page and in_sight(picture, row))


def in_sight(picture: Picture, row: Row) -> bool:
    wide, high = picture.size
    return all(-1 <= x <= wide + 1 and -1 <= y <= high + 1 for x, y in picture.quad(row.extent))


def _fields(sample: Sample) -> list[dict[str, Any]]:
    """Every field of the kind once, in the order of the kind file."""
    kind = sample.order.kind
    official = {name for section in kind.sections if section.official for name in section.fields}
    told = []
    for spec in kind.fields:
        entry = sample.filling.entries[spec.name]
        marks = [mark for mark in sample.marks if mark.field == spec.name]
        value = " ".join(entry.value.split()) if entry.value else None
        field = {"name": spec.name, "type": spec.type, "value": value, "written": entry.written,
                 "marked": list(entry.marked), "official": spec.name in official}  # fmt: skip
        told.append(field | _places(sample, marks))
    return told


def _places(sample: Sample, marks: Sequence[Mark]) -> dict[str, Any]:
    if not marks:
        return {"page": None, "box": None, "zone": None, "quad": None}
    zone = around([mark.zone for mark in marks])
    inked = [mark.ink for mark in marks if mark.ink]
    picture = sample.pictures[marks[0].page - 1]
    return {
        "page": marks[0].page,
        "box": picture.box(around(inked)) if inked else None,
        "zone": picture.box(zone),
        "quad": picture.quad(zone),
    }


def _place(sample: Sample, mark: Mark) -> dict[str, Any]:
    picture = sample.pictures[mark.page - 1]
    return {
        "page": mark.page,
        "zone": picture.box(mark.zone),
        "box": picture.box(mark.ink) if mark.ink else None,
    }
