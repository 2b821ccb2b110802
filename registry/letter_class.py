"""What class of letter came in: the machine proposes, a person says; the class sets the clock.

Raises `NotFound` for a document that is no letter, and what registry/review.py says.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from classify.kind import Text
from registry import records, review, term_rules
from registry.access import NotFound, Principal
from registry.clock import local_day
from registry.kinds import kind_of
from registry.model import Document, FieldValue
from registry.term_model import TermRule
from registry.term_rules import LETTER_CLASSES


class UnknownClass(Exception):
    """There is no such class of letter. Choose one of those that are offered."""


@dataclass(frozen=True, slots=True)
class Option:
    """A class with its words and the rule it would set going, if it has one of its own."""

    value: str
    title: Text
    rule: TermRule | None


def options(session: Session, document: Document) -> list[Option]:
    day = local_day(document.registered_at)
    spec = kind_of(document.kind).field(term_rules.LETTER_FIELD)
    return [
        Option(
            one.value,
            {language: labels[0] for language, labels in one.labels.items() if labels},
            term_rules.on_day(session, LETTER_CLASSES[one.value], day) if one.value in LETTER_CLASSES else None,
        )
        for one in spec.options
    ]


def letter(session: Session, who: Principal, document_id: str) -> tuple[Document, FieldValue]:
    document = records.document(session, who, document_id)
    field = term_rules.class_field(document)
    if field is None:
        raise NotFound
    return document, field


def say(session: Session, who: Principal, document_id: str, version: int, value: str) -> FieldValue:
    """A person's word. The clock of this class begins on the day of registration, the other one is cancelled."""
    document, field = letter(session, who, document_id)
    if value not in {one.value for one in options(session, document)}:
        raise UnknownClass
    if value == field.value:
        return review.confirm(session, who, field.id, version)
    return review.correct(session, who, field.id, version, value)
