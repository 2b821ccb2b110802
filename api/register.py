"""The document register: search, lines, and the view that needs no sign-in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from sqlalchemy.orm import Session

from api.deps import HouseDep, ReaderDesk, SeenVersion
from api.edits import settle, tagged
from api.openapi import CONFLICTS, ETAG, problems
from api.register_schemas import (
    EntryBody,
    EntryChange,
    HitBody,
    NewEntry,
    PlaceBody,
    PublicLine,
    PublicRegister,
    RegisterFilter,
    RegisterSearch,
    SearchResult,
)
from registry import entries, public, restriction, search
from registry.access import Principal
from registry.entries import Registration
from registry.entry_model import Entry
from registry.search import Wish

router = APIRouter(prefix="/v1", tags=["register"])
EntryId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the line.")]
OPEN = problems(known=False)


@router.post("/search", responses=problems("outcome_unknown"))
def search_register(wish: RegisterSearch, desk: ReaderDesk) -> SearchResult:
    """Words of pages, values and register lines; without marks, with slips. Posted: no name stands in a URL."""
    with desk.house.database.transaction() as session:
        found = search.search(session, desk.principal, Wish(**wish.model_dump()))
        hits = [HitBody(entry=shown(hit.entry), place=_place(hit.place)) for hit in found.hits]
    return SearchResult(hits=hits, count=found.count, next=found.following)


@router.post("/register", status_code=201, responses=problems("not_found", "outcome_unknown"))
def register_document(wish: NewEntry, desk: ReaderDesk) -> EntryBody:
    """Register a document that goes out or stays in the house; it takes the next number of its case or series."""

    def event(session: Session) -> EntryBody:
        return shown(entries.register(session, desk.principal, Registration(**wish.model_dump())))

    return desk.house.database.perform(event)


@router.get("/register/{entry}", responses={**problems("not_found"), **ETAG})
def read_entry(entry: EntryId, desk: ReaderDesk, response: Response) -> EntryBody:
    """A line of the register with all it says."""
    with desk.house.database.reading() as session:
        return tagged(response, _shown(desk.principal, entry)(session))


@router.put("/register/{entry}", responses={**problems(*CONFLICTS), **ETAG})
def correct_entry(
    entry: EntryId, wish: EntryChange, version: SeenVersion, desk: ReaderDesk, response: Response
) -> EntryBody:
    """Correct the register. What a person wrote, no later reading overwrites."""
    changes = {name: value for name, value in wish.model_dump(exclude_unset=True).items() if _sayable(name, value)}

    def act(session: Session) -> None:
        entries.correct(session, desk.principal, entry, version, changes)

    return tagged(response, settle(desk, act, _shown(desk.principal, entry)))


@router.get("/public/register", responses=OPEN)
def read_public_register(wish: Annotated[RegisterFilter, Query()], house: HouseDep) -> PublicRegister:
    """The register as everybody may read it, the newest first."""
    return _public(house, Wish(**wish.model_dump()))


@router.post("/public/register", responses=problems(known=False))
def search_public_register(wish: RegisterSearch, house: HouseDep) -> PublicRegister:
    """The same, by words too. Only what is shown can be found."""
    return _public(house, Wish(**wish.model_dump()))


def _public(house: HouseDep, wish: Wish) -> PublicRegister:
    with house.database.reading() as session:
        sheet = public.register(session, wish)
    lines = [PublicLine(**asdict(line)) for line in sheet.lines]
    return PublicRegister(lines=lines, count=sheet.count, next=sheet.following)


def _sayable(name: str, value: object) -> bool:
    """A date may be taken back; of all else `null` says nothing."""
    return value is not None or name.endswith(("_on", "_date", "_due"))


def _shown(principal: Principal, entry: str) -> Callable[[Session], EntryBody]:
    return lambda session: shown(entries.entry_of(session, principal, entry))


def shown(entry: Entry) -> EntryBody:
    case = entry.of_case
    came = case if entry.document_id is not None else None
    handler = came.handler if came is not None else entry.handler
    known = {name: getattr(entry, name) for name in EntryBody.model_fields if hasattr(entry, name)}
    derived: dict[str, Any] = {
        "case_id": case.id if case is not None else None,
        "unit": came.unit if came is not None else entry.unit,
        "handler": handler.name if handler is not None else None,
        "answer_due": came.due_on if came is not None else entry.answer_due,
        "mark": [],
    }
    if entry.ak_from is not None and entry.ak_until is not None:
        derived["mark"] = list(restriction.mark(entry.ak_basis, entry.ak_from, entry.ak_until))
    return EntryBody(**(known | derived))


def _place(place: search.Place | None) -> PlaceBody | None:
    return None if place is None else PlaceBody(page=place.page, pieces=list(place.pieces))
