"""Which edition of a form was printed: its number stands in small type at the top, as "(01.2021)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from classify.fold import fold
from classify.kind import Kind, Problem, Version
from classify.sentences import SENTENCES
from ocr.text import Line, PageText

_PRINTED = re.compile(r"[(\[{]?\s*(0[1-9]|1[0-2])\s*[.,]\s*((?:19|20)\d{2})\s*[)\]}]?")
_ALONE = re.compile(r"[(\[{]\s*(0[1-9]|1[0-2])\s*[.,]\s*((?:19|20)\d{2})\s*[)\]}]")
_SPOKEN = 3  # of a language's own words tell it
_HEAD = 0.15  # share of the first page in which the number stands


def printed(pages: Sequence[PageText]) -> str:
    """The number of the edition as month.year; "" where none is seen. A date of a person is not taken for it."""
    for page in pages[:1]:
        for line in page.lines:
            if line.words and line.box.y1 <= _HEAD * page.height and (found := _of(line)):
                return f"{found[1]}.{found[2]}"
    return ""


def _of(line: Line) -> re.Match[str] | None:
    return _ALONE.search(line.text) or _PRINTED.fullmatch(line.text.strip())


def version_of(kind: Kind, pages: Sequence[PageText]) -> Version | None:
    """The version of this kind whose number is printed on the first page."""
    number = printed(pages)
    return next((version for version in kind.versions if version.id == number), None) if number else None


def language_of(kind: Kind, pages: Sequence[PageText]) -> str:
    """The language in which most of the words of its labels are found; "" where none is. A bilingual form has one."""
    said = set(fold(" ".join(line.text for page in pages for line in page.lines)).split())
    found = {language: (words & said, words) for language, words in _printed(kind).items()}
    shares = {language: len(seen) / len(words) for language, (seen, words) in found.items() if len(seen) >= _SPOKEN}
    return max(shares, key=shares.__getitem__, default="")


def _printed(kind: Kind) -> dict[str, set[str]]:
    """Words of labels that tell one language from the others."""
    words: dict[str, set[str]] = {}
    for spec in kind.fields:
        for language, labels in spec.labels.items():
            words.setdefault(language, set()).update(fold(" ".join(labels)).split())
    return {
        language: {word for word in own if len(word) > 2}
        - set().union(*(words[one] for one in words if one != language))
        for language, own in words.items()
    }


def check(kind: Kind, pages: Sequence[PageText], today: date) -> list[Problem]:
    """An outdated form is accepted like any other, and said to be one; so is a form of a number nobody knows."""
    number = printed(pages)
    numbered = [version for version in kind.versions if _PRINTED.fullmatch(version.id)]
    if not number or not numbered:
        return []
    version = version_of(kind, pages)
    current = [one.id for one in numbered if one.valid_to is None or one.valid_to >= today]
    if version is None:
        return [_problem("unknown_version", number, current)]
    if version.valid_to is not None and version.valid_to < today:
        return [_problem("outdated_version", number, current, version.valid_to)]
    return []


def _problem(code: str, number: str, current: Sequence[str], ended: date | None = None) -> Problem:
    facts = {"number": number, "current": ", ".join(current) or "-", "ended": f"{ended:%d.%m.%Y}" if ended else ""}
    sentence = SENTENCES[code]
    text = {language: words.format(**facts) for language, words in sentence.text.items()}
    return Problem(code, None, sentence.severity, text)
