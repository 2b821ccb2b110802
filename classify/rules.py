"""A kind's demands on its values: what is missing, what cannot be, what disagrees. Nothing is refused, all is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from classify.checks import CHECKS
from classify.condition import holds
from classify.kind import Field, FieldSpec, Kind, Problem
from classify.parse import parse
from classify.sentences import BY_REASON, SENTENCES, said
from classify.situation import Situation

_UNPARSED = {"choice", "tick", "signature", "stamp", "money"}


def check(kind: Kind, fields: Sequence[Field], today: date) -> list[Problem]:
    """Every problem, fields first in the order of the form, then the relations between them."""
    by_name = {field.name: field for field in fields}
    values = {field.name: field.value for field in fields}
    official = {name for section in kind.sections if section.official for name in section.fields}
    problems = [
        problem
        for spec in kind.fields
        if spec.name not in official and (problem := _of_field(spec, by_name.get(spec.name), values))
    ]
    return [_placed(problem, by_name) for problem in (*problems, *_of_rules(kind, values, today))]


def _placed(problem: Problem, fields: Mapping[str, Field]) -> Problem:
    """Where its field stands on the paper."""
    field = fields.get(problem.field or "")
    return replace(problem, page=field.page, box=field.box) if field else problem


def _of_field(spec: FieldSpec, field: Field | None, values: Mapping[str, str | None]) -> Problem | None:
    """At most one: the gravest."""
    required = spec.required or bool(spec.required_if and holds(spec.required_if, values))
    if field is not None and field.value is None and field.state == "absent":
        return None  # this edition of the form does not ask for it
    if field is None or (field.value is None and field.state == "missing"):
        code = "missing_signature" if spec.type == "signature" else "missing"
        return _problem(code, spec) if required else None
    if field.value is None:
        reason = BY_REASON.get(parse(spec.type, field.raw).reason if field.raw else "", "")
        if reason in {"no_such_day", "wrong_length"}:
            return _problem(reason, spec)
        return _problem("illegible_required" if required else "illegible", spec)
    return _of_value(spec, field, field.value)


def _of_value(spec: FieldSpec, field: Field, value: str) -> Problem | None:
    if spec.group == "exactly_one" and "," in value:
        return _problem("two_ticks", spec)
    reason = "" if spec.type in _UNPARSED else parse(spec.type, value, mend=False).reason
    if not reason and field.state == "doubtful" and field.raw and spec.type not in _UNPARSED:
        reason = parse(spec.type, field.raw).reason
    if code := BY_REASON.get(reason):
        return _problem(code, spec)
    return _problem("doubtful", spec) if field.state == "doubtful" else None


def _of_rules(kind: Kind, values: Mapping[str, str | None], today: date) -> Iterator[Problem]:
    for rule in kind.rules:
        if rule.when and not holds(rule.when, values):
            continue
        place = CHECKS[rule.check].broken(Situation(values, rule.fields, rule.limit, today))
        if place is not None:
            yield Problem(rule.id, place, rule.severity, rule.text)


def _problem(code: str, spec: FieldSpec) -> Problem:
    return Problem(code, spec.name, SENTENCES[code].severity, said(code, spec))
