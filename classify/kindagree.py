"""What the parts of one kind file say about each other: every named field exists, every value can be."""

from __future__ import annotations

from collections.abc import Mapping

from classify.condition import ConditionError, parse
from classify.kind import FieldSpec, Kind
from classify.kindfile import Table


def agree(kind: Kind, table: Table) -> None:
    """What the parts of the file say about each other."""
    specs: dict[str, FieldSpec] = {}
    for entry, spec in zip(table.tables("fields"), kind.fields, strict=True):
        if spec.name in specs:
            raise entry.error("name", f"The field {spec.name!r} stands twice.", "Give it another name.")
        specs[spec.name] = spec
    for entry, spec in zip(table.tables("fields"), kind.fields, strict=True):
        _check_condition(entry, "required_if", spec.required_if, specs)
    _place_fields(kind, table, specs)
    for entry, rule in zip(table.tables("rules"), kind.rules, strict=True):
        _known(entry, "fields", rule.fields, specs)
        _check_condition(entry, "when", rule.when, specs)
    for entry, item in zip(table.tables("supporting"), kind.supporting, strict=True):
        _check_condition(entry, "required_if", item.required_if, specs)
    _validity(kind, table, specs)
    _templates(kind, table, specs)


def _validity(kind: Kind, table: Table, specs: Mapping[str, FieldSpec]) -> None:
    for key, name in (("issued", kind.validity.issued), ("until", kind.validity.until)):
        if not name:
            continue
        entry = table.table("validity")
        _known(entry, key, (name,), specs)
        if specs[name].type != "date":
            raise entry.error(key, f"{name} is no date.", "Name a field of type date.")


def _templates(kind: Kind, table: Table, specs: Mapping[str, FieldSpec]) -> None:
    versions = [version.id for version in kind.versions]
    for entry, template in zip(table.tables("templates"), kind.templates, strict=True):
        if template.version not in versions:
            known = f"Known versions: {', '.join(versions)}."
            raise entry.error("version", f"There is no version {template.version!r}.", known)
        for place, zone in zip(entry.tables("zones"), template.zones, strict=True):
            _known(place, "field", (zone.field,), specs)
            allowed = _values(specs[zone.field])
            if zone.option and zone.option not in allowed:
                remedy = f"Its options: {', '.join(allowed)}."
                raise place.error("option", f"{zone.field} has no option {zone.option!r}.", remedy)


def _place_fields(kind: Kind, table: Table, specs: Mapping[str, FieldSpec]) -> None:
    placed: set[str] = set()
    for entry, section in zip(table.tables("sections"), kind.sections, strict=True):
        _known(entry, "fields", section.fields, specs)
        if doubled := next((n for n in section.fields if n in placed or section.fields.count(n) > 1), None):
            raise entry.error("fields", f"The field {doubled!r} stands in two places.", "Keep it in one section.")
        placed.update(section.fields)
    for entry, spec in zip(table.tables("fields"), kind.fields, strict=True):
        if spec.name not in placed:
            raise entry.error("name", f"The field {spec.name!r} is in no section.", "Name it in a section's `fields`.")


def _known(entry: Table, key: str, names: tuple[str, ...], specs: Mapping[str, FieldSpec]) -> None:
    for name in names:
        if name not in specs:
            raise entry.error(key, f"There is no field {name!r}.", f"Known fields: {', '.join(specs)}.")


def _check_condition(entry: Table, key: str, expression: str, specs: Mapping[str, FieldSpec]) -> None:
    if not expression:
        return
    try:
        clauses = parse(expression)
    except ConditionError as error:
        raise entry.error(key, f"{error.args[0]!r} is not a condition.", _one_line(error)) from error
    for clause in () if isinstance(clauses, bool) else clauses:
        _known(entry, key, (clause.name,), specs)
        allowed = _values(specs[clause.name])
        for value in clause.values:
            if allowed and value not in allowed:
                what = f"{clause.name} is never {value!r}."
                raise entry.error(key, what, f"Its values: {', '.join(allowed)}.")


def _values(spec: FieldSpec) -> tuple[str, ...]:
    return ("yes",) if spec.type == "tick" else tuple(option.value for option in spec.options)


def _one_line(error: ConditionError) -> str:
    return " ".join((type(error).__doc__ or "").split()).partition(". ")[2]
