"""The routing of an office as one TOML file: rules, what handlers can do, bodies elsewhere. Mistakes name a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from classify.condition import ConditionError, parse
from classify.kindfile import KindFileError, Source, Table
from registry.kinds import catalogue
from registry.reasons import LANGUAGES
from registry.routing.regions import COUNTIES

_CODE, _CODE_MEANT = r"[a-z][a-z0-9_]{0,59}", "small letters, digits and _, as el_perehuvitis"
_UNIT, _UNIT_MEANT = r"(X-)?[A-Z]{1,8}", "the code of a unit in capitals, as PEN, or of a body elsewhere, as X-KOV"
_SKILL, _SKILL_MEANT = r"[a-z]+(:[a-z0-9_]+)?", "as lang:ru, kind:vaie, eu"
_LONGEST = 100  # characters of all skills of a rule
_PLACES = 10_000

__all__ = ["Book", "KindFileError", "Row", "read"]


@dataclass(frozen=True, slots=True)
class Row:
    """One table of the file as the columns of its row; `key` is what a later version of it shares."""

    key: str
    valid_from: date
    values: Mapping[str, object]
    table: Table


@dataclass(frozen=True, slots=True)
class Book:
    """All that the file says; a skill's key is `login skill`."""

    rules: tuple[Row, ...]
    skills: tuple[Row, ...]
    bodies: tuple[Row, ...]


def read(path: Path) -> Book:
    """Raises `KindFileError` with line and remedy."""
    table = Source(path).parse()
    book = Book(
        tuple(_rule(each) for each in table.tables("rule")),
        tuple(row for each in table.tables("handler") for row in _handler(each)),
        tuple(_body(each) for each in table.tables("body")),
    )
    table.done()
    for rows in (book.rules, book.skills, book.bodies):
        _once(rows)
    return book


def _rule(table: Table) -> Row:
    values = {
        "code": table.matching("code", _CODE, _CODE_MEANT),
        "position": table.whole("position", 1, _PLACES),
        "kind": table.one_of("kind", sorted(catalogue()), ""),
        "language": table.one_of("language", LANGUAGES, ""),
        "region": table.one_of("region", sorted(COUNTIES), ""),
        "eu": table.flag("eu") if "eu" in table.values else None,
        "condition": _condition(table),
        "skills": ",".join(_skills(table, "skills", ())),
        "unit": table.matching("unit", _UNIT, _UNIT_MEANT),
        "priority": table.whole("priority", 1, 9, 5),
        "share": table.one_of("share", ("push", "pull"), "push"),
    }
    return _row(table, str(values["code"]), values | _held_by(table))


def _condition(table: Table) -> str:
    text = table.text("when", "")
    try:
        if text:
            parse(text)
    except ConditionError as error:
        raise table.error("when", f"`when` is {text!r}.", " ".join(str(error.__doc__).split())) from error
    return text


def _skills(table: Table, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
    found = sorted(set(table.texts(key, default)))
    for skill in found:
        Table(table.source, table.where, {key: skill}).matching(key, _SKILL, f"a skill {_SKILL_MEANT}")
    if len(",".join(found)) > _LONGEST:
        raise table.error(key, "These are too many skills.", f"Keep them within {_LONGEST} characters.")
    return tuple(found)


def _handler(table: Table) -> list[Row]:
    login = table.text("login").strip().casefold()
    rows = [
        Row(f"{login} {skill}", date.min, {"login": login, "skill": skill}, table) for skill in _skills(table, "skills")
    ]
    dates = _dates(table)
    table.done()
    return [Row(row.key, dates["valid_from"] or date.min, {**row.values, **dates}, table) for row in rows]


def _body(table: Table) -> Row:
    values = {
        "code": table.matching("code", r"X-[A-Z]{1,8}", "the code of a body elsewhere, as X-KOV"),
        "title": table.languages("title"),
        "reason": table.languages("reason"),
    }
    return _row(table, str(values["code"]), values | _held_by(table))


def _held_by(table: Table) -> dict[str, object]:
    return {"source": table.text("source")[:200], "owner": table.text("owner")[:100], **_dates(table)}


def _dates(table: Table) -> dict[str, date | None]:
    first, last = table.day("valid_from"), table.day("valid_to", optional=True)
    if first and last and last < first:
        raise table.error("valid_to", "`valid_to` is before `valid_from`.", "Write the last day on which it holds.")
    return {"valid_from": first, "valid_to": last}


def _row(table: Table, key: str, values: dict[str, object]) -> Row:
    table.done()
    first = values["valid_from"]
    assert isinstance(first, date)  # `day` without `optional` gives one
    return Row(key, first, values, table)


def _once(rows: tuple[Row, ...]) -> None:
    seen: set[tuple[str, date]] = set()
    for row in rows:
        if (row.key, row.valid_from) in seen:
            what = f"`{row.key}` stands here twice from {row.valid_from}."
            raise row.table.error("valid_from", what, "Leave one out, or let the later one begin later.")
        seen.add((row.key, row.valid_from))
