"""The catalogue as data: which kinds of document the house knows, and what each asks for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api.case_schemas import KindBody
from api.deps import AnyDesk, LanguageDep
from api.errors import STATUS, Refusal
from api.openapi import problems
from api.schemas import ProblemKind
from api.sentences import SENTENCES

router = APIRouter(prefix="/v1", tags=["catalogue"])
Code = Annotated[str, Path(pattern="^[a-z][a-z0-9_]{1,59}$")]


@router.get("/kinds", responses=problems())
def list_kinds(desk: AnyDesk) -> list[KindBody]:
    """Every kind of document, with its sections and fields."""
    return [desk.words.kind(kind) for kind in desk.house.catalogue.values()]


@router.get("/kinds/{code}", responses=problems("not_found"))
def read_kind(code: Code, desk: AnyDesk) -> KindBody:
    """One kind of document."""
    if code not in desk.house.catalogue:
        raise Refusal("not_found")
    return desk.words.kind(desk.house.catalogue[code])


@router.get("/problems/{code}", responses=problems("not_found", known=False))
def read_problem(code: Code, language: LanguageDep) -> ProblemKind:
    """What the `type` of a problem points to. Open to everybody: it tells nothing about anybody."""
    if code not in SENTENCES:
        raise Refusal("not_found")
    sentence = SENTENCES[code]
    return ProblemKind(code=code, status=STATUS[code], title=sentence.title[language], detail=sentence.detail[language])
