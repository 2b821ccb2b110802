"""Dates as people write them in Estonian, Russian and English, to ISO 8601."""

from __future__ import annotations

import re
from datetime import date

from rapidfuzz import fuzz, process

from classify.codes import Parsed
from classify.fold import fold

_MONTHS = (
    ("jaanuar", "jaan", "january", "jan", "январь", "января", "янв"),
    ("veebruar", "veebr", "february", "feb", "февраль", "февраля", "фев"),
    ("märts", "march", "mar", "март", "марта"),
    ("aprill", "apr", "april", "апрель", "апреля", "апр"),
    ("mai", "may", "май", "мая"),
    ("juuni", "june", "jun", "июнь", "июня"),
    ("juuli", "july", "jul", "июль", "июля"),
    ("august", "aug", "август", "августа", "авг"),
    ("september", "sept", "sep", "сентябрь", "сентября", "сент"),
    ("oktoober", "okt", "october", "oct", "октябрь", "октября", "окт"),
    ("november", "nov", "ноябрь", "ноября", "нояб"),
    ("detsember", "dets", "december", "dec", "декабрь", "декабря", "дек"),
)
_STEMS = {"oktoobri": 10, "septembri": 9, "novembri": 11, "detsembri": 12}  # the genitive that drops a vowel
_ROMAN = {
    r: n for n, r in enumerate(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], start=1)
}
_ENDINGS = ("il", "l", "i", "is", "s", "st", "ist", "ni", "ini", "")
_WORDS = {fold(word): number for number, words in enumerate(_MONTHS, start=1) for word in words} | _STEMS
_DIGIT = str.maketrans("OoОоIl!SsBZz", "000011155822")
_WALLS = str.maketrans("|[]", "   ")  # of printed cells
_YEAR = r"(\d{4}|\d{2})(?!\d)"
_NUMERIC = re.compile(rf"(?<!\d)(\d{{1,2}})\s*[.,/:\-]\s*(\d{{1,2}})\s*[.,/:\-]\s*{_YEAR}")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_WORDED = re.compile(rf"(?<!\d)(\d{{1,2}})\s*(?:-?го\b)?[.,/»”\"-]?\s*([^\W\d_]{{1,12}})[.,/-]?\s*{_YEAR}")
_LOST_DOT = re.compile(r"(?<!\d)(?:(\d{1,2})\s*[.,/]\s*(\d{1,2})(\d{4})|(\d{1,2}?)(\d{1,2})\s*[.,/]\s*(\d{4}))(?!\d)")
_PIVOT = 40  # a year of two digits up to this one is of this century


def day(text: str, *, month_first: bool = False) -> Parsed:
    """The first date in the text; `month_first`: 10/02/2017 is the second of October.

    Doubtful: `short_year`, `repaired`; no value: `no_such_day`, `shape`, `empty`.
    """
    if not text.strip():
        return Parsed(None, "empty")
    text = text.translate(_WALLS)
    for candidate in (text, _mended(text)):
        found = _iso(candidate) or _numeric(candidate, month_first) or _worded(candidate)
        if found is not None:
            return found
    if month_first:
        return Parsed(None, "shape")  # without its signs nobody knows which number is the month
    return _cells(text) or _lost_dot(_mended(text)) or Parsed(None, "shape")


def _mended(text: str) -> str:
    """Letters among digits taken as digits, words left alone."""
    return re.sub(r"\S+", lambda m: m[0].translate(_DIGIT) if re.search(r"\d", m[0]) else m[0], text)


def _iso(text: str) -> Parsed | None:
    found = _ISO.search(text)
    return _built(*found.groups()) if found else None


def _numeric(text: str, month_first: bool) -> Parsed | None:
    found = _NUMERIC.search(text) or _NUMERIC.search(re.sub(r"(?<=\d)\s+(?=\d)", "", text))
    if found is None:
        return None
    number, name = (found[2], found[1]) if month_first else (found[1], found[2])
    return _built(found[3], name, number)


def _worded(text: str) -> Parsed | None:
    for found in _WORDED.finditer(text):
        if number := month(found[2]):
            return _built(found[3], str(number), found[1])
    return None


def month(word: str) -> int | None:
    """The month this word names, inflected or slightly misread."""
    if number := _ROMAN.get(word.upper().replace("1", "I").replace("L", "I")):
        return number
    plain = fold(word)
    for ending in _ENDINGS:
        stem = plain.removesuffix(ending) if ending else plain
        if stem in _WORDS:
            return _WORDS[stem]
    near = process.extractOne(plain, [w for w in _WORDS if len(w) > 4], scorer=fuzz.ratio, score_cutoff=80)
    return _WORDS[near[0]] if near and len(plain) > 4 else None


def _cells(text: str) -> Parsed | None:
    """Eight digits in cells, day first."""
    digits = "".join(letter for letter in text.translate(_DIGIT) if letter in "0123456789")
    if len(digits) != 8 or re.search(r"[^\W\d_]{3,}", text):
        return None
    return _built(digits[4:], digits[2:4], digits[:2])


def _lost_dot(text: str) -> Parsed | None:
    """One of the two dots was not read: 15.11958. Doubtful: `repaired`."""
    found = _LOST_DOT.search(text)
    if found is None:
        return None
    value = _built(found[3], found[2], found[1]) if found[1] else _built(found[6], found[5], found[4])
    return Parsed(value.value, "repaired") if value.value else None


def _built(year: str, month: str, number: str) -> Parsed:
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) <= _PIVOT else 1900)
    try:
        value = date(full, int(month), int(number)).isoformat()
    except ValueError:
        return Parsed(None, "no_such_day")
    if not 1800 <= full <= 2200:
        return Parsed(None, "no_such_day")
    return Parsed(value, "short_year" if len(year) == 2 else "")
