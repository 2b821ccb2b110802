"""The page "Erakorraline juurdepääs": ask for a case that is not for you, and who has asked for which."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from api.deps import Desk, ReaderDesk, desk_of, roles
from api.web.cases import HexId
from api.web.render import go, page
from registry import glass
from registry.clock import TALLINN

router = APIRouter(include_in_schema=False)
WatchDesk = Annotated[Desk, Depends(desk_of(roles("handler", "supervisor", "auditor")))]


@router.get("/access")
def show_grants(request: Request, desk: WatchDesk) -> Response:
    with desk.house.database.reading() as session:
        at = desk.house.database.now(session)
        rows = [
            {
                "id": row.id, "number": row.case.number, "case_id": row.case_id, "who": row.account.name,
                "reason": row.reason, "asked_at": row.asked_at.astimezone(TALLINN), "lives": row.lives(at),
                "until": (row.ended_at or row.until).astimezone(TALLINN), "mine": row.account_id == desk.principal.id,
            }
            for row in glass.grants(session, desk.principal)
        ]  # fmt: skip
    return page(request, "access.html", here="access", rows=rows, may_ask=desk.principal.role != "auditor")


@router.post("/access")
def ask_for_case(
    desk: ReaderDesk,
    number: Annotated[str, Form(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")],
    reason: Annotated[str, Form(max_length=500, pattern=r"^[^\x00]*$")] = "",
) -> Response:
    grant = desk.house.database.perform(
        lambda session: glass.open_case(session, desk.principal, number, reason).case_id
    )
    return go(f"/cases/{grant}")


@router.post("/access/{grant}/end")
def end_grant(grant: HexId, desk: ReaderDesk) -> Response:
    desk.house.database.perform(lambda session: glass.end(session, desk.principal, grant).id)
    return go("/access")
