"""Where documents lie: moving, joining, parting, taking back; and answers to proposals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy.orm import Session

from api.cases import CaseId
from api.deps import Desk, ReaderDesk, SeenVersion
from api.documents import DocumentId
from api.move_schemas import ActBody, Destination, ProposalBody, Selection
from api.openapi import CONFLICTS, problems
from registry import proposals, rearrange
from registry.case_model import CaseAct, Proposal

router = APIRouter(prefix="/v1", tags=["cases"])
ActId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the act.")]
ProposalId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the proposal.")]
CHANGED = problems(*CONFLICTS)


@router.post("/documents/{document}/move", responses=CHANGED)
def move_document(document: DocumentId, wish: Destination, version: SeenVersion, desk: ReaderDesk) -> ActBody:
    """Lay a document into another case. Its viit stays; a case that is left empty is closed."""
    return _act(desk, lambda session: rearrange.move(session, desk.principal, document, version, wish.into))


@router.post("/cases/{case}/merge", responses=CHANGED)
def merge_case(case: CaseId, wish: Destination, version: SeenVersion, desk: ReaderDesk) -> ActBody:
    """Lay all documents of this case into another one; this one is closed and its number leads there."""
    return _act(desk, lambda session: rearrange.merge(session, desk.principal, case, version, wish.into))


@router.post("/cases/{case}/split", responses=CHANGED)
def split_case(case: CaseId, wish: Selection, version: SeenVersion, desk: ReaderDesk) -> ActBody:
    """Part some documents from the others: they get a case of their own with a new number."""
    return _act(desk, lambda session: rearrange.split(session, desk.principal, case, version, wish.documents))


@router.get("/cases/{case}/moves", responses=problems("not_found"))
def list_moves(case: CaseId, desk: ReaderDesk) -> list[ActBody]:
    """What was moved out of this case and into it, the oldest first."""
    with desk.house.database.reading() as session:
        return [_shown(act) for act in rearrange.acts(session, desk.principal, case)]


@router.post("/moves/{act}/undo", responses=problems("not_found", "illegal_move", "outcome_unknown"))
def undo_move(act: ActId, desk: ReaderDesk) -> ActBody:
    """Take an act back, if all its documents still lie where it laid them."""
    return _act(desk, lambda session: rearrange.undo(session, desk.principal, act))


@router.get("/cases/{case}/proposals", responses=problems("not_found"))
def list_proposals(case: CaseId, desk: ReaderDesk) -> list[ProposalBody]:
    """Other cases that documents of this case may belong to."""
    with desk.house.database.reading() as session:
        rearrange.acts(session, desk.principal, case)  # raises for a case that is out of sight
        return [_proposal(desk, row) for row in proposals.of_case(session, desk.principal, case)]


@router.post("/proposals/{proposal}/accept", responses=CHANGED)
def accept_proposal(proposal: ProposalId, version: SeenVersion, desk: ReaderDesk) -> ProposalBody:
    """It belongs there: the document is moved. The version is the document's."""
    return _answer(desk, lambda session: proposals.accept(session, desk.principal, proposal, version))


@router.post("/proposals/{proposal}/decline", responses=CHANGED)
def decline_proposal(proposal: ProposalId, version: SeenVersion, desk: ReaderDesk) -> ProposalBody:
    """It does not belong there, and is not proposed again. The version is the document's."""
    return _answer(desk, lambda session: proposals.decline(session, desk.principal, proposal, version))


def _act(desk: Desk, act: Callable[[Session], CaseAct]) -> ActBody:
    return desk.house.database.perform(lambda session: _shown(act(session)))


def _shown(act: CaseAct) -> ActBody:
    return ActBody(
        id=act.id,
        what=act.what,  # type: ignore[arg-type]  # one of the four that registry/rearrange.py writes
        from_case=act.from_id,
        into_case=act.into_id,
        documents=[move.document_id for move in act.moves],
        at=act.at,
        by=act.by,
        undoes=act.undoes,
    )


def _answer(desk: Desk, answer: Callable[[Session], Proposal]) -> ProposalBody:
    return desk.house.database.perform(lambda session: _proposal(desk, answer(session)))


def _proposal(desk: Desk, row: Proposal) -> ProposalBody:
    return ProposalBody(
        id=row.id,
        document_id=row.document_id,
        case_id=row.case_id,
        case_number=row.case.number,
        why=desk.words.because(row.why),
        state=row.state,  # type: ignore[arg-type]  # one of the three of registry/states.py
    )
