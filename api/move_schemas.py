"""What goes over the wire when documents are laid into another case, and when a person answers a proposal."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.schemas import At, HexId, Incoming

CaseRef = Annotated[str, Field(pattern="^[0-9a-f]{32}$", examples=["5f0c1c5e7a0b4b0c8f5f4d1f8a2b3c4d"])]


class Destination(Incoming):
    """The case into which something is laid."""

    into: CaseRef


class Selection(Incoming):
    """The documents that get a case of their own."""

    documents: list[CaseRef] = Field(min_length=1, max_length=500)


class ActBody(BaseModel):
    """An act on where documents lie. It is never erased; what undoes it is an act of its own."""

    id: HexId
    what: Literal["move", "merge", "split", "undo"]
    from_case: HexId
    into_case: HexId
    documents: list[HexId]
    at: At
    by: str = Field(examples=["person:5f0c1c5e7a0b4b0c8f5f4d1f8a2b3c4d"])
    undoes: HexId | None


class ProposalBody(BaseModel):
    """A case that a document may belong to. Only a person may say so."""

    id: HexId
    document_id: HexId
    case_id: HexId
    case_number: str = Field(examples=["6.0-1/1042"])
    why: str = Field(examples=["May belong to case 6.0-1/1042: the same name and the same date of birth."])
    state: Literal["open", "accepted", "declined"]
