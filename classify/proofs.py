"""Checks of numbers that prove themselves, or that another part of the paper repeats."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from classify.identifiers import valid_foreign, valid_registry_code, viit
from classify.mrz import Zone, read
from classify.people import same_person
from classify.situation import Situation

_EU_FORM = r"(E\s?\d{3}(\s?[A-Z]{2})?|[PFSAXHU]\s?\d{1,5}|DA\s?\d{1,3})"


def shape(pattern: str) -> Callable[[Situation], str | None]:
    """Broken where one of the words has another shape."""

    def broken(s: Situation) -> str | None:
        parts = [part for part in re.split(r"[\s,;]+", s.of(0).upper()) if part]
        return s.fields[0] if any(not re.fullmatch(pattern, part) for part in parts) else None

    return broken


def registry_code(s: Situation) -> str | None:
    return s.fields[0] if s.of(0) and not valid_registry_code(s.of(0)) else None


def no_viit(s: Situation) -> str | None:
    return s.fields[0] if s.of(0) and viit(s.of(0)) is None else None


def eu_form(s: Situation) -> str | None:
    return s.fields[0] if s.of(0) and not re.fullmatch(_EU_FORM, s.of(0).upper().strip()) else None


def foreign_code(s: Situation) -> str | None:
    """Fields: the code, then the country. A country whose codes nobody knows here says nothing."""
    return s.fields[0] if s.of(0) and s.of(1) and valid_foreign(s.of(1), s.of(0)) is False else None


def mrz(s: Situation) -> str | None:
    if not s.of(0):
        return None
    zone = read(s.of(0), s.today)
    return s.fields[0] if zone is None or zone.wrong else None


def mrz_differs(s: Situation) -> str | None:
    """Fields: the zone, document number, birth, expiry, personal code, family name, given names, sex."""
    zone = read(s.of(0), s.today)
    if zone is None:
        return None
    for place, same in enumerate(_agreement(zone, s), start=1):
        if s.of(place) and not same:
            return s.fields[place]
    return None


def _agreement(zone: Zone, s: Situation) -> list[bool]:
    return [
        _same_letters(zone.number, s.of(1)),
        _same_day(zone.birth, s.day(2)),
        _same_day(zone.expiry, s.day(3)),
        not zone.personal or zone.personal == s.of(4) or s.of(4) in zone.personal,
        same_person(zone.family, s.of(5)),
        same_person(zone.given, s.of(6)),
        not zone.sex or zone.sex == s.of(7),
    ]


def _same_letters(one: str, other: str) -> bool:
    return one == re.sub(r"\W", "", other.upper())


def _same_day(one: date | None, other: date | None) -> bool:
    return one is None or other is None or one == other
