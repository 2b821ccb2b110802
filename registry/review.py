"""A person's word on values and documents. Each act names the version it saw, so that no colleague's word is lost.

Every function raises `NotFound` for what the principal may not see, `Forbidden` for a role that does not review,
`VersionConflict` when the record has changed since, `IllegalMove` when the document is not in a state for it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.kind import FieldType
from classify.parse import parse
from ports.database import now
from registry import audit, described, prefill, standing
from registry.access import NotFound, Principal
from registry.clock import local_day
from registry.kinds import catalogue, kind_of
from registry.model import Case, Document, FieldValue
from registry.records import actionable
from registry.rounds import must_rest, next_round
from registry.routing import take
from registry.states import IllegalMove
from registry.tuning import samples

Answer = Literal["confirmed", "corrected", "illegible", "absent"]
_FREE_TEXT = frozenset({"text", "address", "tick", "choice", "signature", "stamp"})


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says of a field."""

    answer: Answer
    value: str | None


class VersionConflict(Exception):
    """Somebody has changed this meanwhile. Load the page again, look at the present value, then decide."""

    def __init__(self, current: int) -> None:
        self.current = current
        super().__init__(str(current))


class ConfirmedError(IllegalMove):
    """This document is confirmed. Reopen it before you change a value."""


def confirm(session: Session, principal: Principal, field_id: str, version: int) -> FieldValue:
    """The value is right as it stands. An empty one is right as well: there is nothing on the paper."""
    row = _field(session, principal, field_id, version)
    return _answer(session, principal, row, Word("confirmed" if row.value else "absent", row.value))


def correct(session: Session, principal: Principal, field_id: str, version: int, value: str) -> FieldValue:
    """The value is this one, in normal form. It is kept even where the checks object: the problem stands beside it."""
    row = _field(session, principal, field_id, version)
    spec = next((spec for spec in kind_of(row.document.kind).fields if spec.name == row.name), None)
    typed = normal_form(spec.type if spec else "text", value)
    return _answer(session, principal, row, Word("corrected" if typed else "absent", typed))


def mark(
    session: Session, principal: Principal, field_id: str, version: int, answer: Literal["illegible", "absent"]
) -> FieldValue:
    """There is no value: it cannot be read, or it is not on the paper."""
    return _answer(session, principal, _field(session, principal, field_id, version), Word(answer, None))


def confirm_document(session: Session, principal: Principal, document_id: str, version: int) -> Document:
    """All values stand on this person's word. With the last document the case is confirmed."""
    document = _document(session, principal, document_id, version)
    must_rest(session, document)
    case = _begun(session, principal, document)
    at = now(session)
    document.move("confirmed")
    for row in document.fields:
        if row.answer is None and row.value:
            _sign(row, Word("confirmed", row.value), principal, at)
    if case is not None and _all_confirmed(session, case):
        case.move("confirmed")
    return _done(session, principal, document, "document.confirmed")


def reopen(session: Session, principal: Principal, document_id: str, version: int) -> Document:
    """The confirmation is taken back; what was answered stays answered."""
    document = _document(session, principal, document_id, version)
    case = _begun(session, principal, document)
    document.move("placed")
    if case is not None and case.state in {"confirmed", "closed"}:
        case.move("review")
    return _done(session, principal, document, "document.reopened")


def change_kind(session: Session, principal: Principal, document_id: str, version: int, kind: str) -> list[str]:
    """The document is of this kind; its fields are drawn out anew. Returns work ids to be hinted at after the commit.

    Raises `NotFound` for a kind that is not in the catalogue.
    """
    document = _document(session, principal, document_id, version)
    if kind not in catalogue():
        raise NotFound
    must_rest(session, document)
    if document.state == "confirmed":
        raise ConfirmedError(document.state)
    taken_for = document.kind
    document.kind, document.kind_confidence, document.kind_confirmed_by = kind, 1.0, principal.id
    _begun(session, principal, document)
    if taken_for != kind:
        samples.corrected(session, principal, document)
    following = [next_round(session, document.id, "recognise")]
    audit.record(session, principal.key, "document.kind_changed", f"document:{document.id}", kind=kind)
    return following


def normal_form(field_type: FieldType, typed: str) -> str | None:
    """What a person typed, in normal form. Digits are never repaired, free text keeps its signs."""
    text = " ".join(unicodedata.normalize("NFC", typed).split())
    if not text or field_type in _FREE_TEXT:
        return text or None
    parsed = parse(field_type, text)
    return parsed.value if parsed.value and parsed.reason != "repaired" else text


def _field(session: Session, principal: Principal, field_id: str, version: int) -> FieldValue:
    """The field, its document locked. Raises as the module says."""
    found = session.get(FieldValue, field_id)
    if found is None:
        raise NotFound
    document = actionable(session, principal, found.document_id)
    session.refresh(found)  # as it stands now that the document is ours
    if found.version != version:
        raise VersionConflict(found.version)
    if document.state == "confirmed":
        raise ConfirmedError(document.state)
    return found


def _document(session: Session, principal: Principal, document_id: str, version: int) -> Document:
    document = actionable(session, principal, document_id)
    if document.version != version:
        raise VersionConflict(document.version)
    return document


def _answer(session: Session, principal: Principal, row: FieldValue, word: Word) -> FieldValue:
    at = now(session)
    _sign(row, word, principal, at)
    document = row.document
    prefill.recheck(session, document, kind_of(document.kind), local_day(document.registered_at))
    described.describe(session, document)
    case = _begun(session, principal, document)
    if case is not None:
        standing.refresh(session, case, at)
    audit.record(session, principal.key, f"field.{word.answer}", f"document:{document.id}", field=row.name)
    return row


def _sign(row: FieldValue, word: Word, principal: Principal, at: datetime) -> None:
    row.value = word.value
    row.answer = word.answer
    row.answered_by = principal.id
    row.answered_at = at


def _begun(session: Session, principal: Principal, document: Document) -> Case | None:
    """The document's case, locked. One that nobody had looked at is under review from a person's first word on."""
    if document.case_id is None:
        return None
    case = session.get_one(Case, document.case_id, with_for_update=True, populate_existing=True)
    take.begun(session, principal, case)
    if case.state == "new":
        case.move("review")
    return case


def _all_confirmed(session: Session, case: Case) -> bool:
    session.flush()
    left = select(Document.id).where(Document.case_id == case.id, Document.state != "confirmed").limit(1)
    return session.scalar(left) is None


def _done(session: Session, principal: Principal, document: Document, action: str) -> Document:
    if document.case is not None:
        standing.refresh(session, document.case, now(session))
    audit.record(session, principal.key, action, f"document:{document.id}")
    return document
