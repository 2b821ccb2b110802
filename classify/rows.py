"""Rows of a paper as a person reads them, whatever pieces an engine made of them, and words that tell them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from classify.fold import fold, presence
from ocr.text import Box, PageText, Word

_ROW = 0.5  # of a word's height, how far apart the middles of one row may lie
_LIKE = 0.8  # likeness from which a word or a label is seen
_FUZZY = 5  # letters of a word in which one may be misread


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side on the paper."""

    page: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def box(self) -> Box:
        return around(self.words)

    @property
    def letters(self) -> int:
        return sum(letter.isalpha() for letter in self.text)


def rows_of(pages: Sequence[PageText]) -> list[Row]:
    """From the top down, each from left to right: what engines read as pieces of one row is one."""
    rows: list[Row] = []
    for page in pages:
        row: list[Word] = []
        lines = sorted((line for line in page.lines if line.words), key=lambda line: line.box.center[1])
        for line in lines:
            if row and line.box.center[1] - _middle(row) > _ROW * max(min(line.box.height, around(row).height), 1):
                rows.append(_row(page.number, row))
                row = []
            row.extend(line.words)
        rows += [_row(page.number, row)] if row else []
    return rows


def _row(page: int, words: Sequence[Word]) -> Row:
    return Row(page, tuple(sorted(words, key=lambda word: word.box.x0)))


def _middle(words: Sequence[Word]) -> float:
    return sum(word.box.center[1] for word in words) / len(words)


def holds(phrases: Sequence[str], text: str) -> bool:
    return any(beside(fold(phrase), text) is not None for phrase in phrases)


def beside(phrase: str, text: str) -> str | None:
    """What stands on the row beside the phrase; None where the phrase does not stand there."""
    padded = f" {text} "
    if f" {phrase} " in padded:
        return padded.replace(f" {phrase} ", " ", 1).strip()
    if " " not in phrase and len(phrase) >= _FUZZY:
        like = next((word for word in text.split() if fuzz.ratio(word, phrase) >= 100 * _LIKE), None)
        return padded.replace(f" {like} ", " ", 1).strip() if like else None
    if len(phrase) < 8 or not presence(phrase, text, _LIKE):
        return None
    found = fuzz.partial_ratio_alignment(phrase, text)
    return f"{text[: found.dest_start]} {text[found.dest_end :]}".strip() if found else None


def words_under(row: Row, start: int, end: int) -> tuple[Word, ...]:
    """The words under this stretch of the row's text."""
    at, words = 0, []
    for word in row.words:
        if at < end and at + len(word.text) > start:
            words.append(word)
        at += len(word.text) + 1
    return tuple(words)


def sure_of(words: Sequence[Word]) -> float:
    weight = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / weight if weight else 0.0


def around(words: Sequence[Word]) -> Box:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box
