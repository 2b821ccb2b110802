"""The next case: the most urgent one that the asking handler can do, held for a while so that nobody else is given it.

Urgent goes by due date, then by the priority of the rule, then by age. Nobody chooses: who asks again while holding a
case gets the same one, until it is done, given back with a reason, or the time is over and it returns by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, exists, or_, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ports.database import insert_once, instant, now, now_ms, serialise
from registry import audit
from registry.access import NotFound, Principal, require
from registry.clock import local_day
from registry.model import Case
from registry.reasons import why
from registry.route import Routed, lay
from registry.routing import crew
from registry.routing.crew import ONLY, Crew
from registry.routing.model import CasePass, CaseTake, RouteRule
from registry.states import AT_HAND

LEASE_MS = 30 * 60_000
Question = Select[str, date | None, int, datetime, str]
TRIES = 50  # so many colleagues may be faster in the same instant
_URGENT = (Case.due_on.asc().nulls_last(), Case.priority, Case.opened_at, Case.number)
_ORDER = (Case.handler_id, *_URGENT)  # as `case_next` goes: "nobody" alone does not tell PostgreSQL that all are alike


class ReasonWanted(Exception):
    """A case is given back or handed over with a reason. Write in a few words why."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A case held by the one who asked; `again`: they held it already."""

    case_id: str
    until: datetime
    again: bool = False


def take_next(session: Session, principal: Principal) -> Taken | None:
    """None: there is nothing to do for this handler. Raises `Forbidden` for who handles no cases."""
    require(principal, "handler")
    serialise(session, f"next:{principal.id}")  # two windows of one person are given one case
    held = holding(session, principal)
    if held is not None and (until := _lease(session, held.case_id, principal)) is not None:
        return Taken(held.case_id, until, again=True)
    people = crew.crew(session, local_day(now(session)))
    for _ in range(TRIES):
        found = _most_urgent(session, principal, people)
        if found is None:
            return None
        if (until := _lease(session, found, principal)) is not None:
            _given(session, principal, found, people)
            return Taken(found, until)
    return None


def holding(session: Session, principal: Principal) -> Taken | None:
    """The case that this person holds now and has not done yet."""
    wanted = (
        select(CaseTake.case_id, CaseTake.until)
        .join(Case, Case.id == CaseTake.case_id)
        .where(CaseTake.account_id == principal.id, CaseTake.until > now_ms(), _at_hand())
    )
    row = session.execute(wanted.order_by(CaseTake.taken_at).limit(1)).first()
    return Taken(row.case_id, instant(row.until)) if row else None


def give_back(session: Session, principal: Principal, case_id: str, reason: str) -> None:
    """Somebody else gets it; this handler not again today. Raises `ReasonWanted`, `NotFound` when it is not held."""
    require(principal, "handler")
    if not reason.strip():
        raise ReasonWanted
    if not end(session, case_id, principal.id):
        raise NotFound
    day = local_day(now(session))
    values = {"case_id": case_id, "account_id": principal.id, "passed_on": day, "reason": reason.strip()[:300]}
    insert_once(session, CasePass, values)
    audit.record(session, principal.key, "case.given_back", f"case:{case_id}")


def begun(session: Session, principal: Principal, case: Case) -> None:
    """Who works at a case that they hold has it from now on. Call it with the case locked."""
    held = select(CaseTake.case_id).where(CaseTake.account_id == principal.id, CaseTake.until > now_ms())
    if case.handler_id == principal.id or session.scalar(held.where(CaseTake.case_id == case.id)) is None:
        return
    _lay(session, case, principal)


def _given(session: Session, principal: Principal, case_id: str, people: Crew) -> None:
    """A case of somebody who is away goes to the one who stands in, at once: they could not see it otherwise."""
    case = session.get_one(Case, case_id, with_for_update=True, populate_existing=True)
    if case.handler_id in people.away:
        _lay(session, case, principal)
    audit.record(session, principal.key, "case.taken", f"case:{case_id}")


