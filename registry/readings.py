"""What was read on a page, as a plain dict for the database and back. Nothing is lost on the way.

Compact, because a page holds hundreds of words: a word is [text, x0, y0, x1, y1, confidence].
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ocr.text import Box, Line, PageText, Word

FORMAT = 1


class ReadingError(ValueError):
    """This reading was written by another version of the house. Read the page again."""


def as_dict(page: PageText) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "layer": page.layer,
        "lines": [{"engine": line.engine, "words": [_packed(word) for word in line.words]} for line in page.lines],
    }


def from_dict(stored: dict[str, Any]) -> PageText:
    """Raises `ReadingError` on a dict that `as_dict` did not write."""
    _known(stored)
    lines = tuple(Line(tuple(map(_unpacked, line["words"])), line["engine"]) for line in stored["lines"])
    return PageText(stored["number"], stored["width"], stored["height"], lines, stored.get("layer", ""))


def lines_of(stored: dict[str, Any]) -> Iterator[str]:
    """What was read, line by line, and not where: a search looks through many pages. May raise `ReadingError`, too."""
    _known(stored)
    return (" ".join(word[0] for word in line["words"]) for line in stored["lines"])


def _known(stored: dict[str, Any]) -> None:
    if stored.get("format") != FORMAT:
        raise ReadingError(str(stored.get("format")))


def _packed(word: Word) -> list[Any]:
    return [word.text, *word.box.as_list(), word.confidence]


def _unpacked(packed: list[Any]) -> Word:
    text, x0, y0, x1, y1, confidence = packed
    return Word(text, Box(x0, y0, x1, y1), confidence)
