"""From what an engine says of a word to the chance that every letter of it is right (bench/reading/calibrate)."""

from __future__ import annotations

from ocr.text import Word


def probability(word: Word, engine: str) -> float:
    """0..1. `engine` as in Line.engine."""
    return word.confidence


def agreed(chance: float, alike: float) -> float:
    """The chance after a second opinion whose letters are alike to the share `alike`."""
    return chance + (1 - chance) * 0.8 if alike == 1 else chance * (0.7 + 0.3 * alike)
