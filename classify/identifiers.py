"""Numbers of firms, files and foreigners: each is right, wrong in its check digit, or of another shape altogether.

All functions take any text and never raise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from stdnum.de import idnr
from stdnum.dk import cpr
from stdnum.ee import registrikood
from stdnum.fi import hetu
from stdnum.lt import asmens
from stdnum.md import idno
from stdnum.nl import bsn
from stdnum.no import fodselsnummer
from stdnum.pl import pesel
from stdnum.ru import inn
from stdnum.se import personnummer
from stdnum.ua import rntrc

_VIIT = re.compile(
    r"(?P<function>\d+(?:\.\d+)*)\.?-(?P<series>\d+(?:\.\d+)*)/(?:(?P<year>\d{2})/)?(?P<case>\d+)(?:-(?P<seq>\d+))?"
)
_LATVIAN = (1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Viit:
    """A number of a registered document: function, series, year where it has one, case and place in the case."""

    function: str
    series: str
    year: str
    case: str
    seq: str


def viit(text: str) -> Viit | None:
    found = _VIIT.fullmatch("".join(text.split()))
    return Viit(*(found[name] or "" for name in ("function", "series", "year", "case", "seq"))) if found else None


def valid_registry_code(text: str) -> bool:
    """Eight digits of an Estonian registry, the last of which proves the others."""
    return bool(re.fullmatch(r"[1789][0-9]{7}", text)) and bool(registrikood.is_valid(text))


def valid_reference(text: str) -> bool:
    """A reference number of an Estonian payment: 2 to 20 digits, weighed 7, 3, 1 from the right."""
    if not re.fullmatch(r"[0-9]{2,20}", text):
        return False
    total = sum(int(digit) * (7, 3, 1)[place % 3] for place, digit in enumerate(reversed(text[:-1])))
    return -total % 10 == int(text[-1])


def valid_latvian(text: str) -> bool:
    """A Latvian personal code: the old one by its check digit, the new one (32...) by its shape alone."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{11}", digits):
        return False
    if digits.startswith("32"):
        return True
    total = sum(int(digit) * weight for digit, weight in zip(digits, _LATVIAN, strict=False))
    return (1101 - total) % 11 % 10 == int(digits[-1])


def valid_snils(text: str) -> bool:
    """A Russian pension insurance number: nine digits and two that prove them."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{11}", digits):
        return False
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(digits[:9]))
    return total % 101 % 100 == int(digits[9:])


_FOREIGN: dict[str, Callable[[str], bool]] = {
    "FI": hetu.is_valid, "LT": asmens.is_valid, "SE": personnummer.is_valid, "NO": fodselsnummer.is_valid,
    "DK": cpr.is_valid, "PL": pesel.is_valid, "DE": idnr.is_valid, "UA": rntrc.is_valid, "MD": idno.is_valid,
    "NL": bsn.is_valid, "LV": valid_latvian, "RU": lambda text: valid_snils(text) or bool(inn.is_valid(text)),
}  # fmt: skip


def valid_foreign(country: str, text: str) -> bool | None:
    """Whether this is a personal code of that country; None where the house does not know its codes."""
    proof = _FOREIGN.get(country.upper())
    return None if proof is None else bool(proof(text.strip()))
