"""Breaking the glass: a case that is not for you, for some hours, with a reason that others read."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.deps import Desk, ReaderDesk, desk_of, roles
from api.glass_schemas import GrantBody, GrantWish
from api.openapi import problems
from registry import glass
from registry.glass_model import Grant

router = APIRouter(prefix="/v1/access-grants", tags=["access"])
GrantId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the grant.")]
WatchDesk = Annotated[Desk, Depends(desk_of(roles("handler", "supervisor", "auditor")))]


@router.get("", responses=problems())
def list_grants(desk: WatchDesk) -> list[GrantBody]:
    """Your own; of the units you supervise; all for auditors and data protection. The newest first."""
    with desk.house.database.reading() as session:
        at = desk.house.database.now(session)
        return [_shown(row, at) for row in glass.grants(session, desk.principal)]


@router.post("", status_code=201, responses=problems("not_found", "illegal_move", "reason_missing", "outcome_unknown"))
def open_case(wish: GrantWish, desk: ReaderDesk) -> GrantBody:
    """From now on you see the case for eight hours. Its handler and the supervisors are told at once."""
    return desk.house.database.perform(
        lambda session: _shown(
            glass.open_case(session, desk.principal, wish.number, wish.reason), desk.house.database.now(session)
        )
    )


@router.post("/{grant}/end", responses=problems("not_found", "illegal_move", "outcome_unknown"))
def end_grant(grant: GrantId, desk: ReaderDesk) -> GrantBody:
    """Before its time: by whoever has it, or by a supervisor who watches over it."""
    return desk.house.database.perform(
        lambda session: _shown(glass.end(session, desk.principal, grant), desk.house.database.now(session))
    )


def _shown(row: Grant, at: datetime) -> GrantBody:
    copied = {name: getattr(row, name) for name in ("id", "case_id", "reason", "asked_at", "until", "ended_at")}
    return GrantBody(**copied, case_number=row.case.number, who=row.account.name, lives=row.lives(at))