def _lay(session: Session, case: Case, principal: Principal) -> None:
    taken = why("routed_taken", person=f"person:{principal.id}")
    routed = Routed(case.unit, principal.id, taken, (taken,), needs=case.needs, priority=case.priority)
    lay(session, case, routed, principal.key)


def _most_urgent(session: Session, principal: Principal, people: Crew) -> str | None:
    """The first of each one's cases, straight from the index; of them the most urgent."""
    found = [row for row in (session.execute(each).first() for each in questions(session, principal, people)) if row]
    first = min(found, key=lambda row: (row.due_on or date.max, row.priority, row.opened_at, row.number), default=None)
    return first.id if first else None


def questions(session: Session, principal: Principal, people: Crew) -> list[Question]:
    """One's own, nobody's, those of the absent: each a walk along the index `case_next` to the first that fits."""
    day = people.day
    alone = [one for one in people.away if people.stand_in(one) is None]
    shared = _shared(session, principal, people)
    asked = [_first(principal, day, Case.handler_id == principal.id), _first(principal, day, *shared)]
    asked += [_first(principal, day, Case.handler_id == one) for one in people.absent_of(principal.id)]
    return asked + [_first(principal, day, Case.handler_id == one, *shared[1:]) for one in sorted(alone)]


def _first(principal: Principal, day: date, *wanted: ColumnElement[bool]) -> Question:
    held = exists().where(CaseTake.case_id == Case.id, CaseTake.until > now_ms())
    passed = exists().where(CasePass.case_id == Case.id, CasePass.account_id == principal.id, CasePass.passed_on == day)
    columns = select(Case.id, Case.due_on, Case.priority, Case.opened_at, Case.number)
    return columns.where(_at_hand(), *wanted, ~held, ~passed).order_by(*_ORDER).limit(1)


def _shared(session: Session, principal: Principal, people: Crew) -> list[ColumnElement[bool]]:
    """What is nobody's: of the handler's units, kinds and skills; what nobody could do, anybody may try."""
    mine = people.skills.get(principal.id, frozenset())
    kinds = sorted(skill.removeprefix(ONLY) for skill in mine if skill.startswith(ONLY))
    unit = true() if principal.everywhere else Case.unit.in_(sorted(principal.units))
    present = [one for one in people.people if one not in people.away]
    asked = {_sorted(skills) for skills in session.scalars(select(RouteRule.skills).distinct())}
    may = {needs for needs in asked if _may(people, principal.id, present, needs.split(","))}
    kind = Case.kind.in_(kinds) if kinds else true()
    return [Case.handler_id.is_(None), unit, Case.needs.in_(sorted({"", *may})), kind]


def _may(people: Crew, me: str, present: Iterable[str], needs: Iterable[str]) -> bool:
    return people.has(me, needs) or not any(people.has(one, needs) for one in present)


def _sorted(skills: str) -> str:
    """As a case keeps what it needs."""
    return ",".join(sorted({part.strip() for part in skills.split(",")} - {""}))


def _at_hand() -> ColumnElement[bool]:
    """Written into the statement, so that the index fits it."""
    return Case.state.in_(bindparam("at_hand", sorted(AT_HAND), expanding=True, literal_execute=True))


def _lease(session: Session, case_id: str, principal: Principal) -> datetime | None:
    """Until when; None: somebody else was faster. One statement decides. What one holds already is held longer."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"account_id": principal.id, "taken_at": now_ms(), "until": now_ms() + LEASE_MS}
    free = or_(CaseTake.until <= now_ms(), CaseTake.account_id == principal.id)
    row: Any = insert(CaseTake).values(case_id=case_id, **values)
    taken = row.on_conflict_do_update(index_elements=["case_id"], set_=values, where=free).returning(CaseTake.until)
    until = session.execute(taken).scalar()
    return None if until is None else instant(until)


def end(session: Session, case_id: str, account_id: str | None = None) -> bool:
    """The lease of this person, or of whoever has it."""
    wanted = delete(CaseTake).where(CaseTake.case_id == case_id, CaseTake.until > now_ms())
    if account_id is not None:
        wanted = wanted.where(CaseTake.account_id == account_id)
    return session.execute(wanted.returning(CaseTake.case_id)).first() is not None
