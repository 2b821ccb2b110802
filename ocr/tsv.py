"""Tesseract's table of words -> lines with boxes. The table comes out of the cage: nothing in it is believed unread."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from ocr.text import Box, Line, Word

_COLUMNS = 12  # level page block paragraph line word left top width height confidence text
_WORD_LEVEL = "5"
_MOST_WORDS = 50_000  # a densely printed A3 page has a tenth of it
_LONGEST_WORD = 200

Place = tuple[str, ...]  # block, paragraph, line


def lines(table: str, scale: float, size: tuple[int, int], engine: str) -> tuple[Line, ...]:
    """Lines in Tesseract's own order of blocks; boxes in page pixels, within `size` (width, height).

    `scale` is the factor the page was read at. Empty and negative words are rulings and noise: dropped.
    """
    grouped = groupby(_words(table, scale, size), key=itemgetter(0))
    return tuple(Line(tuple(word for _, word in words), engine) for _, words in grouped)


def _words(table: str, scale: float, size: tuple[int, int]) -> Iterator[tuple[Place, Word]]:
    for row in table.splitlines()[1 : _MOST_WORDS + 1]:
        cells = row.split("\t")
        if len(cells) == _COLUMNS and cells[0] == _WORD_LEVEL and (word := _word(cells, scale, size)):
            yield tuple(cells[2:5]), word


def _word(cells: list[str], scale: float, size: tuple[int, int]) -> Word | None:
    text = "".join(character for character in cells[11] if character.isprintable()).strip()[:_LONGEST_WORD]
    try:
        left, top, width, height = (int(cell) / scale for cell in cells[6:10])
        confidence = float(cells[10])
    except ValueError:
        return None
    box = Box(
        x0=min(max(int(left), 0), size[0]),
        y0=min(max(int(top), 0), size[1]),
        x1=min(max(round(left + width), 0), size[0]),
        y1=min(max(round(top + height), 0), size[1]),
    )
    if not text or not 0 <= confidence <= 100 or box.width <= 0 or box.height <= 0:
        return None
    return Word(text, box, confidence / 100)
