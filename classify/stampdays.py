"""Days printed without a label: by a rubber stamp, a till or a fax, often with the time of day behind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import Levenshtein

from classify.dates import month

_SHORT = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_YEAR = r"(?P<y>(?:19|20)\d\d)(?!\d)"
_ANY_YEAR = r"(?P<y>(?:19|20)\d\d|\d\d)(?!\d)"
_MONTH = r"(?P<m>[^\W\d_]{3,9})"
_NUMBER = r"(?<![\d.])(?P<{}>\d{{1,2}})"
_APART = r"\s?[./-]\s?"
_PLAIN = (  # ways to write a day, the likeliest to be meant first
    re.compile(rf"(?<!\d){_YEAR}{_APART}(?P<m>\d{{1,2}}){_APART}(?P<d>\d{{1,2}})(?!\d)"),
    re.compile(rf"{_NUMBER.format('d')}[\s.-]*{_MONTH}[\s.,'-]*{_ANY_YEAR}"),
    re.compile(rf"{_MONTH}[\s.]*(?P<d>\d{{1,2}})[\s,.]+{_YEAR}"),
    re.compile(rf"(?<!\d){_YEAR}[\s.-]*{_MONTH}[\s.-]*(?P<d>\d{{1,2}})(?!\d)"),
)
_DAY_FIRST, _MONTH_FIRST = (
    re.compile(rf"{_NUMBER.format(one)}{_APART}(?P<{two}>\d{{1,2}}){_APART}{_ANY_YEAR}") for one, two in ("dm", "md")
)
_SIGN = r"[\dOoQIl|SB]"
_DATER = re.compile(  # the wheels of a rubber stamp: year, month, day, and half of the day with the time
    rf"(?P<y>[12IlZ]\s?[09OoQ]\s?{_SIGN}\s?{_SIGN}|(?<!\d)\d\s?\d)\W*(?P<m>[A-Za-z0-9|]{{3}})\W*"
    rf"(?P<d>{_SIGN}\s?{_SIGN}?)(?![\dA-LN-OQ-Za-z])(?P<half>\W*[APF])?"
)
_DIGITS = str.maketrans("OoQIl|ZSB", "000111258")
_LETTERS = str.maketrans("01|58", "OIISB")
_TIME = re.compile(r"\W{0,3}(?:\d{1,2}\s?:\s?\d|[AP]\W?M?\W{0,3}\d)")
_PIVOT = 40  # a year of two digits up to this one is of this century


@dataclass(frozen=True, slots=True)
class Day:
    """`value` ISO, and where in the text it stands. `timed`: a time of day follows. `clear`: nothing was mended."""

    value: str
    start: int
    end: int
    timed: bool
    clear: bool


def days(text: str, *, month_first: bool = False) -> list[Day]:
    """Every day in the text, from left to right."""
    patterns = (*_PLAIN, _MONTH_FIRST if month_first else _DAY_FIRST)
    found: list[Day] = []
    for pattern in patterns:
        for each in pattern.finditer(text):
            one = _day(text, each, _month, clear=True)
            if one and not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def dater(text: str) -> Day | None:
    """The day in what was read of a rubber stamp, its look-alike signs mended; None where it cannot be one day."""
    return next(_stamped(text), None)


def _stamped(text: str) -> Iterator[Day]:
    for each in _DATER.finditer(text):
        one = _day(text, each, _wheel, clear=_untouched(each))
        if one:
            yield one


def _untouched(found: re.Match[str]) -> bool:
    return bool(
        re.fullmatch(r"(?:19|20)\d\d", found["y"]) and found["m"].upper() in _SHORT and found["d"].strip().isdigit()
    )


def _day(text: str, found: re.Match[str], named: Callable[[str], int | None], *, clear: bool) -> Day | None:
    number = named(found["m"])
    year, day = (int(re.sub(r"\s", "", found[part]).translate(_DIGITS)) for part in ("y", "d"))
    if number is None:
        return None
    full = year if year > 99 else year + (2000 if year <= _PIVOT else 1900)
    try:
        value = date(full, number, day).isoformat()
    except ValueError:
        return None
    timed = _TIME.match(text, found.end("d") if found.end("d") > found.end("y") else found.end("y")) is not None
    return Day(value, found.start(), found.end(), timed, clear and year > 99)


def _month(said: str) -> int | None:
    return int(said) if said.isdigit() else month(said)


def _wheel(said: str) -> int | None:
    """The month of three letters that this was, one of them misread at most, if there is only one such month."""
    letters = said.upper().translate(_LETTERS)
    if letters in _SHORT:
        return _SHORT.index(letters) + 1
    near = [place for place, name in enumerate(_SHORT, start=1) if Levenshtein.distance(name, letters) == 1]
    return near[0] if len(near) == 1 else None
