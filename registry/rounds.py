"""Work on a document goes in rounds: the first by itself, each further one because a person asked to read it again."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry import ledger
from registry.model import Document, Work
from registry.states import IllegalMove

OPEN = ("ready", "running")
PUT_ASIDE = ("split", "joined")
ASIDE = "ask"  # registers of other offices are asked beside the reading; nobody waits for them


class PutAsideError(IllegalMove):
    """This scan was split into several documents, or joined with others. Open the documents that stand for it."""


class StillReadingError(IllegalMove):
    """This document is being read at this moment. Wait until it is done, then load the page again."""


def locked(session: Session, document_id: str) -> Document:
    """The document's row, held until the transaction ends: who decides about the whole document decides alone."""
    return session.get_one(Document, document_id, with_for_update=True, populate_existing=True)


def is_busy(session: Session, document_id: str) -> bool:
    """Whether reading of the document is ready or running."""
    reading = (Work.document_id == document_id, Work.state.in_(OPEN), Work.step != ASIDE)
    return session.scalar(select(Work.id).where(*reading).limit(1)) is not None


def must_rest(session: Session, document: Document) -> None:
    """Raises `StillReadingError` while a machine is at work on it, `PutAsideError` where others stand for it."""
    if document.state in PUT_ASIDE:
        raise PutAsideError(document.state)
    if is_busy(session, document.id):
        raise StillReadingError(document.state)


def next_round(session: Session, document_id: str, step: str, page: int = 0) -> str:
    """Enqueues the step once more, after all its earlier rounds; the id of the new work row.

    Only under the lock of the document's row, or the same round could be opened twice.
    """
    return next_rounds(session, document_id, step, [page])[0]


def next_rounds(session: Session, document_id: str, step: str, pages: Iterable[int]) -> list[str]:
    """As `next_round`, for many pages at once."""
    earlier = select(func.max(Work.round)).where(Work.document_id == document_id, Work.step == step)
    round_no = (session.scalar(earlier) or 0) + 1
    rows = [ledger.enqueue(session, document_id, step, page, round_no=round_no) for page in pages]
    return [row for row in rows if row]
