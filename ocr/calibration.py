"""From what an engine says of a word to the chance that every letter of it is right.

Logistic regressions on 36 000 words of real pages, receipts and our own printed paper in all states, aligned with
their truth and grouped by page (`python -m bench.reading.calibrate` collects the words, docs/reading.md tells how).
A word leans on its line: among doubtful neighbours it is less likely right than its own letters say; numbers go wrong
more often than words, long words less often.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ocr.text import Word

_EDGE = 0.005  # keeps the logarithm finite where an engine says 0 or 1


@dataclass(frozen=True, slots=True)
class _Weights:
    """Logarithm of the odds: constant, said of the word, said of its line, per e-fold of letters, share of digits."""

    base: float
    word: float
    line: float
    letters: float
    digits: float
    seconded: float = 0.0  # the other engine read the very word


_FIRST = {
    "neural": _Weights(-0.5, 0.62, 0.40, 0.02, -1.81),
    "tesseract": _Weights(-1.33, 1.12, 0.37, 0.48, -1.58),
}
_SECOND = {
    "neural": _Weights(-0.97, 0.47, 0.27, 0.01, -0.77, 2.30),
    "tesseract": _Weights(-1.93, 0.78, 0.04, 0.25, -1.21, 4.24),
}


def probability(word: Word, line: float, engine: str, seconded: bool | None = None) -> float:
    """0..1 for a word as its engine gave it; `line` is the mean of what the engine said of its line's words.

    `seconded`: whether another engine read the very word in this line; None when none was asked. An engine without
    weights (a twin, a text layer) is believed as it is.
    """
    weights = (_FIRST if seconded is None else _SECOND).get(engine)
    if weights is None:
        return word.confidence
    digits = sum(character.isdigit() for character in word.text) / len(word.text)
    odds = weights.base + weights.word * _odds(word.confidence) + weights.line * _odds(line)
    odds += weights.letters * math.log(len(word.text)) + weights.digits * digits + weights.seconded * bool(seconded)
    return 1 / (1 + math.exp(-odds))


def _odds(said: float) -> float:
    return math.log((said + _EDGE) / (1 - said + _EDGE))
