"""The machine readable zone of an identity card (three lines of 30) or a passport (two of 44), as ICAO 9303 has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import cycle

_WEIGHTS = (7, 3, 1)
_NOISE = str.maketrans({"«": "<<", "‹": "<", "К": "K", "С": "C", "О": "O", "А": "A", "Е": "E", "Т": "T", "Р": "P"})
_TD1, _TD3 = 90, 88


@dataclass(frozen=True, slots=True)
class Zone:
    """What the zone says. `wrong` names the parts whose check digit does not agree."""

    document: str
    country: str
    number: str
    birth: date | None
    sex: str  # male, female or ""
    expiry: date | None
    personal: str
    family: str
    given: str
    wrong: tuple[str, ...]


def check_digit(text: str) -> int:
    """The digit that ICAO 9303 puts after this text."""
    return sum(_worth(letter) * weight for letter, weight in zip(text, cycle(_WEIGHTS), strict=False)) % 10


def _worth(letter: str) -> int:
    if letter in "0123456789":
        return int(letter)
    return ord(letter) - 55 if "A" <= letter <= "Z" else 0


def read(text: str, today: date) -> Zone | None:
    """The zone in this text, or None where there is none. Lost spaces and lost signs at the very end do no harm."""
    plain = "".join(text.upper().translate(_NOISE).split())
    if not re.fullmatch(r"[A-Z0-9<]+", plain):
        return None
    if plain[:1] == "P" and len(plain) == _TD3:
        return _passport(plain, today)
    if plain[:1] in {"I", "A", "C"} and 60 < len(plain) <= _TD1:
        return _card(plain.ljust(_TD1, "<"), today)
    return None


def _passport(plain: str, today: date) -> Zone:
    names, row = plain[5:44], plain[44:]
    proofs = {
        "number": (row[:9], row[9]), "birth": (row[13:19], row[19]), "expiry": (row[21:27], row[27]),
        "personal": (row[28:42], row[42]), "whole": (row[:10] + row[13:20] + row[21:43], row[43]),
    }  # fmt: skip
    return _zone(plain[:2], plain[2:5], (row[:9], row[13:19], row[20], row[21:27], row[28:42]), names, (proofs, today))


def _card(plain: str, today: date) -> Zone:
    first, second, names = plain[:30], plain[30:60], plain[60:]
    proofs = {
        "number": (first[5:14], first[14]), "birth": (second[:6], second[6]), "expiry": (second[8:14], second[14]),
        "whole": (first[5:30] + second[:7] + second[8:15] + second[18:29], second[29]),
    }  # fmt: skip
    parts = (first[5:14], second[:6], second[7], second[8:14], first[15:30])
    return _zone(first[:2], first[2:5], parts, names, (proofs, today))


_Proofs = dict[str, tuple[str, str]]


def _zone(
    document: str, country: str, parts: tuple[str, str, str, str, str], names: str, proven: tuple[_Proofs, date]
) -> Zone:
    number, birth, sex, expiry, personal = parts
    proofs, today = proven
    family, _, given = names.strip("<").partition("<<")
    return Zone(
        document=document.strip("<"),
        country=country.strip("<"),
        number=number.strip("<"),
        birth=_day(birth, today, past=True),
        sex={"M": "male", "F": "female"}.get(sex, ""),
        expiry=_day(expiry, today, past=False),
        personal=personal.strip("<"),
        family=" ".join(family.replace("<", " ").split()),
        given=" ".join(given.replace("<", " ").split()),
        wrong=tuple(name for name, (text, digit) in proofs.items() if not _agrees(text, digit)),
    )


def _agrees(text: str, digit: str) -> bool:
    if digit == "<":  # an empty part may go without
        return not text.strip("<")
    return digit in "0123456789" and check_digit(text) == int(digit)


def _day(text: str, today: date, past: bool) -> date | None:
    """YYMMDD; a birth is not in the future, an expiry not more than fifty years back."""
    if not re.fullmatch(r"[0-9]{6}", text):
        return None
    century = today.year // 100 * 100
    for year in (century + int(text[:2]), century - 100 + int(text[:2])):
        if (year <= today.year) if past else (year > today.year - 50):
            try:
                return date(year, int(text[2:4]), int(text[4:]))
            except ValueError:
                return None
    return None
