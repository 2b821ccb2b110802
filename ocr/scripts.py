"""Latin and Cyrillic letters that look alike: an engine reading both takes one for the other; the company tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ocr.text import Line, Word

_LATIN = "ABCEHKMOPTXYaceopxyk"
_CYRILLIC = "АВСЕНКМОРТХУасеорхук"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_ALIKE = frozenset(_LATIN + _CYRILLIC)
# Small Cyrillic letters are small capitals: a lone Latin "H" within a word of small letters was one of them.
_SMALL = str.maketrans("ВНКМТ", "внкмт")
_SEVERAL, _SURE = 3, 0.9  # letters and chance of a word that is what it looks like

_CYRILLIC_LANGUAGES = frozenset({"rus", "ukr", "bel", "bul", "srp", "mkd"})


def by_script(languages: str) -> tuple[str, ...]:
    """Languages that may stand in one line: "est+rus+eng" -> "est+eng", "rus+eng": firms have Latin names."""
    wanted = languages.split("+")
    cyrillic = [each for each in wanted if each in _CYRILLIC_LANGUAGES]
    latin = [each for each in wanted if each not in _CYRILLIC_LANGUAGES]
    if not cyrillic or not latin:
        return (languages,)
    return "+".join(latin), "+".join([*cyrillic, *(each for each in latin if each == "eng")])


def settled(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Each word in one script: its own unmistakable letters decide, else those of its line, else it stays."""
    return tuple(_line(line) for line in lines)


def may_hide_cyrillic(line: Line) -> bool:
    """Who reads Latin letters alone leaves out what it does not know: of a Cyrillic word the look-alikes stay, not too
    sure."""
    return any(word.confidence < _SURE and _masked(word.text) for word in line.words)


def _masked(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= _SEVERAL and _all_alike(text)


def _line(line: Line) -> Line:
    company = sum(_leaning(word.text) for word in line.words)
    small = 0.85 * median(word.box.height for word in line.words)
    return replace(line, words=tuple(_word(word, company, small) for word in line.words))


def _word(word: Word, company: int, small: float) -> Word:
    leaning = _leaning(word.text) or (company if _all_alike(word.text) else 0)
    if leaning < 0:
        return replace(word, text=word.text.translate(_TO_LATIN))
    coded = any(letter.isdigit() for letter in word.text)  # numbers of passports and accounts are Latin in any company
    return replace(word, text=_cyrillic(word, small)) if leaning > 0 and not coded else word


def _cyrillic(word: Word, small: float) -> str:
    text = word.text.translate(_TO_CYRILLIC)
    if text == word.text or text.isupper():
        return text
    first = text[0].translate(_SMALL) if word.box.height < small else text[0]
    return first + text[1:].translate(_SMALL)


def _leaning(text: str) -> int:
    """Unmistakably Cyrillic letters less unmistakably Latin ones."""
    return sum(_script(letter) for letter in text if letter not in _ALIKE)


def _script(letter: str) -> int:
    if "\N{CYRILLIC CAPITAL LETTER IE WITH GRAVE}" <= letter <= "\N{CYRILLIC SMALL LETTER DZHE}":
        return 1
    return -1 if letter.isalpha() and letter < "\N{GREEK CAPITAL LETTER HETA}" else 0


def _all_alike(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and all(letter in _ALIKE for letter in letters)
