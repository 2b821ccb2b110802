"""The mistakes of a kind file in three languages: those who write kinds need not know English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from classify.kind import Lang
from classify.kindfile import KindFileError

_FILE = Path(__file__).with_suffix(".toml")
_PLACES: dict[Lang, int] = {"et": 0, "ru": 1}
_LINES: dict[Lang, str] = {"et": "{file}, rida {line}: {what} {remedy}", "ru": "{file}, строка {line}: {what} {remedy}"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong on the line, and what to do about it."""

    what: str
    remedy: str


def said(error: KindFileError, language: Lang) -> Mistake:
    """In this language; in English where nobody has translated it yet."""
    return Mistake(_in("what", error.what, language), _in("remedy", error.remedy, language))


def sentence(error: KindFileError, language: Lang) -> str:
    """The whole of it, with file and line."""
    if language not in _LINES:
        return str(error)
    told = said(error, language)
    return _LINES[language].format(file=error.file.name, line=error.line, what=told.what, remedy=told.remedy)


def _in(section: str, english: str, language: Lang) -> str:
    if language not in _PLACES:
        return english
    for pattern, words in _known()[section].items():
        if found := re.fullmatch(pattern, english, re.DOTALL):
            parts = (_in("meant", part, language) if section == "remedy" else part for part in found.groups())
            return words[_PLACES[language]].format(*parts)
    return english


@cache
def _known() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
