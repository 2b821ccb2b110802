"""Paper for these tests: pages of words at given places, and pictures of ruled boxes to go with them."""

from __future__ import annotations

import cv2
import numpy as np

from capture.scan import PageImage
from ocr.text import Box, Line, PageText, Word

MM = 8  # pixels a millimetre
WIDTH, HEIGHT = 210 * MM, 297 * MM
LETTER = 14  # width of a letter, in pixels


def words(text: str, x: int, y: int, confidence: float = 0.95, high: int = 22) -> tuple[Word, ...]:
    """Words of a line that begins at (x, y), in pixels."""
    found = []
    for word in text.split():
        found.append(Word(word, Box(x, y, x + LETTER * len(word), y + high), confidence))
        x += LETTER * (len(word) + 1)
    return tuple(found)


def line(text: str, x: int = 20 * MM, y: int = 20 * MM, confidence: float = 0.95) -> Line:
    return Line(words(text, x, y, confidence), "test")


def page(*lines: Line, number: int = 1) -> PageText:
    return PageText(number, WIDTH, HEIGHT, tuple(sorted(lines, key=lambda line: line.box.y0)))


def typed(text: str, number: int = 1) -> PageText:
    """A page of running lines, from the top."""
    rows = [row for row in text.strip().splitlines() if row.strip()]
    return page(*(line(row, 20 * MM, (15 + 5 * place) * MM) for place, row in enumerate(rows)), number=number)


class Sheet:
    """A form in the making: boxes, labels, squares and ink, on a picture and as words."""

    def __init__(self, number: int = 1, colour: bool = False) -> None:
        self.number = number
        shape = (HEIGHT, WIDTH, 3) if colour else (HEIGHT, WIDTH)
        self.pixels = np.full(shape, 250, np.uint8)
        self.lines: list[Line] = []

    def text(self, words_: str, x: float, y: float, confidence: float = 0.95) -> None:
        """Words, and letters' worth of ink under each, at millimetres."""
        made = line(words_, round(x * MM), round(y * MM), confidence)
        for word in made.words:
            for letter in range(len(word.text)):
                left = word.box.x0 + letter * LETTER
                cv2.rectangle(self.pixels, (left + 3, word.box.y0 + 5), (left + 8, word.box.y1 - 4), self._black, 2)
        self.lines.append(made)

    def ruled(self, x: float, y: float, wide: float, high: float) -> None:
        corners = (round(x * MM), round(y * MM)), (round((x + wide) * MM), round((y + high) * MM))
        cv2.rectangle(self.pixels, *corners, self._black, 2)

    def square(self, x: float, y: float, mark: str = "") -> None:
        """A tick box of 3.5 mm: empty, "cross", "filled" or "ring"."""
        self.ruled(x, y, 3.5, 3.5)
        x0, y0, x1, y1 = (round(value * MM) for value in (x, y, x + 3.5, y + 3.5))
        if mark == "cross":
            cv2.line(self.pixels, (x0, y0), (x1, y1), self._black, 3)
            cv2.line(self.pixels, (x0, y1), (x1, y0), self._black, 3)
        elif mark == "filled":
            cv2.rectangle(self.pixels, (x0, y0), (x1, y1), self._black, -1)
        elif mark == "ring":
            cv2.ellipse(self.pixels, ((x0 + x1) // 2, (y0 + y1) // 2), (26, 25), 0, 0, 360, self._black, 3)
        elif mark == "dot":
            cv2.circle(self.pixels, ((x0 + x1) // 2, (y0 + y1) // 2), 1, self._black, -1)

    def scrawl(self, x: float, y: float, colour: tuple[int, int, int] | None = None) -> None:
        """A signature of sorts: waves that flatten out."""
        steps = np.linspace(0, 1, 240)
        across = (x + steps * 45) * MM
        up = (y + 4 * np.sin(steps * 50) * (1 - 0.6 * steps)) * MM
        points = np.stack([across, up], axis=1).astype(np.int32)
        cv2.polylines(self.pixels, [points], False, colour or self._black, 4)

    def stamp(self, x: float, y: float, colour: tuple[int, int, int]) -> None:
        cv2.circle(self.pixels, (round(x * MM), round(y * MM)), 11 * MM, colour, 5)
        cv2.circle(self.pixels, (round(x * MM), round(y * MM)), 8 * MM, colour, 3)

    @property
    def page(self) -> PageText:
        return page(*self.lines, number=self.number)

    @property
    def picture(self) -> PageImage:
        return PageImage(self.number, self.pixels, MM * 25.4)

    @property
    def _black(self) -> int | tuple[int, int, int]:
        return (20, 20, 20) if self.pixels.ndim == 3 else 20
