"""The rules of terms as they hold on a day, and which of them a document that came in falls under.

A dated row whose code is the kind (or the class of letter) goes before the `[clock]` of the kind's file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry import contested
from registry.clock import TermUnit, due, local_day
from registry.kinds import kind_of
from registry.model import Document, FieldValue
from registry.term_model import TermRule

ELSEWHERE = "X-"  # the unit of a kind that another body decides: it is forwarded
LETTER_FIELD = "letter_kind"
LETTER_CLASSES = {
    "explanation_request": "selgitustaotlus",
    "enquiry": "selgitustaotlus",
    "memorandum": "margukiri",
    "information_request": "teabenoue",
    "challenge": "vaie",
}  # what stands in the field of a letter -> the code of its rule
LETTERS = frozenset({*LETTER_CLASSES.values(), "kiri", "vaie_pension", "vaie_hms"})


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    days: int
    unit: TermUnit
    starts: str
    source: str


def on_day(session: Session, code: str, day: date) -> TermRule | None:
    """The row that holds on this day; of two the later counts."""
    held = TermRule.valid_from <= day, (TermRule.valid_to.is_(None)) | (TermRule.valid_to >= day)
    wanted = (
        select(TermRule).where(TermRule.code == code, *held).order_by(TermRule.valid_from.desc(), TermRule.id.desc())
    )
    return session.scalars(wanted.limit(1)).first()


def rows(session: Session) -> list[TermRule]:
    """All rows, past ones and those to come too."""
    return list(session.scalars(select(TermRule).order_by(TermRule.code, TermRule.valid_from)))


def decision_rule(session: Session, document: Document, elsewhere: bool | None = None) -> Rule | None:
    """Until when a document must be answered or decided; None where no term is set for its kind.

    `elsewhere` says that it is another body's, or is not, whatever its kind says: then it is only sent on.

    Until a person has confirmed the class of a letter, of the proposed term and the usual one the shorter runs.
    """
    day = local_day(document.registered_at)
    if kind_of(document.kind).unit.startswith(ELSEWHERE) if elsewhere is None else elsewhere:
        return _of_row(on_day(session, "forward", day))
    if document.kind == contested.CHALLENGE:
        return _of_row(on_day(session, contested.rule_code(session, document), day))
    usual = _of_kind(session, document.kind, day)
    field = class_field(document)
    if usual is None or field is None or field.value not in LETTER_CLASSES:
        return usual
    code = LETTER_CLASSES[field.value]
    if code == contested.CHALLENGE:
        code = contested.rule_code(session, document)
    special = _of_row(on_day(session, code, day)) or usual
    if field.answer is not None:
        return special
    return min(special, usual, key=lambda rule: due(day, rule.days, rule.unit).on)


def class_field(document: Document) -> FieldValue | None:
    """The field that says what class of letter it is, where the kind has one."""
    return next((field for field in document.fields if field.name == LETTER_FIELD), None)


def _of_kind(session: Session, code: str | None, day: date) -> Rule | None:
    kind = kind_of(code)
    row = _of_row(on_day(session, kind.code, day))
    if row is not None or kind.clock is None:
        return row
    clock = kind.clock
    return Rule(kind.code, clock.term, clock.unit, clock.starts, clock.source)


def _of_row(row: TermRule | None) -> Rule | None:
    return Rule(row.code, row.days, cast(TermUnit, row.unit), row.starts, row.source) if row else None
