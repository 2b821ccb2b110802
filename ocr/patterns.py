"""What may stand in a field: signs, the letters an engine takes for them, and the texts that can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from ocr import stamps
from ocr.constrained import Alternative, Automaton, Slot
from ocr.fieldport import FieldQuestion
from ocr.proofs import valid_iban, valid_isikukood

DIGITS = "0123456789"
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÕÄÖÜŠŽÁÅÆÇÉÍÑÓØÚĀĄĆČĒĖĘĢĪĮĶĻŁŃŅŚŪŲŹŻ"
_SMALL = "abcdefghijklmnopqrstuvwxyzõäöüšžáåæçéíñóøúāąćčēėęģīįķļłńņśūųźż"
_PRINTABLE = "".join(map(chr, range(32, 127))) + _CAPITALS[26:] + _SMALL[26:] + "ß§€№–„“”"
_NOTHING = dict.fromkeys(" .,-–—_[](){}'’‘`:;/\\*·•=~\"“”^<>", "")
_LIKE_DIGITS = {
    letter: digit
    for digit, letters in {
        "0": "OoQDÓØ", "1": "Il|!iíÍ", "2": "Zz", "4": "A", "5": "Ss$§", "6": "bG", "7": "T?", "8": "B&", "9": "gq",
    }.items()
    for letter in letters
}  # fmt: skip
_DOTS = dict.fromkeys(",/-–—:·•", ".")
_MONTHS = (
    "jaanuar", "veebruar", "märts", "aprill", "mai", "juuni", "juuli", "august", "september", "oktoober", "november",
    "detsember",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an answer. `fold`: letter of the engine -> sign, "" for nothing."""

    fold: Mapping[str, str]
    automaton: Automaton


@dataclass(frozen=True, slots=True)
class Pattern:
    """All ways to write an answer. `proof` tells texts that carry their own check digit, or a day that exists;
    `apart` how many times likelier a text that passes is than one that fails, before anything was read."""

    forms: tuple[Form, ...]
    proof: Callable[[str], bool] | None = None
    apart: float = 1.0
    coded: bool = False  # the proof is a check digit: it may choose among readings
    meant: Callable[[str], str] | None = None  # texts that mean the same are one answer, "" is none
    least: float = 0.0  # mass of all texts up to which something else stands there
    widths: tuple[float, ...] = (1.0,)  # a strip is looked at in each: narrow signs that touch come apart in a wide one


@cache
def pattern_of(question: FieldQuestion) -> Pattern:
    return _PATTERNS[question.asked](question)


def _digits(question: FieldQuestion) -> Pattern:
    most = question.digits or 30
    slots = [Slot(DIGITS)] * most if question.digits else [Slot(DIGITS, many=True)]
    return Pattern((Form(_NOTHING | _LIKE_DIGITS, Automaton([tuple(slots)], DIGITS)),))


def _isikukood(question: FieldQuestion) -> Pattern:
    form = Form(_NOTHING | _LIKE_DIGITS, Automaton([(Slot("12345678"), *[Slot(DIGITS)] * 10)], DIGITS))
    return Pattern((form,), valid_isikukood, apart=300.0, coded=True)


def _iban(question: FieldQuestion) -> Pattern:
    """An account of this country, where only E is a letter; another's, where an O is no zero."""
    e = dict.fromkeys("eF€£ÉÈĒĖĘ", "E")
    here = Form(_NOTHING | _LIKE_DIGITS | e, Automaton([(Slot("E"), Slot("E"), *[Slot(DIGITS)] * 18)], DIGITS + "E"))
    letters = _CAPITALS[:26]
    raised = {small: small.upper() for small in letters.lower()}
    slots = (*[Slot(letters)] * 2, *[Slot(DIGITS)] * 2, *[Slot(letters + DIGITS)] * 10)
    slots += (Slot(letters + DIGITS, empty=True),) * 20
    return Pattern(
        (here, Form(_NOTHING | raised, Automaton([slots], letters + DIGITS))), valid_iban, 3000.0, coded=True
    )


def _date(question: FieldQuestion) -> Pattern:
    if question.cells:
        cells = Form(_NOTHING | _LIKE_DIGITS, Automaton([_day() + _month() + _year(full=True)], DIGITS))
        return Pattern((cells,), _a_day, 50.0)
    dot = (Slot("."),)
    numeric = [
        day + dot + month + dot + year
        for day in (_day(), (Slot("123456789"),))
        for month in (_month(), (Slot("123456789"),))
        for year in (_year(full=True), _year(full=False))
    ]
    numbers = Form(_NOTHING | _LIKE_DIGITS | _DOTS | {".": "."}, Automaton(numeric, DIGITS + "."))
    worded = [
        (Slot("123", empty=True), Slot(DIGITS), Slot(".", empty=True), *(Slot(s) for s in month), *_year(full=True))
        for month in _MONTHS
    ]
    letters = "".join(sorted(set("".join(_MONTHS))))
    lowered = {letter.upper(): letter for letter in letters} | {",": ".", ".": "."}
    return Pattern((numbers, Form(_NOTHING | lowered, Automaton(worded, DIGITS + "." + letters))), _a_day, 50.0)


def _day() -> Alternative:
    return (Slot("0123"), Slot(DIGITS))


def _month() -> Alternative:
    return (Slot("01"), Slot(DIGITS))


