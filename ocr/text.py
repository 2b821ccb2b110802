"""The values that leave this room: words and lines with boxes, in the pixels of the page as shown."""

from __future__ import annotations

import math
from dataclasses import dataclass

_LEAST, _BENT, _EDGE = -0.74, 1.3, 0.005  # fitted to 3 500 lines, tried on sets left out: bench/reading


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the cleaned page, origin top left; x1 and y1 lie outside."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    @property
    def center(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def union(self, other: Box) -> Box:
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def as_list(self) -> list[int]:
        return [self.x0, self.y0, self.x1, self.y1]


@dataclass(frozen=True, slots=True)
class Word:
    """`confidence` is 0..1: what the engine says, or, once calibrated, the chance that every letter is right."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words from left to right; `engine` names who read them."""

    words: tuple[Word, ...]
    engine: str

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        boxes = [word.box for word in self.words]
        left, top = min(box.x0 for box in boxes), min(box.y0 for box in boxes)
        return Box(left, top, max(box.x1 for box in boxes), max(box.y1 for box in boxes))

    @property
    def confidence(self) -> float:
        """The chance that every letter of the line is right. Its least sure word decides: words of a line go wrong
        together, and the others tell nothing more.
        """
        least = min(word.confidence for word in self.words)
        odds = _LEAST + _BENT * math.log((least + _EDGE) / (1 - least + _EDGE))
        return 1 / (1 + math.exp(-odds))

    @property
    def assurance(self) -> float:
        """The mean over characters, so that a long word counts for more than a comma."""
        weight = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / weight if weight else 0.0


@dataclass(frozen=True, slots=True)
class PageText:
    """What stands on a page, lines in reading order. `layer` tells what became of a PDF page's own text, if it had any
    (a code of ocr/textlayer.py): words nobody read off the picture must be known as such. `sample`: only a few lines
    were read, for the page seems to lie upside down or on its side."""

    number: int
    width: int
    height: int
    lines: tuple[Line, ...]
    layer: str = ""
    sample: bool = False

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in self.lines for word in line.words)
