"""To whom a case goes: the unit by the kind of document, in it the active handler with the fewest open cases."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classify.kind import Kind
from registry.model import Account, Case
from registry.reasons import why
from registry.states import OPEN_CASES


class Routed(NamedTuple):
    unit: str
    handler_id: str | None  # None: the unit has no active handler, its supervisor sees the case
    why: str


def route(session: Session, kind: Kind, case: Case | None = None) -> Routed:
    """The unit and handler for a case of this kind. A handler who already has the case and fits keeps it."""
    fitting = {account.id: account for account in _handlers(session) if serves(account, kind.unit)}
    if case is not None and case.handler_id in fitting:
        return Routed(kind.unit, case.handler_id, why("routed_kept", unit=kind.unit))
    if not fitting:
        return Routed(kind.unit, None, why("routed_no_handler", unit=kind.unit))
    load = _load(session)
    least = min(fitting.values(), key=lambda account: (load.get(account.id, 0), account.login))
    return Routed(kind.unit, least.id, why("routed_handler", unit=kind.unit, open=load.get(least.id, 0)))


def serves(account: Account, unit: str) -> bool:
    units = {part.strip() for part in account.units.split(",")}
    return unit in units or "*" in units


def _handlers(session: Session) -> list[Account]:
    return list(session.scalars(select(Account).where(Account.role == "handler", Account.active)))


def _load(session: Session) -> dict[str, int]:
    """Open cases by handler."""
    rows = session.execute(
        select(Case.handler_id, func.count())
        .where(Case.state.in_(OPEN_CASES), Case.handler_id.is_not(None))
        .group_by(Case.handler_id)
    )
    return {handler_id: count for handler_id, count in rows if handler_id}
