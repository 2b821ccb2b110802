"""Values that stand where no label leads: stamped across the page, anywhere on it, or at its top."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classify.fold import fold, presence
from classify.forms import normal
from classify.kind import Field, FieldSpec
from classify.parse import parse
from classify.stampdays import days
from ocr.text import Box, Line, PageText, Word

_LABELLED = 0.8  # from here a label of the field is seen on a line
_AMOUNT = re.compile(r"(?<![\d.,/:-])-?\d{1,3}(?:[ ,]?\d{3})*[.,]\d{2}(?![\d.,/:%])")
_BESIDE = 1.0  # heights of a line: amounts that far above or below the label may be its own
_ALONE = {"label": 0.95, "timed": 0.85, "bare": 0.6}  # what the place of a value is worth
_ROOM = 36  # letters of a line beside the label: a day, a time, a number
_CLEAR = 0.55  # confidence of a line that was read and not guessed
_LETTERS = 4  # of a line that says something


@dataclass(frozen=True, slots=True)
class _Found:
    """A value and how well its place is known, 0..1."""

    value: str
    raw: str
    page: int
    words: tuple[Word, ...]
    place: float


def read(spec: FieldSpec, pages: Sequence[PageText]) -> Field:
    """The likeliest value of a field that has a `source`; `missing` where there is none."""
    if spec.source == "top":
        found = list(_top(spec, pages))
    elif spec.type == "money":
        found = list(_amounts(spec, pages))
    else:
        found = list(_days(spec, pages))
    if not found:
        return Field(spec.name, None, "", 0.2, None, None, "missing")
    best = max(found, key=lambda one: one.place * (0.5 + 0.5 * _sure(one.words)))
    rivals = {one.value for one in found if one.place >= best.place and one.value != best.value}
    sure = best.place * _sure(best.words) * (0.6 if rivals else 1.0)
    state = "doubtful" if rivals or sure < 0.3 else "found"
    return Field(spec.name, best.value, best.raw, round(sure, 3), best.page, _around(best.words), state)  # type: ignore[arg-type]


def _days(spec: FieldSpec, pages: Sequence[PageText]) -> Iterator[_Found]:
    """A stamp is told from other days by its words or its time of day; without them a day is no stamp's."""
    for page in pages:
        for line in page.lines:
            for one in days(line.text, month_first=spec.form == "month_first"):
                how = "label" if _labelled(spec, line) else "timed" if one.timed else "bare"
                if how != "bare" or spec.source == "anywhere":
                    words = _words(line, one.start, one.end)
                    yield _Found(one.value, line.text[one.start : one.end], page.number, words, _ALONE[how])


def _amounts(spec: FieldSpec, pages: Sequence[PageText]) -> Iterator[_Found]:
    """Amounts on the line of a label or beside it; a label that stands earlier in the kind file goes before."""
    labels = [fold(label) for labels in spec.labels.values() for label in labels]
    for page in pages:
        rows = [(line, fold(line.text)) for line in page.lines]
        for line, text in rows:
            ranks = [place for place, label in enumerate(labels) if presence(label, text, _LABELLED)]
            for amount in _beside(line, page) if ranks else ():
                worth = 0.95 - 0.02 * min(ranks[0], 20) + 0.1 * line.box.y0 / max(page.height, 1)
                yield _Found(amount.value, amount.raw, page.number, amount.words, min(worth, 1.0))


def _beside(label: Line, page: PageText) -> list[_Found]:
    """The amounts on this row of the page, the last of them only: earlier ones are prices and counts."""
    found = []
    for line in page.lines:
        if abs(line.box.center[1] - label.box.center[1]) < 0.6 * _BESIDE * max(label.box.height, 1):
            for each in _AMOUNT.finditer(line.text):
                told = parse("money", each[0])
                if told.value:
                    words = _words(line, each.start(), each.end())
                    found.append(_Found(told.value, each[0], page.number, words, 0.0))
    return [max(found, key=lambda one: one.words[0].box.x0)] if found else []


def _top(spec: FieldSpec, pages: Sequence[PageText]) -> Iterator[_Found]:
    """The first line of the paper that says something; after it as many as the field has."""
    telling = [line for line in pages[0].lines if sum(letter.isalpha() for letter in line.text) >= _LETTERS]
    clear = [line for line in telling if _sure(line.words) >= _CLEAR] or telling  # a logo is read as anything
    telling = sorted(clear, key=lambda line: line.box.y0)[: spec.lines]
    raw = " ".join(line.text for line in telling)
    value = normal(spec, raw).value
    if value:
        yield _Found(value, raw, pages[0].number, tuple(word for line in telling for word in line.words), 0.8)


def _labelled(spec: FieldSpec, line: Line) -> bool:
    """A label of the field and little else stand on the line: a sentence that mentions the word is none."""
    text = fold(line.text)
    phrases = {fold(label) for labels in spec.labels.values() for label in labels}
    return any(len(text) <= len(phrase) + _ROOM and presence(phrase, text, _LABELLED) for phrase in phrases)


def _words(line: Line, start: int, end: int) -> tuple[Word, ...]:
    """The words under this stretch of the line's text."""
    at, words = 0, []
    for word in line.words:
        if at < end and at + len(word.text) > start:
            words.append(word)
        at += len(word.text) + 1
    return tuple(words)


def _sure(words: Sequence[Word]) -> float:
    weight = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / weight if weight else 0.0


def _around(words: Sequence[Word]) -> Box:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box
