"""Is a line that was read right? The place of the line in the truth is found first, then every character must agree.

It is right where it stands in the text of the page word for word, in one piece or in the pieces of cells side by side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bench.reading.score import folded

_ENOUGH = 8  # letters in a row that stand in a page's text by no accident
_PARTS = re.compile(r"(?<=\d[.,:/-])(?=\d)")  # of dates and sums, which a reader may take for lines of their own


@dataclass(frozen=True, slots=True)
class Finding:
    """`right`: every character, spaces too. `letters`: spaces aside. `words`: each word of the line.
    `likeness`: 0..1, how like the best place in the truth is; below one half the truth knows nothing of the line."""

    right: bool
    letters: bool
    words: tuple[bool, ...]
    likeness: float


def in_text(line: str, page: str, *, case: bool = True) -> Finding:
    """`line` against the whole text of its page."""
    said, true = _cased(line, case), _cased(page, case)
    if not said:
        return Finding(False, False, _each(line, []), 0.0)
    found = fuzz.partial_ratio_alignment(said, true)
    if found is None:
        return Finding(False, False, _each(line, [], case=case), 0.0)
    start = true.rfind(" ", 0, found.dest_start + 1) + 1
    end = true.find(" ", max(found.dest_end - 1, 0))
    near = true[start : end if end >= 0 else len(true)]
    right = f" {said} " in f" {true} " or _in_pieces(said, true) or f" {said} " in f" {_PARTS.sub(' ', true)} "
    likeness = 1.0 if right else Levenshtein.normalized_similarity(said, near)
    bare, around = _unspaced(said), _unspaced(near)
    letters = right or bare == around or (len(bare) >= _ENOUGH and bare in _unspaced(true))
    right = right or (letters and not any(sign.isalpha() for sign in said))  # digits may stand in groups, or in cells
    words = (True,) * len(line.split()) if right else _each(line, near.split(), case=case)
    return Finding(right, letters, words, likeness)


def _in_pieces(said: str, true: str) -> bool:
    """A line read across columns or cells stands in the truth in up to four pieces, none of a single letter."""
    pieces = [""]
    for word in said.split():
        longer = f"{pieces[-1]} {word}".strip()
        if f" {longer} " in f" {true} ":
            pieces[-1] = longer
        else:
            pieces.append(word)
    known = all(len(piece) > 1 and f" {piece} " in f" {true} " for piece in pieces)
    return known and len(pieces) <= 4


def _each(line: str, near: Sequence[str], *, case: bool = True) -> tuple[bool, ...]:
    """For each word of the line as read: does it stand in its place?"""
    said = [_cased(word, case) for word in line.split()]
    kept = [word for word in said if word]
    right = [False] * len(kept)
    for step in Levenshtein.opcodes(kept, list(near)):
        if step.tag == "equal":
            right[step.src_start : step.src_end] = [True] * (step.src_end - step.src_start)
    verdicts = iter(right)
    return tuple(next(verdicts) if word else True for word in said)  # a bullet alone is no mistake


def _cased(text: str, case: bool) -> str:
    return folded(text) if case else folded(text).lower()


def _unspaced(text: str) -> str:
    return text.replace(" ", "")
