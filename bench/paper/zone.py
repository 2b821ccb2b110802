"""The machine readable zone that is printed on the back of an invented identity card, with its check digits."""

from __future__ import annotations

from datetime import date

from bench.paper.people import Person
from classify.mrz import check_digit
from classify.people import folded


def card(person: Person, number: str, expiry: date) -> str:
    """Three lines of 30 signs, parted by spaces; the empty signs at the very end are left out."""
    first = f"I<EST{_proven(number.ljust(9, '<'))}{person.personal_code.ljust(15, '<')}"
    birth, until = _proven(f"{person.birth_date:%y%m%d}"), _proven(f"{expiry:%y%m%d}")
    second = f"{birth}{'M' if person.sex == 'M' else 'F'}{until}EST{'<' * 11}"
    whole = first[5:30] + second[:7] + second[8:15] + second[18:29]
    names = f"{_signs(person.family_name)}<<{_signs(person.given_names)}"
    return f"{first} {second}{check_digit(whole)} {names[:30]}".rstrip("<")


def _proven(text: str) -> str:
    return f"{text}{check_digit(text)}"


def _signs(name: str) -> str:
    return folded(name).upper().replace(" ", "<")
