"""The templates of a kind file: read strictly, and written from the words of a blank.

    [[templates]]
    version = "1"                          # of [[versions]]
    page = 1
    size = [215.9, 279.4]                  # mm
    words = ["12.5 14.0 15.1 Form | 16.0 14.0 22.3 W-9 / 3.1"]

A line of `words` is a printed line: its words parted by ` | `, each as left, top, right and its text, and after the
last ` / ` the height of the line, in millimetres. Zones are rectangles: left, top, right, bottom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from classify.kindfile import Table
from classify.template import Place, PrintedWord, Rows, Template, TemplateZone

_LINE = "left top right word | left top right word / height, in millimetres"


def templates(table: Table) -> tuple[Template, ...]:
    return tuple(_template(entry) for entry in table.tables("templates"))


def _template(table: Table) -> Template:
    template = Template(
        version=table.text("version"),
        page=table.whole("page", 1, 200, 1),
        size=cast(tuple[float, float], table.numbers("size", 2)),
        words=tuple(word for line in table.texts("words") for word in _words(table, line)),
        zones=tuple(_zone(entry) for entry in table.tables("zones")),
    )
    table.done()
    return template


def _zone(table: Table) -> TemplateZone:
    zone = TemplateZone(
        field=table.text("field"),
        place=cast(Place, table.numbers("place", 4)),
        option=table.text("option", ""),
        rows=cast(Rows, table.one_of("rows", ("first", "rest"), "")),
    )
    table.done()
    left, top, right, bottom = zone.place
    if left >= right or top >= bottom:
        raise table.error("place", "The place has no inside.", "Write left, top, right, bottom in millimetres.")
    return zone


def _words(table: Table, line: str) -> Iterable[PrintedWord]:
    try:
        written, height = line.rsplit(" / ", 1)
        high = float(height)
        for entry in written.split(" | "):
            left, top, right, text = entry.split(" ", 3)
            yield PrintedWord(text, (float(left), float(top), float(right), float(top) + high))
    except ValueError as error:
        raise table.error("words", f"{line[:40]!r} is no printed line.", f"Write {_LINE}.") from error


def as_line(words: Sequence[PrintedWord]) -> str:
    """A printed line as it stands in the file."""
    high = max(word.place[3] - word.place[1] for word in words)
    parts = [f"{word.place[0]:.1f} {word.place[1]:.1f} {word.place[2]:.1f} {word.text}" for word in words]
    return f"{' | '.join(parts)} / {high:.1f}"
