"""Breaking the glass: who may not see a case but must, says why and sees it for some hours. It is told at once.

The handler of the case and the supervisors of its unit get a task, the case's timeline has it, the evidence keeps it.
Raises `NotFound` where there is no such case or grant, `Forbidden` for a role that handles nothing.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, selectinload

from ports.database import insert_once, now
from registry import audit
from registry.access import Forbidden, NotFound, Principal, case_filter, require
from registry.clock import local_day, next_working_day
from registry.glass_model import Grant
from registry.model import Case, new_id
from registry.states import IllegalMove
from registry.term_model import Task

LASTS = timedelta(hours=8)  # a day's work
WATCH = "DPO"  # the unit whose supervisors see every opening
TOLD = {"glass_owner": "handler", "glass_unit": "supervisor"}  # task -> for whom


class GlassNotNeeded(IllegalMove):
    """You may see this case already. Open it from your list."""


class GlassReasonMissing(Exception):
    """Why you need to see the case is not written. Say it in a sentence: its handler and the supervisor read it."""


def open_case(session: Session, who: Principal, number: str, reason: str) -> Grant:
    """Opens the case of this number for `LASTS`; asked again while it is open, the same grant."""
    require(who, "handler", "supervisor")
    case = session.scalars(select(Case).where(Case.number == number.strip()).with_for_update()).one_or_none()
    if case is None or who.kind != "person":
        raise NotFound
    if not reason.strip():
        raise GlassReasonMissing
    at = now(session)
    mine = select(Grant).where(Grant.case_id == case.id, Grant.account_id == who.id, Grant.ended_at.is_(None))
    running = session.scalars(mine.where(Grant.until > at).limit(1)).first()
    if running is not None:
        return running
    if session.scalar(select(Case.id).where(Case.id == case.id, case_filter(who))) is not None:
        raise GlassNotNeeded
    grant = Grant(case=case, account_id=who.id, reason=reason.strip(), asked_at=at, until=at + LASTS)
    session.add(grant)
    session.flush()
    _tell(session, grant)
    audit.record(session, who.key, "access.opened", f"case:{case.id}", grant=grant.id, hours=LASTS.seconds // 3600)
    return grant


def grants(session: Session, who: Principal, limit: int = 200) -> list[Grant]:
    """Openings, the newest first: one's own; a supervisor's units' too; all for auditors and data protection."""
    require(who, "handler", "supervisor", "auditor")
    wanted = select(Grant).join(Grant.case).where(_seen(who)).order_by(Grant.asked_at.desc(), Grant.id).limit(limit)
    return list(session.scalars(wanted.options(selectinload(Grant.case), selectinload(Grant.account))))


def end(session: Session, who: Principal, grant_id: str) -> Grant:
    """Closes it before its time: whoever has it, or a supervisor who watches over it."""
    require(who, "handler", "supervisor")
    wanted = select(Grant).join(Grant.case).where(Grant.id == grant_id, _seen(who))
    grant = session.scalars(wanted.with_for_update(of=Grant)).one_or_none()
    if grant is None:
        raise NotFound
    at = now(session)
    if not grant.lives(at):
        raise IllegalMove("ended")
    grant.ended_at, grant.ended_by = at, who.key
    audit.record(session, who.key, "access.ended", f"case:{grant.case_id}", grant=grant.id)
    return grant


def may_finish(who: Principal, task: Task) -> None:
    """Raises `Forbidden`: who looked in behind glass does not answer the task that tells of it."""
    if task.code in TOLD and task.case_id in who.opened:
        raise Forbidden


def _seen(who: Principal) -> ColumnElement[bool]:
    own = Grant.account_id == who.id
    if who.role == "auditor" or (who.role == "supervisor" and (who.everywhere or WATCH in who.units)):
        return true()
    return or_(own, Case.unit.in_(sorted(who.units))) if who.role == "supervisor" else own


def _tell(session: Session, grant: Grant) -> None:
    due = next_working_day(local_day(grant.asked_at))
    for code, role in TOLD.items():
        values = {
            "id": new_id(), "key": f"{grant.id}:{code}", "case_id": grant.case_id, "term_id": None, "code": code,
            "for_role": role, "due_on": due, "state": "open", "made_at": grant.asked_at,
        }  # fmt: skip
        insert_once(session, Task, values)
