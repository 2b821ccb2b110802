"""Cases: the list a handler starts the day with, a case with all it holds, and what has happened to it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.case_schemas import CaseBody, CaseFilter, CaseList, CaseSearch, EventBody
from api.deps import Desk, ReaderDesk, RegisterDesk
from api.edits import tagged
from api.openapi import ETAG, problems
from api.shown import event
from registry import case_list, checklist, records, timeline
from registry.case_list import CaseQuery

router = APIRouter(prefix="/v1/cases", tags=["cases"])
CaseId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the case.")]


@router.get("", responses=problems())
def list_cases(wish: Annotated[CaseFilter, Query()], desk: ReaderDesk) -> CaseList:
    """Open cases by due date, the most urgent first; then those that are done, the latest first."""
    return _found(desk, CaseQuery(**wish.model_dump()))


@router.post("/search", responses=problems())
def search_cases(wish: CaseSearch, desk: ReaderDesk) -> CaseList:
    """The same, by words too. A POST, because names and personal codes do not belong into an address."""
    return _found(desk, CaseQuery(**wish.model_dump()))


def _found(desk: Desk, query: CaseQuery) -> CaseList:
    with desk.house.database.reading() as session:
        found = case_list.cases(session, desk.principal, query)
        shown = [desk.words.case_row(row) for row in found.rows]
    following = query.offset + len(shown) if found.following else None
    return CaseList(cases=shown, total=found.count + found.beyond, next=following)


@router.get("/{case}", responses={**problems("not_found"), **ETAG})
def read_case(case: CaseId, desk: ReaderDesk, response: Response) -> CaseBody:
    """A case with its documents, their pages, fields and problems, and what it still lacks."""
    with desk.house.database.transaction() as session:
        row = records.case(session, desk.principal, case)
        lacking = checklist.missing(session, row, desk.house.catalogue)
        waived = checklist.waived(session, row, desk.house.catalogue)
        records.seen(session, desk.principal, f"case:{row.id}")
        return tagged(response, desk.words.case(row, lacking, waived))


@router.get("/{case}/timeline", responses=problems("not_found"))
def read_timeline(case: CaseId, desk: RegisterDesk) -> list[EventBody]:
    """What has happened to a case, its documents and letters, by whom, the oldest first; never what they say."""
    with desk.house.database.reading() as session:
        return [event(moment, desk.words.language) for moment in timeline.story(session, desk.principal, case)]
