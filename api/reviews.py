"""A person's word on a whole document: what kind it is, that it is right, that it must be read again."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Response, status
from sqlalchemy.orm import Session

from api.case_schemas import DocumentBody, KindChoice
from api.deps import Desk, ReaderDesk, SeenVersion
from api.documents import DocumentId, PageNumber
from api.edits import settle, tagged
from api.errors import Refusal
from api.openapi import CONFLICTS, ETAG, problems
from registry import records, retry, review

router = APIRouter(prefix="/v1/documents", tags=["documents"])
ANSWERED = {**problems(*CONFLICTS), **ETAG}
AGAIN = problems("not_found", "illegal_move", "outcome_unknown")


@router.put("/{document}/kind", responses={**problems("unknown_kind", *CONFLICTS), **ETAG})
def choose_kind(
    document: DocumentId, choice: KindChoice, version: SeenVersion, desk: ReaderDesk, response: Response
) -> DocumentBody:
    """Say what kind of document it is; its fields are drawn out anew by a worker."""
    if choice.kind not in desk.house.catalogue:
        raise Refusal("unknown_kind")
    return _answered(
        desk, document, response,
        lambda session: review.change_kind(session, desk.principal, document, version, choice.kind),
    )  # fmt: skip


@router.post("/{document}/confirm", responses=ANSWERED)
def confirm_document(document: DocumentId, version: SeenVersion, desk: ReaderDesk, response: Response) -> DocumentBody:
    """Confirm the document as a whole: its values now stand on a person's word."""
    return _answered(
        desk, document, response,
        lambda session: review.confirm_document(session, desk.principal, document, version),
    )  # fmt: skip


@router.post("/{document}/reopen", responses=ANSWERED)
def reopen_document(document: DocumentId, version: SeenVersion, desk: ReaderDesk, response: Response) -> DocumentBody:
    """Take the confirmation back; what was answered stays answered."""
    return _answered(
        desk, document, response,
        lambda session: review.reopen(session, desk.principal, document, version),
    )  # fmt: skip


@router.post("/{document}/read-again", status_code=status.HTTP_202_ACCEPTED, responses=AGAIN)
def read_document_again(document: DocumentId, desk: ReaderDesk) -> DocumentBody:
    """Read the whole document once more, from the file on. What people have answered stays."""
    return _reread(desk, document, lambda session: retry.read_again(session, desk.principal, document))


@router.post("/{document}/pages/{number}/read-again", status_code=status.HTTP_202_ACCEPTED, responses=AGAIN)
def read_page_again(document: DocumentId, number: PageNumber, desk: ReaderDesk) -> DocumentBody:
    """Read one page once more, then recognise the document anew."""
    return _reread(desk, document, lambda session: retry.read_page_again(session, desk.principal, document, number))


def _answered(desk: Desk, document: str, response: Response, act: Callable[[Session], object]) -> DocumentBody:
    return tagged(response, _reread(desk, document, act))


def _reread(desk: Desk, document: str, act: Callable[[Session], object]) -> DocumentBody:
    return settle(desk, act, lambda session: desk.words.document(records.document(session, desk.principal, document)))
