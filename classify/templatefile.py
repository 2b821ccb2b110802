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

import json
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


def as_lines(words: Iterable[tuple[int, PrintedWord]]) -> list[str]:
    """Printed lines as they stand in the file, from words with the number of their line; marks alone are left out."""
    lines: dict[int, list[PrintedWord]] = {}
    for number, word in words:
        if any(letter.isalnum() or letter in "$€" for letter in word.text):
            lines.setdefault(number, []).append(word)
    return [as_line(line) for line in lines.values()]


def as_toml(
    version: str, page: int, size: tuple[float, float], lines: Sequence[str], zones: Sequence[TemplateZone]
) -> str:
    """A template as it stands at the end of a kind file."""
    written = [f"    {json.dumps(line, ensure_ascii=False)}," for line in lines]
    head = ["[[templates]]", f'version = "{version}"', f"page = {page}", f"size = [{size[0]:.1f}, {size[1]:.1f}]"]
    return "\n".join([*head, "words = [", *written, "]", *(_zone_as_toml(zone) for zone in zones)]) + "\n"


def _zone_as_toml(zone: TemplateZone) -> str:
    place = ", ".join(f"{side:.1f}" for side in zone.place)
    lines = ["", "[[templates.zones]]", f'field = "{zone.field}"', f"place = [{place}]"]
    lines += [f'option = "{zone.option}"'] * bool(zone.option) + [f'rows = "{zone.rows}"'] * bool(zone.rows)
    return "\n".join(lines)
