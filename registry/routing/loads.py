"""What a supervisor sees: how many open cases each handler has in each unit, how old, how soon due, how many late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from ports.database import now, now_ms
from registry.access import Principal, case_filter, require
from registry.clock import local_day, next_working_day
from registry.model import Account, Case
from registry.routing import crew
from registry.routing.crew import Crew
from registry.routing.model import CaseTake
from registry.states import OPEN_CASES

SOON = 3  # working days


@dataclass(frozen=True, slots=True)
class Load:
    """One handler in one unit; `handler` None: what nobody has."""

    unit: str
    handler_id: str | None
    handler: str | None
    open: int
    waiting: int
    soon: int
    overdue: int
    oldest_days: int
    held: int
    away_until: date | None
    instead: str | None


def loads(session: Session, principal: Principal) -> list[Load]:
    """By unit; what nobody has first, then the latest and the fullest."""
    require(principal, "supervisor")
    today = local_day(now(session))
    wanted = (
        select(
            Case.unit,
            Case.handler_id,
            func.count().label("open"),
            _sum(Case.state == "waiting").label("waiting"),
            _sum(and_(Case.due_on >= today, Case.due_on <= _soon(today))).label("soon"),
            _sum(Case.due_on < today).label("overdue"),
            func.min(Case.opened_at).label("oldest"),
            _sum(CaseTake.until > now_ms()).label("held"),
        )
        .outerjoin(CaseTake, CaseTake.case_id == Case.id)
        .where(case_filter(principal), Case.state.in_(sorted(OPEN_CASES)))
        .group_by(Case.unit, Case.handler_id)
    )
    people = crew.crew(session, today)
    names = {row.id: row.name for row in session.execute(select(Account.id, Account.name))}
    found = [_load(row, people, names) for row in session.execute(wanted)]
    return sorted(found, key=lambda one: (one.unit, one.handler_id is not None, -one.overdue, -one.open, one.handler))


def handlers(session: Session, principal: Principal) -> list[Account]:
    """To whom a supervisor may hand over: active handlers who share a unit with them."""
    require(principal, "supervisor")
    wanted = select(Account).where(Account.role == "handler", Account.active).order_by(Account.name)
    return [one for one in session.scalars(wanted) if _shares(principal, one)]


def _shares(principal: Principal, account: Account) -> bool:
    units = frozenset(part.strip() for part in account.units.split(","))
    return principal.everywhere or "*" in units or bool(units & principal.units)


def _sum(wanted: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((wanted, 1), else_=0))


def _soon(today: date) -> date:
    for _ in range(SOON):
        today = next_working_day(today)
    return today


def _load(row: Any, people: Crew, names: dict[str, str]) -> Load:
    away = people.away.get(row.handler_id)
    instead = people.stand_in(row.handler_id) if away else None
    age = (people.day - local_day(row.oldest)).days
    return Load(
        row.unit, row.handler_id, names.get(row.handler_id), row.open, row.waiting, row.soon, row.overdue,
        max(0, age), row.held, away.last_on if away else None, names.get(instead or ""),
    )  # fmt: skip