def _year(*, full: bool) -> Alternative:
    return (Slot("12"), Slot("90"), Slot(DIGITS), Slot(DIGITS)) if full else (Slot(DIGITS), Slot(DIGITS))


def _a_day(text: str) -> bool:
    """Whether the day exists."""
    found = re.match(r"(\d\d?)\.?(\d\d?|[^\W\d]+)\.?(\d{4}|\d\d)$", text) or re.match(r"(\d\d)(\d\d)(\d{4})$", text)
    if found is None:
        return False
    month = _MONTHS.index(found[2]) + 1 if found[2] in _MONTHS else int(found[2])
    try:
        date(int(found[3]) if len(found[3]) == 4 else 2000 + int(found[3]), month, int(found[1]))
    except ValueError:
        return False
    return True


def _money(question: FieldQuestion) -> Pattern:
    """Cents after a comma or a point; thousands run on, stand apart or are parted by either."""
    euros = (Slot(DIGITS, many=True),)
    thousands = (Slot(DIGITS), Slot(DIGITS, empty=True), Slot(DIGITS, empty=True), Slot(","), *[Slot(DIGITS)] * 3)
    cents = (Slot(","), Slot(DIGITS), Slot(DIGITS))
    unit = dict.fromkeys("€EURCeurc", "")
    fold = _NOTHING | _LIKE_DIGITS | {",": ",", ".": ","} | unit
    return Pattern((Form(fold, Automaton([euros, euros + cents, thousands, thousands + cents], DIGITS + ",")),))


def _phone(question: FieldQuestion) -> Pattern:
    number = (*[Slot(DIGITS)] * 7, Slot(DIGITS, empty=True))
    here = (Slot("+"), Slot("3"), Slot("7"), Slot("2"))
    abroad = (Slot("+"), *[Slot(DIGITS)] * 8, *[Slot(DIGITS, empty=True)] * 6)
    fold = _NOTHING | _LIKE_DIGITS | {"t": "+", "f": "+"}
    return Pattern((Form(fold, Automaton([number, here + number, abroad], DIGITS + "+")),))


def _email(question: FieldQuestion) -> Pattern:
    letters = "abcdefghijklmnopqrstuvwxyz"
    local, host = letters + DIGITS + "._-+", letters + DIGITS + "-"
    end = (Slot("."), *[Slot(letters)] * 2, *[Slot(letters, empty=True)] * 6)
    name = (Slot(local, many=True), Slot("@"), Slot(host, many=True))
    slots = [name + end, (*name, Slot("."), Slot(host, many=True), *end)]
    fold = {letter.upper(): letter for letter in letters} | {"©": "@", "®": "@", " ": "", ",": ".", "–": "-"}
    return Pattern((Form(fold, Automaton(slots, letters + DIGITS + "._-+@")),))


def _name(question: FieldQuestion) -> Pattern:
    """One to four words, each with a capital and then small letters, or all in capitals."""
    title = (Slot(_CAPITALS), Slot(_SMALL, empty=True, many=True))
    raised = (Slot(_CAPITALS, many=True),)
    slots = [alternative for word in (title, raised) for alternative in _words(word, 4)]
    return Pattern((Form({"’": "'", "–": "-"}, Automaton(slots, _CAPITALS + _SMALL + " -'")),))


def _words(word: Alternative, most: int) -> Iterator[Alternative]:
    for count in range(most):
        yield word + (Slot(" -'"), *word) * count


def _free(question: FieldQuestion) -> Pattern:
    return Pattern((Form({}, Automaton([(Slot(_PRINTABLE, many=True),)], _PRINTABLE)),))


def _stamp(question: FieldQuestion) -> Pattern:
    """The wheels of a dater stand in a fixed order; before them may be any signs, behind them the time of day."""
    signs = "".join(sorted(set(DIGITS + _CAPITALS[:26] + "".join(stamps.MONTHS) + "'-")))
    letters = "".join(sign for sign in signs if sign.isalpha())
    before = (Slot(signs, empty=True, many=True),)
    month = (Slot(words=tuple(stamps.MONTHS)),)
    day = (Slot("-", empty=True), Slot("0123", empty=True), Slot(DIGITS))
    year = (Slot(words=("19", "20")), Slot(DIGITS), Slot(DIGITS))
    wheels = [(Slot(DIGITS), Slot(DIGITS), *month, *day), day + month + year, month + day + year]
    behind: list[Alternative] = [(), (Slot(letters), Slot(signs, empty=True, many=True))]
    worded = Automaton([before + each + rest for each in wheels for rest in behind], signs)
    dot = (Slot("."),)
    numbers = Automaton([_day() + dot + _month() + dot + year], DIGITS + ".")
    raised = {sign.lower(): sign for sign in letters} | {"–": "-", "—": "-", "-": "-", "'": "'"}
    return Pattern(
        (Form(_NOTHING | raised, worded), Form(_NOTHING | _LIKE_DIGITS | _DOTS | {".": "."}, numbers)),
        meant=stamps.meant, least=1e-6, widths=(1.0, 1.3),
    )  # fmt: skip


_PATTERNS: dict[str, Callable[[FieldQuestion], Pattern]] = {
    "digits": _digits,
    "isikukood": _isikukood,
    "iban": _iban,
    "date": _date,
    "money": _money,
    "phone": _phone,
    "email": _email,
    "name": _name,
    "free": _free,
    "stamp": _stamp,
}
