"""Choices on the page of a case: which value counts where papers contradict each other, and whose a paper is."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.deps import ReaderDesk
from api.web.cases import HexId, Version, settle
from registry import choosing, proposals

router = APIRouter(include_in_schema=False)


@router.post("/cases/{case}/facts/{fact}")
def choose_value(
    request: Request,
    case: HexId,
    fact: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
    desk: ReaderDesk,
    version: Annotated[int, Form(ge=0)],
    value: Annotated[str, Form(max_length=4000)],
) -> Response:
    def act(session: Session) -> None:
        choosing.choose(session, desk.principal, fact, version, value)

    return settle(request, desk, case, "", act)


@router.post("/cases/{case}/proposals/{proposal}")
def answer_proposal(
    request: Request,
    case: HexId,
    proposal: HexId,
    desk: ReaderDesk,
    version: Version,
    action: Annotated[Literal["accept", "decline"], Form()] = "decline",
) -> Response:
    def act(session: Session) -> None:
        answer = proposals.accept if action == "accept" else proposals.decline
        answer(session, desk.principal, proposal, version)

    return settle(request, desk, case, "", act)
