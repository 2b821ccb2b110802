"""Values found by their shape alone, where no label led to them: a code with a check digit anywhere on the page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from classify.kind import Field, FieldSpec, FieldType, Kind
from classify.parse import parse
from ocr.text import Line, PageText, Word

_SHAPES: dict[FieldType, re.Pattern[str]] = {
    "isikukood": re.compile(r"[1-8OIl]\s?[\dOIlSB](?:\s?[\dOIlSB]){9}"),
    "iban": re.compile(r"[A-ZА-Я€]{2}\s?\d{2}(?:\s?[\dA-Z]{2,4}){3,8}"),
    "email": re.compile(r"\S+\s?[@©®]\s?\S+\.\S+"),
}
_FOUND_LOOSE = 0.7
_FURNITURE = ("sotsiaalkindlustusamet.ee",)  # printed on every form of the office


def search(kind: Kind, fields: Sequence[Field], pages: Sequence[PageText], placed: Collection[str]) -> list[Field]:
    """Fills a field whose place was not found, when exactly one value of its shape is left on the pages."""
    found = list(fields)
    official = {name for section in kind.sections if section.official for name in section.fields}
    for shape in _SHAPES:
        empty = [
            place
            for place, field in enumerate(found)
            if (spec := kind.field(field.name)).type == shape and field.value is None
            and spec.name not in placed and spec.name not in official
        ]  # fmt: skip
        known = {field.value for field in found if field.value}
        values = {value.value: value for value in _values(shape, pages) if value.value not in known}
        if len(empty) == 1 and len(values) == 1:
            found[empty[0]] = _named(kind.field(found[empty[0]].name), next(iter(values.values())))
    return found


def _named(spec: FieldSpec, value: Field) -> Field:
    return Field(spec.name, value.value, value.raw, value.confidence, value.page, value.box, value.state)


def _values(shape: FieldType, pages: Sequence[PageText]) -> Iterator[Field]:
    for page in pages:
        for line in page.lines:
            for found in _SHAPES[shape].finditer(line.text):
                parsed = parse(shape, found[0])
                if parsed.value and not parsed.reason and not any(mark in parsed.value for mark in _FURNITURE):
                    words = _words(line, found.start(), found.end())
                    box = words[0].box
                    for word in words[1:]:
                        box = box.union(word.box)
                    yield Field(shape, parsed.value, found[0], _FOUND_LOOSE, page.number, box, "found")


def _words(line: Line, start: int, end: int) -> list[Word]:
    """The words under this stretch of the line's text."""
    at, words = 0, []
    for word in line.words:
        if at < end and at + len(word.text) > start:
            words.append(word)
        at += len(word.text) + 1
    return words
