"""The parts of a kind file, each read strictly: versions, cues, clock, sections, fields, rules, supporting papers."""

from __future__ import annotations

import re
from typing import Any, cast, get_args

from classify.checks import CHECKS
from classify.kind import (
    Clock,
    Cues,
    FieldSpec,
    FieldType,
    Form,
    Option,
    Role,
    Rule,
    Section,
    Severity,
    Source,
    Supporting,
    Validity,
    Version,
)
from classify.kindfile import LANGUAGES, Table

CODE = r"[a-z][a-z0-9_]{1,59}"
FIELD_NAME = r"[A-Za-z0-9][A-Za-z0-9_]{0,59}"  # of a form's own list, where it has one
_SOURCE_TYPES = {
    "stamp": {"date"}, "anywhere": {"date", "money"}, "top": {"text", "address", "name"},
    "head": {"text", "address", "name"}, "sum": {"money"},
}  # fmt: skip
_WORDS = {  # whose they are; "": a label leads there
    "marks": ("head",), "passes": ("head", "sum"), "plus": ("sum",), "minus": ("sum",),
    "begins": ("",), "ends": ("",),
}  # fmt: skip
_FORM_TYPES = {"family_given": "name", "month_first": "date", "plain": "docno", "firm": "text"}
_COMB_TYPES = {"isikukood", "iban", "date", "docno", "phone", "postcode", "number"}


def register(table: Table) -> dict[str, Any]:
    values = {
        "register_kind": table.text("kind"),
        "series": table.matching("series", r"\d+(\.\d+)*-\d+(\.\d+)*", "function and series as 6.1-1"),
        "public_title": table.text("public_title"),
        "access_basis": table.text("access_basis"),
    }
    table.done()
    return values


def unit(table: Table) -> str:
    route = table.table("route")
    unit = route.matching("unit", r"[A-Z][A-Z-]{1,9}", "a unit code of capital letters, as PEN")
    route.done()
    return unit


def versions(table: Table) -> tuple[Version, ...]:
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


def cues(table: Table) -> Cues:
    cues = table.table("cues")
    values = Cues(cues.texts("titles"), cues.texts("must", ()), cues.texts("any", ()), cues.texts("never", ()))
    cues.done()
    if not values.titles and not table.values.get("page_role"):
        raise cues.error("titles", "There is no title.", "Write the printed heading that tells this kind from others.")
    return values


def clock(table: Table) -> Clock | None:
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


def section(table: Table) -> Section:
    section = Section(table.languages("title"), table.texts("fields"), table.flag("official"))
    table.done()
    return section


def field(table: Table) -> FieldSpec:
    spec = FieldSpec(
        name=table.matching("name", FIELD_NAME, "letters, digits and _, beginning with a letter or digit"),
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
        source=cast(Source, table.one_of("source", get_args(Source)[1:], "")),
        form=cast(Form, table.one_of("form", get_args(Form)[1:], "")),
        threshold=table.number("threshold", 0, 1, 0.0),
        **{key: table.texts(key, ()) for key in _WORDS},
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
    if spec.source and spec.type not in _SOURCE_TYPES[spec.source]:
        meant = " or ".join(sorted(_SOURCE_TYPES[spec.source]))
        raise table.error("source", f"A {spec.type} is not found so.", f'Use "{spec.source}" for {meant} only.')
    for key, source in ((key, source) for key, source in _WORDS.items() if getattr(spec, key)):
        if spec.source not in source:
            remedy = f"write `source` = {' or '.join(source)}" if any(source) else "remove `source`"
            raise table.error(key, f"Nothing looks at `{key}` here.", f"Remove it, or {remedy}.")
    if spec.form and spec.type != _FORM_TYPES[spec.form]:
        raise table.error("form", f"A {spec.type} has no such form.", f"Use it for a {_FORM_TYPES[spec.form]} only.")
    if spec.required and spec.required_if:
        raise table.error("required_if", "The field is required anyway.", "Keep `required` or `required_if`, not both.")
    values: set[str] = set()
    for entry, option in zip(table.tables("options"), spec.options, strict=True):
        if option.value in values:
            raise entry.error("value", f"The value {option.value!r} stands twice.", "Give each option its own value.")
        values.add(option.value)


def rule(table: Table) -> Rule:
    rule = Rule(
        id=table.matching("id", CODE, "small letters, digits and _"),
        check=table.one_of("check", tuple(CHECKS)),
        fields=table.texts("fields"),
        severity=cast(Severity, table.one_of("severity", get_args(Severity))),
        text=table.languages("text"),
        when=table.text("when", ""),
        limit=table.number("limit", 0, 36500, 0.0),
    )
    table.done()
    low, high = CHECKS[rule.check].fields
    if not low <= len(rule.fields) <= high:
        span = str(low) if low == high else f"{low} to {high}"
        raise table.error("fields", f"The check {rule.check} looks at {span} fields.", CHECKS[rule.check].usage)
    return rule


def supporting(table: Table) -> Supporting:
    item = Supporting(
        kind=table.matching("kind", CODE, "the code of a kind"),
        title=table.languages("title"),
        required_if=table.text("required_if", "always"),
        unless_in_register=table.text("unless_in_register", ""),
        any_of=table.texts("any_of", ()),
        about=table.texts("about", ()),
        max_age_days=table.whole("max_age_days", 0, 36500, 0),
    )
    table.done()
    if wrong := next((code for code in item.any_of if not re.fullmatch(CODE, code)), None):
        raise table.error("any_of", f"{wrong!r} is no code of a kind.", "Write codes of kinds, as sunnitoend.")
    if item.kind in item.any_of:
        raise table.error("any_of", f"{item.kind!r} is the paper itself.", "Name only the others that do as well.")
    return item


def validity(table: Table) -> Validity:
    """How long a paper of this kind counts; without the table it counts for ever."""
    if "validity" not in table.values:
        table.known.add("validity")
        return Validity()
    part = table.table("validity")
    value = Validity(part.text("issued", ""), part.text("until", ""), part.whole("days", 0, 36500, 0))
    part.done()
    if not (value.issued or value.until):
        raise part.error("issued", "No field says when the paper was issued.", "Add `issued` or `until`: a date field.")
    if value.days and not value.issued:
        raise part.error("days", "The days are counted from `issued`.", "Add `issued` = the field with the date.")
    return value
