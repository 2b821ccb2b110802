"""Codes that carry their own proof: the personal code and the account number, read through an engine's slips."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from stdnum.ee import ik

from ocr.proofs import valid_iban, valid_isikukood

__all__ = ["Parsed", "birth_of", "digits_of", "iban", "is_male", "isikukood", "valid_iban", "valid_isikukood"]

_CYRILLIC = str.maketrans("АВЕКМНОРСТУХІЅЈ", "ABEKMHOPCTYXISJ")
# The digit a letter is misread from. Case matters: b is a 6, B is an 8.
_LOOKS_LIKE = {
    "0": "OoQDCUОо", "1": "Il|!iíL", "2": "Zz", "3": "Зз", "4": "AА", "5": "Ss$", "6": "bGб", "7": "T?", "8": "B&",
    "9": "gq",
}  # fmt: skip
_DIGITS = str.maketrans({letter: digit for digit, letters in _LOOKS_LIKE.items() for letter in letters})
_CONFUSED = {
    "0": "68",
    "1": "74",
    "2": "7",
    "3": "89",
    "4": "19",
    "5": "6",
    "6": "580",
    "7": "12",
    "8": "3690",
    "9": "4",
}
_RULES = "|[]_"  # what is left of printed cells


@dataclass(frozen=True, slots=True)
class Parsed:
    """`value` in normal form, None where there is none. `reason` says why it is doubtful: a stable code, or empty."""

    value: str | None
    reason: str = ""


def birth_of(code: str) -> date | None:
    """The date of birth inside a valid personal code."""
    return date.fromisoformat(str(ik.get_birth_date(code))) if valid_isikukood(code) else None


def is_male(code: str) -> bool | None:
    return int(code[0]) % 2 == 1 if valid_isikukood(code) else None


def digits_of(text: str) -> str:
    """The digits of the text, letters that look like digits taken as such, the rest left out."""
    return "".join(letter for letter in text.translate(_DIGITS) if letter in "0123456789")


def isikukood(text: str, *, mend: bool = True) -> Parsed:
    """An Estonian personal code. Doubtful: `repaired` (only when asked to mend), `checksum`, `length`."""
    for separated in (_without(text, _RULES), text):
        digits = digits_of(separated)
        if valid_isikukood(digits):
            return Parsed(digits)
    digits = digits_of(_without(text, _RULES))
    if not digits:
        return Parsed(None, "empty")
    candidates = _repairs(digits, 11) if mend else ()
    repaired = {code for code in candidates if valid_isikukood(code) and code[0] in "3456"}
    if len(repaired) == 1:
        return Parsed(repaired.pop(), "repaired")
    if len(digits) != 11:
        return Parsed(None, "length")
    return Parsed(digits, "checksum")


def iban(text: str, *, mend: bool = True) -> Parsed:
    """An account number without spaces. Doubtful: `repaired`, `checksum`, `length`; `shape` where there is none."""
    squeezed = re.sub(r"[^A-Z0-9]", "", _without(text.upper().translate(_CYRILLIC), _RULES))
    foreign = bool(re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", squeezed, re.ASCII)) and squeezed[:2] != "EE"
    if foreign and valid_iban(squeezed):
        return Parsed(squeezed)
    digits = _estonian_digits(_without(text.translate(_CYRILLIC), _RULES))
    if digits is not None:
        return _estonian(digits, mend)
    if foreign:
        return Parsed(squeezed, "checksum")
    return Parsed(None, "shape" if squeezed else "empty")


def _estonian_digits(text: str) -> str | None:
    """What follows EE, as digits. The engine reads an E as F, € or 3 at times, but only there it is forgiven."""
    plain = "".join(text.split())
    start = re.match(r"[EeF€3£][EeF€3£]", plain) or re.search(r"EE", plain)
    digits = digits_of(plain[start.end() if start else 0 :])
    if start is None:
        return digits if valid_iban("EE" + digits) else None
    return digits if len(digits) >= 12 else None


def _estonian(digits: str, mend: bool) -> Parsed:
    if valid_iban("EE" + digits):
        return Parsed("EE" + digits)
    candidates = _repairs(digits, 18) if mend else ()
    repaired = {"EE" + code for code in candidates if valid_iban("EE" + code)}
    if len(repaired) == 1:
        return Parsed(repaired.pop(), "repaired")
    return Parsed("EE" + digits, "checksum") if len(digits) == 18 else Parsed(None, "length")


def _repairs(digits: str, length: int) -> Iterator[str]:
    """Codes one misread digit away; or, where cell lines were read as ones, with those left out."""
    surplus = len(digits) - length
    if surplus == 0:
        for place, digit in enumerate(digits):
            for other in _CONFUSED[digit]:
                yield digits[:place] + other + digits[place + 1 :]
    ones = [place for place, digit in enumerate(digits) if digit == "1"]
    if 0 < surplus <= 3 and len(ones) <= 8:
        for left_out in combinations(ones, surplus):
            yield "".join(digit for place, digit in enumerate(digits) if place not in left_out)


def _without(text: str, letters: str) -> str:
    return text.translate(dict.fromkeys(map(ord, letters)))
