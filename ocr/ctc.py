"""From what the network saw at each step of a line to letters, words and how sure they are (CTC, greedy).

The network looks at a strip in steps of eight pixels and says for each step which letter it sees, or none. The same
letter at neighbouring steps is one letter (A. Graves et al., 2006).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SPACE = " "
_WIDE = 12  # steps, twice the height of a line


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and where it stands: the steps from `first` to `last`, both within; `confidence` is 0..1."""

    text: str
    first: int
    last: int
    confidence: float

    @property
    def middle(self) -> float:
        return (self.first + self.last + 1) / 2


@dataclass(frozen=True, slots=True)
class Seen:
    """A word: its text, its letters' first and last step, and how sure it is: the product over its letters."""

    text: str
    start: float
    end: float
    confidence: float


def letters(probabilities: np.ndarray, alphabet: Sequence[str]) -> list[Letter]:
    """The likeliest letter of each step, repeats joined, blanks left out. `probabilities` is (steps, letters)."""
    best = probabilities.argmax(1)
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    if not len(starts):
        return []
    sure = np.maximum.reduceat(probabilities.max(1), starts).tolist()
    ends = np.append(starts[1:], len(best)).tolist()
    runs = zip(best[starts].tolist(), starts.tolist(), ends, sure, strict=True)
    return [Letter(alphabet[one], start, end - 1, each) for one, start, end, each in runs if one]


def words(read: Sequence[Letter]) -> list[list[Letter]]:
    """The letters between spaces. So wide a gap is one, too, though the network never saw its like: two boxes of a
    form that lie in one line."""
    found: list[list[Letter]] = [[]]
    last = 0
    for letter in read:
        if letter.text == SPACE or letter.first - last > _WIDE:
            found.append([])
        if letter.text != SPACE:
            found[-1].append(letter)
        last = letter.last
    return [word for word in found if word]


def confidence(word: Sequence[Letter]) -> float:
    """How likely every letter is right, were they independent: a word is as wrong as its worst letters."""
    return math.prod(letter.confidence for letter in word)
