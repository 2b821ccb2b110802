"""Fields that bear witness for each other: a code and the date of birth beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from classify.checks import CHECKS, Situation
from classify.codes import birth_of
from classify.kind import Field, Kind, Rule

_WITNESSES = {"isikukood_birth_date", "isikukood_sex"}


def agree(kind: Kind, fields: Sequence[Field]) -> list[Field]:
    """Two that agree raise each other, and clear a repaired code of doubt; two that disagree are both doubtful."""
    by_name = {field.name: field for field in fields}
    for rule in kind.rules:
        if rule.check in _WITNESSES:
            _weigh(rule, by_name)
    return [by_name[field.name] for field in fields]


def _weigh(rule: Rule, fields: dict[str, Field]) -> None:
    code, witness = (fields[name] for name in rule.fields)
    born = birth_of(code.value or "")
    if born is None or not witness.value:
        return
    values = {code.name: code.value, witness.name: witness.value}
    situation = Situation(values, rule.fields, rule.limit, born)
    if CHECKS[rule.check].broken(situation) is not None:
        for field in (code, witness):
            fields[field.name] = replace(field, confidence=round(min(field.confidence, 0.5), 3), state="doubtful")
    elif rule.check == "isikukood_birth_date":
        fields[code.name] = replace(code, confidence=max(code.confidence, 0.97), state="found")
        fields[witness.name] = replace(witness, confidence=max(witness.confidence, 0.9), state="found")
