"""The access restriction: until when (AvTS § 40) and the mark with its five parts (AvTS § 41(2))."""

from __future__ import annotations

import re
from datetime import date

from registry.entry_model import Entry

HOLDER = "Sotsiaalkindlustusamet"
PERSONAL = "AvTS § 35 lg 1 p 12"  # what a client's paper is restricted by, unless its series says otherwise
_BASIS = re.compile(r"AvTS § 35 lg 1 p \d{1,2}(\^\d)?(, p \d{1,2}(\^\d)?)*")
_POINT = re.compile(r"p (\d{1,2})")
_PERSONAL_POINTS = range(11, 16)
PERSONAL_YEARS, OTHER_YEARS = 75, 5


class BadBasis(ValueError):
    """This is no basis of a restriction. Write it as `AvTS § 35 lg 1 p 12`, or leave it empty for an open document."""


def until(basis: str, received: date) -> date:
    """The last day of a restriction: 75 years for personal data (§ 40(3)), five for all else (§ 40(1)).

    >>> until(PERSONAL, date(2026, 11, 22))
    datetime.date(2101, 11, 22)
    """
    if not is_basis(basis):
        raise BadBasis(basis)
    personal = any(int(point) in _PERSONAL_POINTS for point in _POINT.findall(basis))
    return _years_on(received, PERSONAL_YEARS if personal else OTHER_YEARS)


def is_basis(basis: str) -> bool:
    return _BASIS.fullmatch(basis) is not None


def mark(basis: str, made_on: date, valid_until: date) -> tuple[str, ...]:
    """The lines of the mark, as they are printed in the upper right corner."""
    return (
        "ASUTUSESISESEKS KASUTAMISEKS",
        f"Teabevaldaja: {HOLDER}",
        f"Märge tehtud: {made_on:%d.%m.%Y}",
        f"Kehtib kuni: {valid_until:%d.%m.%Y}",
        f"Alus: {basis}",
    )


def _years_on(day: date, years: int) -> date:
    """A 29th of February ends on the 28th, where its year has no other."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def restrict(entry: Entry, basis: str, day: date) -> None:
    """Puts the restriction on, or takes it off where there is no basis for one. Raises `BadBasis`."""
    ends = until(basis, day) if basis else None
    entry.ak_basis, entry.ak_from, entry.ak_until = basis, day if basis else None, ends
