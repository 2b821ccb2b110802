"""A supervisor hands cases over: one, many, or all of somebody who is away; to a person, or by the rules anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry import audit
from registry.access import NotFound, Principal, case_filter, require
from registry.kinds import kind_of
from registry.model import Account, Case
from registry.reasons import why
from registry.route import Routed, lay, route
from registry.routing import take
from registry.routing.take import ReasonWanted
from registry.states import OPEN_CASES

MOST = 500  # cases in one go


class NobodyThere(Exception):
    """Cases can be given to an active handler only. Choose somebody who handles cases and is not away."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`cases` by id, or all open ones of `of`. Without `to` the rules choose anew."""

    reason: str
    cases: Sequence[str] = ()
    of: str | None = None
    to: str | None = None


def hand_over(session: Session, principal: Principal, wish: Wish) -> int:
    """How many changed hands. All or none: raises `NotFound`, `ReasonWanted`, `NobodyThere`."""
    require(principal, "supervisor")
    if not wish.reason.strip():
        raise ReasonWanted
    target = _target(session, wish.to)
    cases = _cases(session, principal, wish)
    handed = []
    for case in cases:
        former = case.handler_id
        _give(session, principal, case, target, wish.reason.strip()[:300])
        if case.handler_id != former:
            handed.append((case, former))
    session.flush()
    for case, former in handed:
        audit.record(
            session, principal.key, "case.handed_over", f"case:{case.id}", former=former, handler=case.handler_id
        )
    return len(handed)


def _target(session: Session, account_id: str | None) -> Account | None:
    if account_id is None:
        return None
    account = session.get(Account, account_id)
    if account is None or not account.active or account.role != "handler":
        raise NobodyThere
    return account


def _cases(session: Session, principal: Principal, wish: Wish) -> list[Case]:
    """Locked in one order, so that two who hand over at once do not wait for each other for ever."""
    if not wish.cases and wish.of is None:
        raise NotFound
    wanted = select(Case).where(case_filter(principal), Case.state.in_(sorted(OPEN_CASES)))
    wanted = wanted.where(Case.id.in_(sorted(wish.cases))) if wish.cases else wanted.where(Case.handler_id == wish.of)
    found = list(session.scalars(wanted.order_by(Case.id).limit(MOST).with_for_update(of=Case)))
    if wish.cases and len(found) < len(set(wish.cases)):
        raise NotFound
    return found


def _give(session: Session, principal: Principal, case: Case, target: Account | None, reason: str) -> None:
    take.end(session, case.id)
    if target is None:
        case.handler_id = None  # else it would be kept
        lay(session, case, route(session, kind_of(case.kind), case), principal.key, reason)
        return
    step = why("routed_by_hand", person=f"person:{target.id}")
    routed = Routed(case.unit, target.id, step, (step,), needs=case.needs, priority=case.priority)
    lay(session, case, routed, principal.key, reason)
