"""One scan, many documents: where each begins, by a person's word, and taking it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.case_schemas import DocumentBody
from api.deps import ReaderDesk, SeenVersion
from api.documents import DocumentId
from api.edits import settle
from api.openapi import CONFLICTS, problems
from api.schemas import HexId, Incoming
from registry import parts, records

router = APIRouter(prefix="/v1/documents", tags=["documents"])
Pages = Annotated[list[Annotated[int, Field(ge=1, le=2000)]], Field(min_length=1, max_length=2000)]


class Pieces(Incoming):
    """The pages of each document, in their order. Every page stands once; separator sheets may be left out."""

    pieces: list[Pages] = Field(min_length=1, max_length=500, examples=[[[1, 2], [3]]])


class PartBody(BaseModel):
    """A document cut from a scan, and which pages of the scan it has."""

    document_id: HexId
    whole_id: HexId
    pages: list[int] = Field(examples=[[1, 2]])
    cover_kind: str = Field(description="What its cover sheet says it is; empty where there was none.")


@router.post("/{document}/split", responses=problems("pages_left_out", *CONFLICTS))
def split_document(document: DocumentId, wish: Pieces, version: SeenVersion, desk: ReaderDesk) -> DocumentBody:
    """Cut the scan into documents, each with a viit of its own. One piece of all pages says: this is one document."""
    return settle(
        desk,
        lambda session: parts.split(session, desk.principal, document, version, wish.pieces),
        lambda session: desk.words.document(records.document(session, desk.principal, document)),
    )


@router.post("/{document}/join", responses=problems("not_found", "illegal_move", "outcome_unknown"))
def join_document(document: DocumentId, desk: ReaderDesk) -> DocumentBody:
    """Take the cut back, asked of the scan or of any of its parts: the answer is the scan, one document again."""

    def show(session: Session) -> DocumentBody:
        whole = parts.whole_of(session, document)
        return desk.words.document(records.document(session, desk.principal, whole))

    return settle(desk, lambda session: parts.join(session, desk.principal, document), show)


@router.get("/{document}/parts", responses=problems("not_found"))
def list_parts(document: DocumentId, desk: ReaderDesk) -> list[PartBody]:
    """The documents that stand for a scan, asked of the scan or of any of them."""
    with desk.house.database.reading() as session:
        found = parts.parts(session, desk.principal, document)
        return [
            PartBody(document_id=one.document_id, whole_id=one.whole_id, pages=one.pages, cover_kind=one.kind)
            for one in found
        ]
