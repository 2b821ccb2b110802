"""What the papers of one case say about each other: rules as data, each over a paper and the application beside it.

`cross_rules.toml` names for every rule a kind of paper, the kinds that may lie beside it, and one of the checks that
kind files use, over fields as `paper.iban` and `beside.iban`. Nothing is refused, all is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import cast, get_args

from classify.catalogue import Catalogue
from classify.checks import CHECKS
from classify.kind import Problem, Severity, Text
from classify.kindfile import Source, Table
from classify.kindparts import CODE
from classify.situation import Situation

SHIPPED = Path(__file__).resolve().parent / "cross_rules.toml"


@dataclass(frozen=True, slots=True)
class CrossRule:
    """`fields` stand in the order that the check wants; the first one of the paper is pointed at."""

    id: str
    paper: str
    beside: tuple[str, ...]
    check: str
    fields: tuple[str, ...]
    severity: Severity
    text: Text
    limit: float = 0.0


@dataclass(frozen=True, slots=True)
class Paper:
    """One document, or several of one application together; `id` is whatever the caller knows it by."""

    id: str
    kind: str
    values: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A rule that is broken between two papers; `problem.field` is a field of `paper`."""

    problem: Problem
    paper: str
    beside: str


def check(rules: Iterable[CrossRule], papers: Sequence[Paper], today: date) -> list[Crossing]:
    """Every broken rule, in the order of the rules. A rule is silent where one side lacks what it compares."""
    return [
        Crossing(Problem(rule.id, _pointed(rule), rule.severity, rule.text), paper.id, other.id)
        for rule in rules
        for paper in papers
        for other in papers
        if paper.kind == rule.paper and other.kind in rule.beside and other.id != paper.id
        if _broken(rule, paper, other, today)
    ]


def _broken(rule: CrossRule, paper: Paper, other: Paper, today: date) -> bool:
    values = {f"paper.{name}": value for name, value in paper.values.items()}
    values |= {f"beside.{name}": value for name, value in other.values.items()}
    return CHECKS[rule.check].broken(Situation(values, rule.fields, rule.limit, today)) is not None


def _pointed(rule: CrossRule) -> str:
    return next(field.partition(".")[2] for field in rule.fields if field.startswith("paper."))


def of(catalogue: Catalogue) -> tuple[CrossRule, ...]:
    """The shipped rules, as far as this catalogue has their kinds: a house with fewer kinds has fewer rules."""
    return tuple(
        CrossRule(rule.id, rule.paper, known, rule.check, rule.fields, rule.severity, rule.text, rule.limit)
        for rule in load()
        if rule.paper in catalogue and (known := tuple(code for code in rule.beside if code in catalogue))
        if not list(_unknown(rule.fields, rule.paper, known, catalogue))
    )


@lru_cache(maxsize=8)
def load(path: Path = SHIPPED) -> tuple[CrossRule, ...]:
    """Raises `KindFileError`, which names the line and the remedy."""
    table = Source(path).parse()
    rules = tuple(_rule(entry) for entry in table.tables("rules"))
    table.done()
    for place, rule in enumerate(rules):
        if rule.id in {other.id for other in rules[:place]}:
            raise table.tables("rules")[place].error("id", f"The rule {rule.id!r} stands twice.", "Rename it.")
    return rules


def agree(catalogue: Catalogue, path: Path = SHIPPED) -> None:
    """Raises `KindFileError` where a rule names a kind or a field that the catalogue does not have."""
    for entry, rule in zip(Source(path).parse().tables("rules"), load(path), strict=True):
        for key, code in (("paper", rule.paper), *(("beside", code) for code in rule.beside)):
            if code not in catalogue:
                raise entry.error(key, f"There is no kind {code!r}.", f"Known kinds: {', '.join(catalogue)}.")
        for field, code in _unknown(rule.fields, rule.paper, rule.beside, catalogue):
            known = ", ".join(spec.name for spec in catalogue[code].fields)
            raise entry.error("fields", f"{code} has no field for {field!r}.", f"Its fields: {known}.")


def _unknown(
    fields: Sequence[str], paper: str, beside: Sequence[str], catalogue: Catalogue
) -> Iterator[tuple[str, str]]:
    """Fields that a kind of theirs does not have, with its code."""
    for field in fields:
        side, _, name = field.partition(".")
        for code in (paper,) if side == "paper" else beside:
            if name not in {spec.name for spec in catalogue[code].fields}:
                yield field, code


def _rule(table: Table) -> CrossRule:
    rule = CrossRule(
        id=table.matching("id", CODE, "small letters, digits and _"),
        paper=table.matching("paper", CODE, "the code of a kind"),
        beside=table.texts("beside"),
        check=table.one_of("check", tuple(CHECKS)),
        fields=table.texts("fields"),
        severity=cast(Severity, table.one_of("severity", get_args(Severity))),
        text=table.languages("text"),
        limit=table.number("limit", 0, 36500, 0.0),
    )
    table.done()
    _shape(rule, table)
    return rule


def _shape(rule: CrossRule, table: Table) -> None:
    low, high = CHECKS[rule.check].fields
    if not low <= len(rule.fields) <= high:
        span = str(low) if low == high else f"{low} to {high}"
        raise table.error("fields", f"The check {rule.check} looks at {span} fields.", CHECKS[rule.check].usage)
    sides = {field.partition(".")[0] for field in rule.fields}
    if sides != {"paper", "beside"}:
        raise table.error("fields", "The fields are not of both papers.", "Write paper.NAME and beside.NAME.")
