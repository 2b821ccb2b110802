"""Lists of cases: what a handler, a unit, the office has to do, and what words find. No document is loaded for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    UnaryExpression,
    bindparam,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, selectinload

from registry import search_words
from registry.access import Principal, case_filter, case_sights
from registry.model import Case, Document, FieldValue, ProblemRow
from registry.search_model import SearchText
from registry.states import DONE_CASES, OPEN_CASES

COUNTED, SOUGHT = 1000, 50  # to count further costs more than it tells; by words, sooner
_URGENT = (Case.due_on.asc().nulls_last(), Case.opened_at, Case.number)
_LATEST = (Case.opened_at.desc(), Case.number.desc())

Wanted = Sequence[ColumnElement[bool]]
Order = tuple[UnaryExpression[bool], ...]


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Which cases of those one may see. `text` is looked for in all their papers say and the register says of them."""

    state: str = "all"  # or a state of a case, or "open": all that are neither confirmed nor closed
    unit: str = ""
    mine: bool = False
    text: str = ""
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class CasePage:
    """`count`: how many there are, whatever the limit and offset; where `beyond`, more than so many."""

    rows: list[Case]
    count: int
    beyond: bool
    following: bool  # another page comes after this one


def cases(session: Session, principal: Principal, query: CaseQuery) -> CasePage:
    """What is open by due date, the most urgent first; what waits for something, the oldest first; then what is done,
    the latest first. Of those that words find, first the ones whose own line says them: number, client's name or code.
    """
    end = query.offset + query.limit
    ids = _in_order(session, principal, query, max(end, SOUGHT if query.text else 0) + 1)
    found = len(ids) if query.text else _counted(session, principal, query)
    counted = max(SOUGHT if query.text else COUNTED, len(ids) - 1)
    shown = ids[query.offset : end]
    loaded = select(Case).where(Case.id.in_(shown)).options(selectinload(Case.handler))
    rows = {row.id: row for row in session.scalars(loaded)}
    return CasePage([rows[one] for one in shown], min(found, counted), found > counted, len(ids) > end)


def waiting(session: Session, cases: Collection[Case]) -> dict[str, int]:
    """How many values of each case wait for a person: doubtful, illegible, or named by an error, and not answered."""
    wrong = exists().where(
        ProblemRow.document_id == FieldValue.document_id,
        ProblemRow.field == FieldValue.name,
        ProblemRow.severity == "error",
    )
    doubtful = or_(FieldValue.found.in_(("doubtful", "illegible")), wrong)
    wanted = select(Document.case_id, func.count()).join(FieldValue.document).group_by(Document.case_id)
    of = (Document.case_id.in_([case.id for case in cases]), Document.state != "confirmed", FieldValue.answer.is_(None))
    return {case: count for case, count in session.execute(wanted.where(*of, doubtful)) if case}


def _in_order(session: Session, principal: Principal, query: CaseQuery, most: int) -> list[str]:
    """What is open and what is done each have an index in their own order, so that no more is looked at than shown."""
    wanted = [case_filter(principal), *_narrowed(principal, query)]
    tiers, first = _said(session, query.text)
    found: list[str] = []
    for states, order in ((OPEN_CASES, _URGENT), (DONE_CASES, _LATEST)):
        for tier in tiers:
            if (among := states & _states(query.state)) and len(found) < most:
                part = select(Case.id).where(*wanted, *tier, Case.state.in_(_literally(among)))
                fresh = part.where(Case.id.not_in(found)) if found else part
                found += session.scalars(fresh.order_by(*first, *order).limit(most - len(found)))
    return found


def _counted(session: Session, principal: Principal, query: CaseQuery) -> int:
    """Up to one more than are counted: sight by sight, each counted in an index, no case twice."""
    found, sights = 0, case_sights(principal)
    for number, sight in enumerate(sights):
        before = [func.coalesce(other, false()).is_(false()) for other in sights[:number]]
        for states in (OPEN_CASES, DONE_CASES):
            if (among := states & _states(query.state)) and found <= COUNTED:
                wanted = (sight, *before, *_narrowed(principal, query), Case.state.in_(_literally(among)))
                some = select(literal(1)).select_from(Case).where(*wanted).limit(COUNTED + 1 - found)
                found += session.scalar(select(func.count()).select_from(some.subquery())) or 0
    return found


def _states(state: str) -> frozenset[str]:
    return frozenset({"all": OPEN_CASES | DONE_CASES, "open": OPEN_CASES}.get(state, {state}))


def _narrowed(principal: Principal, query: CaseQuery) -> list[ColumnElement[bool]]:
    wanted = [Case.unit == query.unit] if query.unit else []
    return [*wanted, Case.handler_id == principal.id] if query.mine else wanted


def _said(session: Session, wish: str) -> tuple[list[Wanted], Order]:
    """Cases whose own line says all that is looked for, and those one of whose documents speaks of it: the few lines
    of rare words in one go, the former first; of frequent ones, one after the other.
    """
    terms = search_words.meant(session, wish)
    if not terms:
        return ([[false()]] if terms is None else [[]]), ()
    named, match = search_words.named(session, terms), search_words.told(session, terms, "all")
    few = search_words.few(session, terms, match, "all", SearchText.case_id)
    if few is not None:
        return [[Case.id.in_(sorted({one for one in few if one}))]], (named.desc(),)
    lines = select(SearchText.id).where(SearchText.case_id == Case.id, match).correlate(Case)
    return [[named], [lines.offset(0).exists()]], ()


def _literally(states: Collection[str]) -> BindParameter[Sequence[str]]:
    """Written into the statement, so that the index of open cases fits it."""
    return bindparam("states", sorted(states), expanding=True, literal_execute=True)
