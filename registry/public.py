"""What everybody may see of the register (AvTS § 12): the metadata of every document, of no natural person anything.

Restricted documents show that they exist, from when to when they are restricted and why; not what they are about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session, joinedload, load_only

from registry import search
from registry.clock import local_day
from registry.entry_model import Entry
from registry.model import Case, Document
from registry.search import Wish
from registry.search_model import SearchText


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the public reads it. `party` is empty for a natural person, and `person` says so."""

    viit: str
    direction: str
    registered_on: date
    kind: str
    title: str
    party: str
    person: bool
    how: str
    dated_on: date | None
    series: str
    unit: str
    handler: str
    answer_due: date | None
    related: str
    ak_basis: str
    ak_from: date | None
    ak_until: date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the register, the newest first. `count` is bounded as that of a search."""

    lines: tuple[Line, ...]
    count: int
    following: int | None


def register(session: Session, wish: Wish) -> Sheet:
    """The register as anybody may read it. Only what is shown can be looked for."""
    sight = search.open_sight(session, wish)
    if sight is None:
        return Sheet((), 0, None)
    case = joinedload(SearchText.entry).joinedload(Entry.document).joinedload(Document.case)
    own = joinedload(SearchText.entry).joinedload(Entry.handler)
    ids, count = search.newest(session, sight, wish)
    loaded = (load_only(SearchText.entry_id), case.joinedload(Case.handler), own)
    shown = search.lines_of(session, ids[: wish.limit], loaded)
    answered = _viits(session, [row.entry.reply_to for row in shown])
    lines = tuple(line(row.entry, answered.get(row.entry.reply_to or "", "")) for row in shown)
    following = shown[-1].id if len(ids) > len(shown) else None
    return Sheet(lines, count, following)


def line(entry: Entry, related: str) -> Line:
    case = entry.document.case if entry.document is not None else None
    handler = case.handler if case is not None else entry.handler
    return Line(
        viit=entry.viit, direction=entry.direction, registered_on=local_day(entry.registered_at), kind=entry.kind,
        title=(entry.public_title or entry.kind) if entry.restricted else entry.title,
        party="" if entry.party_person else entry.party, person=entry.party_person, how=entry.how,
        dated_on=entry.dated_on, series=entry.series, unit=case.unit if case is not None else entry.unit,
        handler=handler.name if handler is not None else "",
        answer_due=case.due_on if case is not None else entry.answer_due, related=related,
        ak_basis=entry.ak_basis, ak_from=entry.ak_from, ak_until=entry.ak_until,
    )  # fmt: skip


def _viits(session: Session, ids: list[str | None]) -> dict[str, str]:
    return {one: found.viit for one in set(ids) if one and (found := session.get(Entry, one)) is not None}
