"""Two readings of one line: who is believed, and how much."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from ocr.calibration import agreed, probability
from ocr.quad import Quad
from ocr.text import Line, Word

_DOUBTFUL = 0.75  # chance that every letter of a line is right below which the other reader is asked
_SAID = 0.5  # letters to each height of a line: fewer, and it is in letters the reader does not know
_HOLE = 3.0  # heights of a line: so wide a gap in it may hold words in other letters


def calibrated(line: Line) -> Line:
    """The same line, its words' confidence the chance that they are right."""
    words = tuple(replace(word, confidence=probability(word, line.engine)) for word in line.words)
    return replace(line, words=words)


def doubtful(line: Line) -> bool:
    return math.prod(word.confidence for word in line.words) ** (1 / max(len(line.words), 1)) < _DOUBTFUL


def silent(line: Line | None, quad: Quad) -> bool:
    """The neural reader sees letters it does not know as nothing at all: far fewer come than there is room for."""
    high = max(math.hypot(quad[6] - quad[0], quad[7] - quad[1]), 1.0)
    room = math.hypot(quad[2] - quad[0], quad[3] - quad[1]) / high
    if line is None:
        return room >= 1
    said = sum(character.isalnum() for character in line.text)
    holes = any(after.box.x0 - before.box.x1 > _HOLE * high for before, after in pairwise(line.words))
    return said < _SAID * room or holes


def settle(first: Line | None, second: Line | None) -> Line | None:
    """The likelier of two readings; where they agree both gain, where they differ the one believed loses.

    `first` is calibrated, `second` is as its engine gave it.
    """
    if second is None or not second.words:
        return first
    second = calibrated(second)
    if first is None or not first.words:
        return second
    alike = Levenshtein.normalized_similarity(_bare(first.text), _bare(second.text))
    believed = first if _worth(first) >= _worth(second) else second
    return replace(believed, words=tuple(_weighed(word, alike) for word in believed.words))


def _weighed(word: Word, alike: float) -> Word:
    return replace(word, confidence=agreed(word.confidence, alike))


def _worth(line: Line) -> float:
    """How many letters can be believed: a short sure piece does not outweigh a long line nearly as sure."""
    return sum(len(word.text) * (word.confidence - 0.4) for word in line.words)


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
