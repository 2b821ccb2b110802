"""Days printed without a label: by a rubber stamp, a till or a fax, often with the time of day behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from classify.dates import month

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
_TIME = re.compile(r"\W{0,3}(?:\d{1,2}\s?:\s?\d|[AP]\W?M?\W{0,3}\d)")
_PIVOT = 40  # a year of two digits up to this one is of this century


@dataclass(frozen=True, slots=True)
class Day:
    """`value` ISO, and where in the text it stands. `timed`: a time of day follows."""

    value: str
    start: int
    end: int
    timed: bool


def days(text: str, *, month_first: bool = False) -> list[Day]:
    """Every day in the text, from left to right."""
    patterns = (*_PLAIN, _MONTH_FIRST if month_first else _DAY_FIRST)
    found: list[Day] = []
    for pattern in patterns:
        for each in pattern.finditer(text):
            one = _day(text, each)
            if one and not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
    return sorted(found, key=lambda one: one.start)


def _day(text: str, found: re.Match[str]) -> Day | None:
    number = _month(found["m"])
    year, day = int(found["y"]), int(found["d"])
    if number is None:
        return None
    full = year if year > 99 else year + (2000 if year <= _PIVOT else 1900)
    try:
        value = date(full, number, day).isoformat()
    except ValueError:
        return None
    timed = _TIME.match(text, max(found.end("d"), found.end("y"))) is not None
    return Day(value, found.start(), found.end(), timed)


def _month(said: str) -> int | None:
    return int(said) if said.isdigit() else month(said)
