"""What waits for a person: the tasks that terms have made, who may see them, and that they are done."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from ports.database import now
from registry import audit, glass
from registry.access import Forbidden, NotFound, Principal, case_filter, require
from registry.model import Case
from registry.term_model import Task


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """`mine`: a handler's own cases, a supervisor's own kind of task; else all that one may see."""

    state: str = "open"
    mine: bool = False
    unit: str = ""
    case_id: str = ""
    limit: int = 50
    offset: int = 0


def tasks(session: Session, who: Principal, query: TaskQuery) -> list[Task]:
    """The most urgent first."""
    wanted = select(Task).join(Task.case).where(case_filter(who), *_wanted(who, query))
    ordered = wanted.order_by(Task.due_on, Task.made_at, Task.id).limit(query.limit).offset(query.offset)
    return list(session.scalars(ordered.options(selectinload(Task.case))))


def task_of(session: Session, who: Principal, task_id: str) -> Task:
    found = session.scalars(select(Task).join(Task.case).where(Task.id == task_id, case_filter(who))).one_or_none()
    if found is None:
        raise NotFound
    return found


def done(session: Session, who: Principal, task_id: str, note: str) -> Task:
    """A person has seen to it. Raises `Forbidden` for a supervisor's task, `IllegalMove` when it is done already."""
    require(who, "handler", "supervisor")
    task = task_of(session, who, task_id)
    if task.for_role == "supervisor" and who.role == "handler":
        raise Forbidden
    glass.may_finish(who, task)
    session.refresh(task, with_for_update=True)
    task.finish(who.key, now(session), note)
    audit.record(session, who.key, "task.done", f"case:{task.case_id}", task=task.id, code=task.code)
    return task


def _wanted(who: Principal, query: TaskQuery) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [Task.state == query.state]
    if query.mine:
        wanted.append(Task.for_role == who.role)
        if who.role == "handler":
            wanted.append(Case.handler_id == who.id)
    if query.unit:
        wanted.append(Case.unit == query.unit)
    if query.case_id:
        wanted.append(Task.case_id == query.case_id)
    return wanted
