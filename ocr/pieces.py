"""Pieces of lines, the grains of reading order: neighbouring words with no room for a river between them; and rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ocr.text import Line, Word

_APART = 0.6  # heights of a word; a gap wider than this may be a river
_LEVEL = 0.5  # share of the lower one's height that two pieces of a row have in common
_ASIDE = 0.3  # share of the narrower one's width that two pieces of a row may have in common


@dataclass(frozen=True, slots=True)
class Piece:
    """`home` is the given line it comes from; `top` and `bottom` leave out a sixth: boxes of neighbours overlap."""

    words: tuple[Word, ...]
    home: int
    engine: str
    x0: int
    x1: int
    y0: int
    y1: int
    top: float
    bottom: float

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def letters(self) -> int:
        return sum(len(word.text) for word in self.words)


Pieces = list[Piece]


def pieces_of(lines: Sequence[Line]) -> Pieces:
    """Lines parted wherever a river may run, from the top; the order of `lines` makes no difference."""
    told = sorted((line for line in lines if line.words), key=_whole)
    return sorted((piece for home, line in enumerate(told) for piece in _parted(line, home)), key=top_left)


def top_left(piece: Piece) -> tuple[int, int, int]:
    return piece.y0, piece.x0, piece.home


def rows_of(pieces: Sequence[Piece]) -> list[Pieces]:
    """Pieces that stand level and beside each other, rows from the top, each from left to right."""
    rows: list[Pieces] = []
    for piece in sorted(pieces, key=lambda piece: (piece.middle, piece.x0, piece.home)):
        for row in reversed(rows[-4:]):
            if _belongs(piece, row):
                row.append(piece)
                break
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: (piece.x0, piece.y0, piece.home))
    return rows


def _belongs(piece: Piece, row: Pieces) -> bool:
    """Level with its nearest neighbour: a long row may hang a little."""
    nearest = min(row, key=lambda other: max(other.x0 - piece.x1, piece.x0 - other.x1))
    down = min(piece.y1, nearest.y1) - max(piece.y0, nearest.y0)
    across = min(piece.x1, nearest.x1) - max(piece.x0, nearest.x0)
    return down >= _LEVEL * min(piece.height, nearest.height) and across <= _ASIDE * min(piece.width, nearest.width)


def _whole(line: Line) -> tuple[object, ...]:
    first = line.words[0].box
    told = [(*word.box.as_list(), word.text, word.confidence) for word in line.words]
    return first.y0, first.x0, told, line.engine


def _parted(line: Line, home: int) -> Iterator[Piece]:
    gap = _APART * median(word.box.height for word in line.words)
    start = 0
    for end in range(1, len(line.words) + 1):
        if end == len(line.words) or line.words[end].box.x0 - line.words[end - 1].box.x1 > gap:
            yield _piece(line.words[start:end], home, line.engine)
            start = end


def _piece(words: tuple[Word, ...], home: int, engine: str) -> Piece:
    boxes = [word.box for word in words]
    left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    top, bottom = min(box.y0 for box in boxes), max(box.y1 for box in boxes)
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    edge = (bottom - top) / 6
    return Piece(words, home, engine, left, right, top, bottom, top + edge, bottom - edge)
