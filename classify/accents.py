"""The marks over Estonian letters, looked at on the picture: engines lose them on names no dictionary knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from capture.marks import marks_in
from classify.ruling import Picture
from ocr.text import Box, Word

_MARKED = {"a": "ä", "u": "ü", "s": "š", "z": "ž", "A": "Ä", "U": "Ü", "S": "Š", "Z": "Ž"}
_DOTS = {"o": "ö", "O": "Ö", "õ": "ö", "Õ": "Ö"}  # two figures over the letter
_TILDE = {"o": "õ", "O": "Õ", "ö": "õ", "Ö": "Õ"}  # one figure, wider than high
_WIDE = 1.35  # a tilde, a caron or two dots grown together are so much wider than high
_OWN_DOT = set("ijäüšžÄÜŠŽ")  # a figure over these is theirs


@dataclass(frozen=True, slots=True)
class _Figure:
    """A connected piece of ink: its sides in the word's crop."""

    x0: int
    y0: int
    x1: int
    y1: int

    def under(self, mark: _Figure) -> bool:
        middle = (mark.x0 + mark.x1) / 2
        return self.x0 - 2 <= middle <= self.x1 + 2 and self.y0 >= mark.y1 - 2

    def aside(self, letter: _Figure) -> float:
        """How far a mark stands from the middle of a letter."""
        return abs(self.x0 + self.x1 - letter.x0 - letter.x1)


def marked(word: Word, picture: Picture) -> str:
    """The word with the marks that stand on the picture; as it was read, where letters and ink do not correspond."""
    if not any(letter in _MARKED or letter in _DOTS or letter in _TILDE for letter in word.text):
        return word.text
    letters, marks = _figures(word, picture)
    if len(letters) != len(word.text):
        return word.text
    owners = [min((letter for letter in letters if letter.under(mark)), key=mark.aside) for mark in marks]
    return "".join(
        _with_mark(sign, [mark for mark, owner in zip(marks, owners, strict=True) if owner is letter])
        for sign, letter in zip(word.text, letters, strict=True)
    )


def _with_mark(sign: str, over: list[_Figure]) -> str:
    if not over or sign in _OWN_DOT:
        return sign
    if len(over) == 1:
        wide = over[0].x1 - over[0].x0 >= _WIDE * (over[0].y1 - over[0].y0)  # else the dot of an i beside it
        return (_TILDE | _MARKED).get(sign, sign) if wide else sign
    return (_DOTS | _MARKED).get(sign, sign) if len(over) == 2 else sign


def _figures(word: Word, picture: Picture) -> tuple[list[_Figure], list[_Figure]]:
    """Letters from left to right, and what floats above them."""
    box = word.box
    raised = Box(box.x0, max(0, box.y0 - round(0.35 * box.height)), box.x1, box.y1)
    ink = np.ascontiguousarray(picture.part(picture.writing, raised))
    if not ink.size:
        return [], []
    least = (0.14 * picture.mm) ** 2
    figures = [_Figure(x, y, x + w, y + h) for x, y, w, h, area in marks_in(ink).tolist() if area > least]
    middle = box.y0 - raised.y0 + 0.5 * box.height
    letters = sorted((figure for figure in figures if figure.y1 > middle), key=lambda figure: figure.x0)
    floating = [figure for figure in figures if figure.y1 <= middle]
    largest = 0.45 * box.height
    return letters, [f for f in floating if f.y1 - f.y0 < largest and any(letter.under(f) for letter in letters)]
