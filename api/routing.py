"""Whose case is it: the next one for a handler, why a case went where it went, loads and handing over."""

from __future__ import annotations

from fastapi import APIRouter

from api.cases import CaseId
from api.deps import Desk, HandlerDesk, ReaderDesk, SupervisorDesk
from api.openapi import problems
from api.routing_schemas import ChoiceBody, GivenBack, HandedBody, HandOver, LoadBody, NextBody
from api.shown import said
from registry import records
from registry.routing import explained, handover, loads, take
from registry.routing.explained import Explained
from registry.routing.handover import Wish

router = APIRouter(prefix="/v1", tags=["routing"])


@router.post("/queue/next", responses=problems("outcome_unknown"))
def take_next(desk: HandlerDesk) -> NextBody:
    """The most urgent case for the caller's skills, held for half an hour; nobody else is given it meanwhile."""
    taken = desk.house.database.perform(lambda session: take.take_next(session, desk.principal))
    if taken is None:
        return NextBody(case=None, until=None, again=False)
    with desk.house.database.reading() as session:
        row = desk.words.case_row(records.case(session, desk.principal, taken.case_id))
    return NextBody(case=row, until=taken.until, again=taken.again)


@router.post("/queue/{case}/give-back", status_code=204, responses=problems("not_found", "reason_missing"))
def give_back(case: CaseId, wish: GivenBack, desk: HandlerDesk) -> None:
    """Somebody else gets it; the caller is not given it again today."""
    desk.house.database.perform(lambda session: take.give_back(session, desk.principal, case, wish.reason))


@router.get("/cases/{case}/route", responses=problems("not_found"))
def read_route(case: CaseId, desk: ReaderDesk) -> list[ChoiceBody]:
    """Why a case went where it went: every choice with its steps, the latest first."""
    with desk.house.database.reading() as session:
        found = explained.explained(session, desk.principal, case)
        return [_choice(one, desk) for one in found]


@router.get("/loads", responses=problems())
def list_loads(desk: SupervisorDesk) -> list[LoadBody]:
    """Open cases by unit and handler: how many, how old, how soon due, how many late, who is away."""
    with desk.house.database.reading() as session:
        found = loads.loads(session, desk.principal)
    return [LoadBody.model_validate(one, from_attributes=True) for one in found]


@router.post("/handover", responses=problems("not_found", "reason_missing", "nobody_there", "outcome_unknown"))
def hand_over(wish: HandOver, desk: SupervisorDesk) -> HandedBody:
    """One case, many, or all open ones of a handler: to another, or by the rules anew. All or none, with a reason."""
    wanted = Wish(wish.reason, tuple(wish.cases), wish.handler, wish.to)
    handed = desk.house.database.perform(lambda session: handover.hand_over(session, desk.principal, wanted))
    return HandedBody(handed=handed)


def _choice(one: Explained, desk: Desk) -> ChoiceBody:
    row = one.choice
    steps = [said(step, desk.words.language) for step in one.steps]
    return ChoiceBody(
        at=row.at, by=one.by, rule=row.rule, unit=row.unit, handler_id=row.handler_id, handler=one.handler,
        steps=steps, reason=row.reason,
    )  # fmt: skip
