"""The next case by one key, and the supervisor's page of who has how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from api.deps import HandlerDesk, SupervisorDesk
from api.web.cases import HexId
from api.web.render import go, page
from registry.clock import TALLINN
from registry.routing import handover, loads, take
from registry.routing.handover import Wish

router = APIRouter(include_in_schema=False)
Reason = Annotated[str, Form(max_length=300)]


@dataclass(frozen=True, slots=True)
class Handing:
    """All open cases of one handler, to another or by the rules."""

    handler: str
    to: str
    reason: str


def posted_handing(
    handler: Annotated[str, Form(pattern="^[0-9a-f]{32}$")],
    to: Annotated[str, Form(pattern="^([0-9a-f]{32})?$")] = "",
    reason: Reason = "",
) -> Handing:
    return Handing(handler, to, reason)


@router.post("/next")
def take_next(desk: HandlerDesk) -> Response:
    taken = desk.house.database.perform(lambda session: take.take_next(session, desk.principal))
    return go(f"/cases/{taken.case_id}" if taken else "/?nothing=1")


@router.post("/cases/{case}/give-back")
def give_back(case: HexId, desk: HandlerDesk, reason: Reason = "") -> Response:
    desk.house.database.perform(lambda session: take.give_back(session, desk.principal, case, reason))
    return go("/")


@router.get("/loads")
def show_loads(request: Request, desk: SupervisorDesk) -> Response:
    return _loads(request, desk)


@router.post("/loads")
def hand_over(request: Request, desk: SupervisorDesk, wish: Annotated[Handing, Depends(posted_handing)]) -> Response:
    wanted = Wish(wish.reason, of=wish.handler, to=wish.to or None)
    handed = desk.house.database.perform(lambda session: handover.hand_over(session, desk.principal, wanted))
    return _loads(request, desk, handed)


def _loads(request: Request, desk: SupervisorDesk, handed: int | None = None) -> Response:
    with desk.house.database.reading() as session:
        rows = loads.loads(session, desk.principal)
        people = [(one.id, one.name) for one in loads.handlers(session, desk.principal)]
        at = desk.house.database.now(session).astimezone(TALLINN)
    having = {row.handler_id: row.handler for row in rows if row.handler_id}
    total = {name: sum(getattr(row, name) for row in rows) for name in ("open", "waiting", "soon", "overdue", "held")}
    return page(
        request, "loads.html", here="loads", rows=rows, people=people, having=list(having.items()), handed=handed,
        at=at, total=total,
    )  # fmt: skip
