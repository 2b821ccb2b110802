"""Every read query of the house, named. Each takes a `Principal` and shows what that principal may see, nothing else.

What is out of sight does not exist: `NotFound`. A look at content is written down with `seen`.
"""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Select, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, defer, selectinload

from registry import audit
from registry.access import (
    NotFound,
    Principal,
    batch_filter,
    case_filter,
    document_filter,
    register_filter,
    require,
)
from registry.audit import Code
from registry.decision_model import Decision
from registry.letters.model import Letter
from registry.model import SENT, AuditEvent, Batch, Case, Document, FieldValue, Page, Work
from registry.rounds import PUT_ASIDE, locked

T = TypeVar("T")
_CONTENT = (selectinload(Document.fields), selectinload(Document.problems))
_PAGES = selectinload(Document.pages).options(defer(Page.text))  # a page's text is a page's worth of JSON


def case(session: Session, principal: Principal, case_id: str) -> Case:
    """A case with its documents, their pages (without the text that was read), fields and problems."""
    wanted = select(Case).where(Case.id == case_id, case_filter(principal))
    documents = selectinload(Case.documents).options(*_CONTENT, _PAGES, selectinload(Document.blob))
    return _one(session, wanted.options(selectinload(Case.handler), documents))


def document(session: Session, principal: Principal, document_id: str) -> Document:
    """A document with pages, fields and problems."""
    wanted = select(Document).where(Document.id == document_id, document_filter(principal))
    return _one(session, wanted.options(*_CONTENT, _PAGES, selectinload(Document.blob)))


def page(session: Session, principal: Principal, document_id: str, number: int) -> Page:
    """A page with what was read on it."""
    return _one(
        session,
        select(Page)
        .join(Page.document)
        .where(Page.document_id == document_id, Page.number == number, document_filter(principal)),
    )


def field(session: Session, principal: Principal, field_id: str) -> FieldValue:
    return _one(
        session,
        select(FieldValue).join(FieldValue.document).where(FieldValue.id == field_id, document_filter(principal)),
    )


def batches(session: Session, principal: Principal, limit: int = 100) -> list[Batch]:
    """The principal's own batches, the newest first."""
    wanted = select(Batch).where(batch_filter(principal)).order_by(Batch.created_at.desc(), Batch.id).limit(limit)
    return list(session.scalars(wanted))


def batch(session: Session, principal: Principal, batch_id: str) -> Batch:
    return _one(session, select(Batch).where(Batch.id == batch_id, batch_filter(principal)))


def batch_documents(session: Session, principal: Principal, batch_id: str) -> list[Document]:
    """The register lines of a batch in the order of the pile: states, troubles and verdicts, no content."""
    batch(session, principal, batch_id)
    wanted = select(Document).where(Document.batch_id == batch_id, SENT, register_filter(principal))
    return list(session.scalars(wanted.order_by(Document.seq).options(_PAGES)))


def arriving(session: Session, principal: Principal) -> int:
    """How many registered documents are still on their way into a case."""
    wanted = (
        select(func.count())
        .select_from(Document)
        .where(Document.case_id.is_(None), Document.state.not_in(PUT_ASIDE), document_filter(principal))
    )
    return session.scalar(wanted) or 0


def troubled(session: Session, principal: Principal, limit: int = 100) -> list[Document]:
    """Documents that stand still or have a page nobody could read, the oldest first."""
    broken_page = exists().where(Page.document_id == Document.id, Page.trouble.is_not(None))
    wanted = (
        select(Document)
        .where(document_filter(principal), Document.state != "confirmed")
        .where(or_(Document.trouble.is_not(None), broken_page))
        .order_by(Document.registered_at)
        .limit(limit)
    )
    return list(session.scalars(wanted.options(_PAGES)))


def given_up(session: Session, principal: Principal, limit: int = 100) -> list[Work]:
    """Work that no machine gets done: ids and codes, for whoever keeps the house running."""
    require(principal, "admin", "supervisor", "auditor")
    wanted = select(Work).where(Work.state == "needs_human").order_by(Work.created_at.desc()).limit(limit)
    return list(session.scalars(wanted))


def timeline(session: Session, principal: Principal, case_id: str) -> list[AuditEvent]:
    """What has happened to a case and its documents, the oldest first."""
    auditor = true() if principal.role == "auditor" else false()  # events hold ids and codes, no content
    found = _one(session, select(Case).where(Case.id == case_id, or_(case_filter(principal), auditor)))
    ids = session.scalars(select(Document.id).where(Document.case_id == found.id))
    letters = session.scalars(select(Letter.id).where(Letter.case_id == found.id))
    decisions = session.scalars(select(Decision.id).where(Decision.case_id == found.id))
    objects = [f"case:{found.id}", *(f"document:{one}" for one in ids), *(f"letter:{one}" for one in letters)]
    objects += [f"decision:{one}" for one in decisions]
    return list(session.scalars(select(AuditEvent).where(AuditEvent.object.in_(objects)).order_by(AuditEvent.seq)))


def seen(session: Session, principal: Principal, what: str, **detail: Code) -> None:
    """Writes down that the principal looked at content, as AvTS § 39(2) wants it. `what` is "document:<id>"."""
    audit.record(session, principal.key, "content.seen", what, **detail)


def actionable(session: Session, principal: Principal, document_id: str) -> Document:
    """The document, locked, for someone who may act on it.

    Raises `Forbidden` for a role that acts on nothing, `NotFound` for what is out of sight.
    """
    require(principal, "handler", "supervisor")
    _one(session, select(Document.id).where(Document.id == document_id, document_filter(principal)))
    return locked(session, document_id)


def _one(session: Session, wanted: Select[T]) -> T:
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found
