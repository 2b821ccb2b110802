"""Two readings of one line: who is believed, and how much."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import mean

from ocr.calibration import probability
from ocr.quad import Quad, height_of, length_of
from ocr.text import Line, Word

_DOUBTFUL = 0.75  # mean chance of its words being right below which the other reader is asked about a line
_LONG, _STRANGE = 8, 0.6  # letters and chance of a single word that makes its line doubtful: often it is several
_NO_WORD = 0.12  # of 42 such lines of forms and receipts the other reader made none better, and some worse
_SAID = 0.5  # letters to each height of a line: fewer, and it is in letters the reader does not know
_HOLE = 3.0  # heights of a line: so wide a gap in it may hold words in other letters
_WORTHLESS = 0.4  # chance of a word below which it adds nothing to its line
_SPACED = "neural"
_TOGETHER = 4  # words that may have been run together
_EDGES = ".,;:!?()[]„“”\"'«»-–—"


@dataclass(frozen=True, slots=True)
class Opinion:
    """A line as its engine gave it, and with the chance that each word is right."""

    said: Line
    line: Line


def opinion(said: Line, seconded_by: Collection[str] | None = None) -> Opinion:
    """`seconded_by`: the words another engine read there, if one was asked."""
    usual = mean(word.confidence for word in said.words)

    def weighed(word: Word) -> Word:
        seconded = None if seconded_by is None else _bare(word) in seconded_by
        return replace(word, confidence=probability(word, usual, said.engine, seconded))

    return Opinion(said, replace(said, words=tuple(weighed(word) for word in said.words)))


def doubtful(line: Line) -> bool:
    long = (word for word in line.words if len(word.text) >= _LONG)
    return line.assurance < _DOUBTFUL or any(word.confidence < _STRANGE for word in long)


def doubtful_word(line: Line) -> bool:
    """Doubtful, yet likely a word in letters its reader knows: of scribbles and tick boxes nobody reads more."""
    return doubtful(line) and line.assurance >= _NO_WORD


def silent(line: Line | None, quad: Quad) -> bool:
    """The neural reader sees letters it does not know as nothing at all: far fewer come than there is room for."""
    high = height_of(quad)
    room = length_of(quad) / high
    if line is None:
        return room >= 1
    holes = any(after.box.x0 - before.box.x1 > _HOLE * high for before, after in pairwise(line.words))
    return _letters(line) < _SAID * room or holes


def settle(first: Opinion | None, second: Line | None) -> Line | None:
    """The likelier of two readings; words both have read gain, words only one has read lose.

    `second` is as its engine gave it. Where it says next to nothing it has not seen these letters: no opinion.
    """
    if second is None or not second.words:
        return first.line if first else None
    if first is None or _letters(first.said) < _letters(second) / 2:
        return opinion(second).line
    if _letters(second) < _letters(first.said) / 2:
        return first.line
    one = opinion(first.said, _shared(first.said, second)).line
    other = opinion(second, _shared(second, first.said)).line
    return one if _worth(one) >= _worth(other) else other


def _shared(said: Line, other: Line) -> set[str]:
    """What both have read. The neural reader hardly ever sees a space that is not there, Tesseract runs words together:
    so words of the one that make a word of the other are read by both, and that word is not.
    """
    known = {_bare(word) for word in other.words}
    if said.engine != _SPACED:
        return known
    bare = [_bare(word) for word in said.words]
    runs = (bare[at : at + long] for long in range(2, _TOGETHER + 1) for at in range(len(bare) - long + 1))
    return known | {word for run in runs if "".join(run) in known for word in run}


def _worth(line: Line) -> float:
    """How many letters can be believed: a short sure piece does not outweigh a long line nearly as sure."""
    return sum(len(word.text) * (word.confidence - _WORTHLESS) for word in line.words)


def _bare(word: Word) -> str:
    return word.text.strip(_EDGES)


def _letters(line: Line) -> int:
    return sum(character.isalnum() for word in line.words for character in word.text)
