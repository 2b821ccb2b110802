"""The kinds of document this house knows: one TOML file each, read strictly. A mistake in a file names its line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast, get_args

from classify.checks import CHECKS
from classify.condition import ConditionError, parse
from classify.kind import (
    Clock,
    Cues,
    FieldSpec,
    FieldType,
    Kind,
    Option,
    Role,
    Rule,
    Section,
    Severity,
    Supporting,
    Version,
)
from classify.kindfile import LANGUAGES, KindFileError, Source, Table

__all__ = ["UNKNOWN", "Catalogue", "KindFileError", "load", "read_kind"]

Catalogue = Mapping[str, Kind]  # code -> kind
UNKNOWN = "tundmatu"
SHIPPED = Path(__file__).resolve().parent / "kinds"
_CODE = r"[a-z][a-z0-9_]{1,59}"
_COMB_TYPES = {"isikukood", "iban", "date", "docno", "phone", "postcode", "number"}


def load(folder: Path | None = None) -> Catalogue:
    """Every kind in the folder, in the order of the file names. Raises `KindFileError`."""
    folder = folder or SHIPPED
    kinds = [read_kind(path) for path in sorted(folder.glob("*.toml"))]
    if UNKNOWN not in {kind.code for kind in kinds}:
        remedy = "A paper nobody knows must still find its desk: copy the shipped file there."
        raise KindFileError(folder / f"{UNKNOWN}.toml", 1, "This file is missing from the folder of kinds.", remedy)
    return {kind.code: kind for kind in kinds}


def read_kind(path: Path) -> Kind:
    """One kind from its file. Raises `KindFileError`."""
    table = Source(path).parse()
    code = table.matching("code", _CODE, "small letters, digits and _, beginning with a letter")
    if code != path.stem:
        raise table.error("code", f"The code {code!r} is not the name of the file.", f"Name the file {code}.toml.")
    register = table.table("register")
    kind = Kind(
        code=code,
        title=table.languages("title"),
        versions=_versions(table),
        cues=_cues(table),
        fields=tuple(_field(entry) for entry in table.tables("fields")),
        sections=tuple(_section(entry) for entry in table.tables("sections")),
        rules=tuple(_rule(entry) for entry in table.tables("rules")),
        supporting=tuple(_supporting(entry) for entry in table.tables("supporting")),
        clock=_clock(table),
        unit=_unit(table),
        opens_case=table.flag("opens_case"),
        reconstructed=table.flag("reconstructed", True),
        **_register(register),
    )
    table.done()
    _agree(kind, table)
    return kind


def _register(table: Table) -> dict[str, Any]:
    values = {
        "register_kind": table.text("kind"),
        "series": table.matching("series", r"\d+(\.\d+)*-\d+(\.\d+)*", "function and series as 6.1-1"),
        "public_title": table.text("public_title"),
        "access_basis": table.text("access_basis"),
    }
    table.done()
    return values


def _unit(table: Table) -> str:
    route = table.table("route")
    unit = route.matching("unit", r"[A-Z][A-Z-]{1,9}", "a unit code of capital letters, as PEN")
    route.done()
    return unit


def _versions(table: Table) -> tuple[Version, ...]:
    return tuple(_version(entry) for entry in table.tables("versions"))


def _version(table: Table) -> Version:
    start, end = table.day("valid_from"), table.day("valid_to", optional=True)
    assert start is not None
    if end is not None and end < start:
        raise table.error("valid_to", "The version ends before it begins.", "Write a later day, or leave it out.")
    languages = table.texts("languages")
    for language in languages:
        if language not in LANGUAGES:
            raise table.error("languages", f"The language {language!r} is not known.", "Write et, en or ru.")
    version = Version(table.text("id"), start, end, table.whole("pages", 1, 200), languages)
    table.done()
    return version


def _cues(table: Table) -> Cues:
    cues = table.table("cues")
    values = Cues(cues.texts("titles"), cues.texts("must", ()), cues.texts("any", ()), cues.texts("never", ()))
    cues.done()
    if not values.titles and table.values.get("code") != UNKNOWN:
        raise cues.error("titles", "There is no title.", "Write the printed heading that tells this kind from others.")
    return values


def _clock(table: Table) -> Clock | None:
    if "clock" not in table.values:
        table.known.add("clock")
        return None
    clock = table.table("clock")
    value = Clock(
        clock.whole("term", 1, 3650),
        cast(Any, clock.one_of("unit", ("wd", "cd"))),
        cast(Any, clock.one_of("starts", ("registered", "complete"))),
        clock.text("source"),
    )
    clock.done()
    return value


def _section(table: Table) -> Section:
    section = Section(table.languages("title"), table.texts("fields"), table.flag("official"))
    table.done()
    return section


def _field(table: Table) -> FieldSpec:
    spec = FieldSpec(
        name=table.matching("name", _CODE, "small letters, digits and _, beginning with a letter"),
        type=cast(FieldType, table.one_of("type", get_args(FieldType))),
        labels=table.labels("labels"),
        required=table.flag("required"),
        required_if=table.text("required_if", ""),
        group=cast(Any, table.one_of("group", ("exactly_one", "many"), "")),
        options=tuple(_option(entry) for entry in table.tables("options")),
        comb=table.whole("comb", 0, 60, 0),
        width=table.number("width", 0.05, 1, 1.0),
        lines=table.whole("lines", 1, 60, 1),
        hint=table.languages("hint", optional=True),
        role=cast(Role, table.one_of("role", get_args(Role)[1:], "")),
    )
    table.done()
    _shape(spec, table)
    return spec


def _option(table: Table) -> Option:
    option = Option(table.matching("value", r"[\w.-]+", "a word without spaces or commas"), table.labels("labels"))
    table.done()
    return option


def _shape(spec: FieldSpec, table: Table) -> None:
    """What a type allows."""
    choice = spec.type == "choice"
    if choice and len(spec.options) < 2:
        raise table.error("type", "A choice has at least two options.", "Add [[fields.options]] with value and labels.")
    if spec.options and not choice:
        raise table.error("options", f"A {spec.type} has no options.", 'Write type = "choice", or remove the options.')
    if spec.group and not choice:
        raise table.error("group", f"A {spec.type} has no group.", 'Write type = "choice", or remove `group`.')
    if spec.comb and spec.type not in _COMB_TYPES:
        raise table.error("comb", f"A {spec.type} is not written in cells.", "Remove `comb`.")
    if spec.required and spec.required_if:
        raise table.error("required_if", "The field is required anyway.", "Keep `required` or `required_if`, not both.")
    values: set[str] = set()
    for entry, option in zip(table.tables("options"), spec.options, strict=True):
        if option.value in values:
            raise entry.error("value", f"The value {option.value!r} stands twice.", "Give each option its own value.")
        values.add(option.value)


def _rule(table: Table) -> Rule:
    rule = Rule(
        id=table.matching("id", _CODE, "small letters, digits and _"),
        check=table.one_of("check", tuple(CHECKS)),
        fields=table.texts("fields"),
        severity=cast(Severity, table.one_of("severity", get_args(Severity))),
        text=table.languages("text"),
        when=table.text("when", ""),
        limit=table.number("limit", 0, 1000, 0.0),
    )
    table.done()
    low, high = CHECKS[rule.check].fields
    if not low <= len(rule.fields) <= high:
        span = str(low) if low == high else f"{low} to {high}"
        raise table.error("fields", f"The check {rule.check} looks at {span} fields.", CHECKS[rule.check].usage)
    return rule


def _supporting(table: Table) -> Supporting:
    supporting = Supporting(
        kind=table.matching("kind", _CODE, "the code of a kind"),
        title=table.languages("title"),
        required_if=table.text("required_if", "always"),
        unless_in_register=table.text("unless_in_register", ""),
    )
    table.done()
    return supporting


def _agree(kind: Kind, table: Table) -> None:
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
