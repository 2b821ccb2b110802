"""A person asks for another reading. A new round of work begins; what people have answered stays."""

from __future__ import annotations

from sqlalchemy.orm import Session

from registry import audit
from registry.access import NotFound, Principal
from registry.model import Document
from registry.records import actionable
from registry.rounds import locked, must_rest, next_round
from registry.states import IllegalMove


class ConfirmedError(IllegalMove):
    """This document is confirmed, a new reading could change nothing. Reopen it first, then read it again."""


def read_again(session: Session, principal: Principal, document_id: str) -> list[str]:
    """Reads the whole document once more, from the file on. Returns work ids to be hinted at after the commit.

    Raises `NotFound`, `Forbidden`, `StillReadingError`, `ConfirmedError`.
    """
    document = _at_rest(session, principal, document_id)
    document.trouble = None
    step = "place" if document.state == "recognised" else "pages"
    audit.record(session, principal.key, "document.read_again", f"document:{document.id}")
    return [next_round(session, document.id, step)]


def read_page_again(session: Session, principal: Principal, document_id: str, number: int) -> list[str]:
    """Reads one page once more, then recognises the document anew. Raises as `read_again`."""
    document = _at_rest(session, principal, document_id)
    page = next((page for page in document.pages if page.number == number), None)
    if page is None:
        raise NotFound
    page.trouble = None
    audit.record(session, principal.key, "page.read_again", f"document:{document.id}", page=number)
    return [next_round(session, document.id, "read", number)]


def _at_rest(session: Session, principal: Principal, document_id: str) -> Document:
    """The document, locked. An administrator may have it read again as well, without seeing what it says."""
    document = (
        _for_admin(session, document_id) if principal.role == "admin" else actionable(session, principal, document_id)
    )
    must_rest(session, document)
    if document.state == "confirmed":
        raise ConfirmedError(document.state)
    return document


def _for_admin(session: Session, document_id: str) -> Document:
    if session.get(Document, document_id) is None:
        raise NotFound
    return locked(session, document_id)
