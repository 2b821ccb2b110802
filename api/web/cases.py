"""The handler's desk: the list of cases, and a case with every value beside the piece of picture it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from starlette.responses import Response

from api.deps import Desk, ReaderDesk
from api.shown import Shown
from api.web import casework, views
from api.web.casework import Typed
from api.web.render import go, page, page_language
from registry import case_list, clock, rearrange, records, retry, review, states
from registry.case_list import CaseQuery
from registry.kinds import kind_of
from registry.model import FieldValue
from registry.review import VersionConflict

router = APIRouter(include_in_schema=False)
HexId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Version = Annotated[int, Form(ge=1)]
ROWS = 50


@dataclass(frozen=True, slots=True)
class Search:
    """What the list is narrowed to. It is posted: a name or a personal code never stands in a URL."""

    text: str = ""
    state: str = ""
    mine: bool = False
    page: int = 1


def posted_search(
    q: Annotated[str, Form(max_length=100)] = "",
    state: Annotated[str, Form(max_length=20)] = "",
    mine: Annotated[bool, Form()] = False,
    page: Annotated[int, Form(ge=1, le=100_000)] = 1,
) -> Search:
    return Search(q.strip(), state if state in states.CASE_MOVES else "", mine, page)


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's word on a value, with the version it was given for."""

    version: int
    value: str = ""
    action: Literal["save", "illegible", "absent"] = "save"


def posted_answer(
    version: Version,
    value: Annotated[str, Form(max_length=4000)] = "",
    action: Annotated[Literal["save", "illegible", "absent"], Form()] = "save",
) -> Answer:
    return Answer(version, value.strip(), action)


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of document chosen by a person."""

    version: int
    kind: str


def posted_choice(version: Version, kind: Annotated[str, Form(max_length=60)]) -> Choice:
    return Choice(version, kind)


@router.get("/")
def front(request: Request, desk: ReaderDesk, nothing: Annotated[bool, Query()] = False) -> Response:
    return _list(request, desk, Search(), nothing)


@router.post("/")
def search(request: Request, desk: ReaderDesk, wish: Annotated[Search, Depends(posted_search)]) -> Response:
    return _list(request, desk, wish)


def _list(request: Request, desk: Desk, wish: Search, nothing: bool = False) -> Response:
    offset = (wish.page - 1) * ROWS
    query = CaseQuery(wish.state or "all", mine=wish.mine, text=wish.text, limit=ROWS, offset=offset)
    shown = Shown(desk.house.catalogue, page_language(request))
    with desk.house.database.reading() as session:
        today = clock.local_day(desk.house.database.now(session))
        found = case_list.cases(session, desk.principal, query)
        waiting = case_list.waiting(session, found.rows)
        rows = [views.case_row(row, shown, today, waiting.get(row.id, 0)) for row in found.rows]
        arriving = records.arriving(session, desk.principal)
    return page(
        request, "cases.html", here="cases", rows=rows, query=wish, page=wish.page,
        total=f"{found.count}+" if found.beyond else found.count,
        pages=max(1, -(-found.count // ROWS), wish.page + found.following),
        states=list(states.CASE_MOVES), arriving=arriving,
        searching=bool(wish.text or wish.state or wish.mine), nothing=nothing,
    )  # fmt: skip


@router.get("/cases/{case}")
def show_case(
    request: Request, case: HexId, desk: ReaderDesk, document: Annotated[str, Query(max_length=32)] = ""
) -> Response:
    return _case(request, desk, case, document)


def _case(request: Request, desk: Desk, case: str, at: str | Typed, status: int = 200) -> Response:
    document, typed = (at.document, at) if isinstance(at, Typed) else (at, None)
    shown = Shown(desk.house.catalogue, page_language(request))
    with desk.house.database.transaction() as session:
        row = records.case(session, desk.principal, case)
        if not row.documents:  # its documents were laid elsewhere
            now_in = rearrange.successor(session, row)
            return go(f"/cases/{now_in.id}" if now_in is not row else "/")
        records.seen(session, desk.principal, f"case:{row.id}")
        context = casework.context(session, desk, row, document, shown)
        context["difference"] = casework.difference(session, row, typed, shown) if typed else None
    return page(request, "case.html", status, here="cases", conflict=status == 412, **context)


@router.post("/cases/{case}/fields/{field}")
def answer_field(
    request: Request, case: HexId, field: HexId, desk: ReaderDesk, answer: Annotated[Answer, Depends(posted_answer)]
) -> Response:
    with desk.house.database.reading() as session:
        document = records.field(session, desk.principal, field).document_id

    def act(session: Session) -> None:
        row = records.field(session, desk.principal, field)
        if answer.action != "save":
            review.mark(session, desk.principal, field, answer.version, answer.action)
        elif _is_what_stands(row, answer.value):
            review.confirm(session, desk.principal, field, answer.version)
        else:
            review.correct(session, desk.principal, field, answer.version, answer.value)

    yours = answer.value if answer.action == "save" else ""
    return settle(request, desk, case, Typed(document, field, yours), act)


def _is_what_stands(row: FieldValue, typed: str) -> bool:
    """Whether the box came back as it was shown, whatever the form of a date."""
    if typed == (row.value or ""):
        return True
    spec = next((spec for spec in kind_of(row.document.kind).fields if spec.name == row.name), None)
    return spec is not None and review.normal_form(spec.type, typed) == row.value


@router.post("/cases/{case}/documents/{document}/confirm")
def confirm_document(request: Request, case: HexId, document: HexId, desk: ReaderDesk, version: Version) -> Response:
    def act(session: Session) -> None:
        review.confirm_document(session, desk.principal, document, version)

    return settle(request, desk, case, document, act)


@router.post("/cases/{case}/documents/{document}/reopen")
def reopen_document(request: Request, case: HexId, document: HexId, desk: ReaderDesk, version: Version) -> Response:
    def act(session: Session) -> None:
        review.reopen(session, desk.principal, document, version)

    return settle(request, desk, case, document, act)


@router.post("/cases/{case}/documents/{document}/kind")
def change_kind(
    request: Request, case: HexId, document: HexId, desk: ReaderDesk, choice: Annotated[Choice, Depends(posted_choice)]
) -> Response:
    following: list[str] = []

    def act(session: Session) -> None:
        following[:] = review.change_kind(session, desk.principal, document, choice.version, choice.kind)

    answer = settle(request, desk, case, document, act)
    desk.house.hints.publish(following)
    return answer


@router.post("/cases/{case}/documents/{document}/again")
def read_again(request: Request, case: HexId, document: HexId, desk: ReaderDesk) -> Response:
    following: list[str] = []

    def act(session: Session) -> None:
        following[:] = retry.read_again(session, desk.principal, document)

    answer = settle(request, desk, case, document, act)
    desk.house.hints.publish(following)
    return answer


def settle(request: Request, desk: Desk, case: str, at: str | Typed, act: Callable[[Session], None]) -> Response:
    """Acts, then shows the document anew. Who came too late sees what stands there now beside what was typed, and
    nothing is overwritten. `at`: the id of the document to lie open, or what was typed in it."""
    try:
        desk.house.database.perform(act)
    except (VersionConflict, StaleDataError):
        return _case(request, desk, case, at, 412)
    return go(f"/cases/{case}?document={at.document if isinstance(at, Typed) else at}")
