"""Fields that bear witness for each other: a code and the date of birth beside it, a name written twice."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from classify.checks import CHECKS
from classify.codes import birth_of, digits_of
from classify.dates import day
from classify.kind import Field, Kind, Rule
from classify.people import folded
from classify.situation import Situation

_NAMESAKES = {"same_name", "same_name_if_own_account"}
_WITNESSES = {"isikukood_birth_date", "isikukood_sex"}


def agree(kind: Kind, fields: Sequence[Field]) -> list[Field]:
    """Two that agree raise each other, and clear a repaired code of doubt; two that disagree are both doubtful."""
    by_name = {field.name: field for field in fields}
    for rule in kind.rules:
        if rule.check in _WITNESSES:
            _weigh(rule, by_name)
        if rule.check in _NAMESAKES:
            _spell(rule, by_name)
    return [by_name[field.name] for field in fields]


def _weigh(rule: Rule, fields: dict[str, Field]) -> None:
    code, witness = (fields[name] for name in rule.fields)
    born = birth_of(code.value or "")
    if born is None or not witness.value:
        return
    witness = fields[witness.name] = _in_century(witness, born)
    values = {code.name: code.value, witness.name: witness.value}
    situation = Situation(values, rule.fields, rule.limit, born)
    if CHECKS[rule.check].broken(situation) is not None:
        for field in (code, witness):
            fields[field.name] = replace(field, confidence=round(min(field.confidence, 0.5), 3), state="doubtful")
    elif rule.check == "isikukood_birth_date" and _witnessed(code):
        fields[code.name] = replace(code, confidence=max(code.confidence, 0.97), state="found")
        fields[witness.name] = replace(witness, confidence=max(witness.confidence, 0.9), state="found")


def _in_century(witness: Field, born: date) -> Field:
    """A year of two digits is of the century that the code beside it names: 12.03.35 is 1935 for a code from then."""
    short = day(witness.raw).reason == "short_year"
    if short and (witness.value or "")[2:] == born.isoformat()[2:]:
        return replace(witness, value=born.isoformat())
    return witness


def _witnessed(code: Field) -> bool:
    """Whether the date vouches for what was mended: its own seven digits, not the number after them."""
    read = digits_of(code.raw)
    return len(read) != len(code.value or "") or read[7:] == (code.value or "")[7:]


def _spell(rule: Rule, fields: dict[str, Field]) -> None:
    """One person's name written twice: an engine loses marks (õ, š), it does not invent them. The richer one holds."""
    places = rule.fields[:3]  # the holder, given names, family name
    holder, given, family = ((fields[name].value or "").split() for name in places)
    if not given or not family or folded(" ".join(holder)) != folded(" ".join(given + family)):
        return
    if len(holder) != len(given) + len(family):
        return
    best = [max(pair, key=_marks) for pair in zip(given + family, holder, strict=True)]
    for name, words in zip(places, (best, best[: len(given)], best[len(given) :]), strict=True):
        fields[name] = replace(fields[name], value=" ".join(words))


def _marks(word: str) -> int:
    return sum(unicodedata.combining(letter) > 0 for letter in unicodedata.normalize("NFD", word))
