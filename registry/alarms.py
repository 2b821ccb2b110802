"""Reminders and expiries, read from the rows of the terms. An alarm makes a task for a person, it decides nothing."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from ports.database import insert_once, now
from registry import audit, deadlines, terms
from registry.clock import local_day, next_working_day
from registry.letters import reminding
from registry.model import Case, new_id
from registry.term_model import Task, Term
from registry.term_rules import LETTERS

DRAFTED = "reminder_drafted"
MOST = 200  # terms of one sweep; the next sweep finds the rest


def waiting(session: Session) -> list[str]:
    """Ids of the terms for which something must be done today."""
    today = local_day(now(session))
    wanted = select(Term.id).where(Term.state == "running", or_(*_reasons(today)))
    return list(session.scalars(wanted.order_by(Term.ends_on, Term.id).limit(MOST)))


def ring(session: Session, term_id: str) -> bool:
    """What is due for one term, in the caller's transaction; whether anything was done. Again: nothing."""
    case_id = session.scalars(select(Term.case_id).where(Term.id == term_id)).one()
    session.get_one(Case, case_id, with_for_update=True, populate_existing=True)  # the case first, as everybody does
    term = session.scalars(select(Term).where(Term.id == term_id).with_for_update()).one()
    if term.state != "running":
        return False
    if deadlines.answered(session, term):
        terms.meet(session, term)
        return _said(session, term, "met")
    today = local_day(now(session))
    if term.ends_on < today:
        return _expire(session, term, today)
    done = False
    if term.code in LETTERS and term.ends_on <= next_working_day(today):
        done = _task(session, term, "escalate", "supervisor") and _said(session, term, "escalated")
    if term.remind_on <= today:
        done = _remind(session, term) or done
    return done


def _remind(session: Session, term: Term) -> bool:
    """Once for an end. What the client still owes makes the draft of a reminder, all else a task alone."""
    if _row(session, term, "remind") or _row(session, term, DRAFTED):
        return False
    drafted = term.code in deadlines.ACTS and reminding.draft(session, term, terms.SYSTEM) is not None
    return _task(session, term, DRAFTED if drafted else "remind", "handler") and _said(session, term, "reminded")


def _reasons(today: date) -> list[ColumnElement[bool]]:
    soon = Term.code.in_(LETTERS) & (Term.ends_on <= next_working_day(today))
    return [
        Term.ends_on < today,
        (Term.remind_on <= today) & ~_made("remind") & ~_made(DRAFTED),
        soon & ~_made("escalate"),
    ]


def _made(code: str) -> ColumnElement[bool]:
    """Once for an end: a term that was extended is reminded of again."""
    return exists().where(Task.term_id == Term.id, Task.code == code, Task.due_on == Term.ends_on)


def _row(session: Session, term: Term, code: str) -> bool:
    found = select(Task.id).where(Task.term_id == term.id, Task.code == code, Task.due_on == term.ends_on)
    return session.scalar(found.limit(1)) is not None


def _expire(session: Session, term: Term, today: date) -> bool:
    """Two see it: who decides, and who answers for the unit. Nothing is refused by itself."""
    term.move("expired", now(session))
    asked = term.code in deadlines.ACTS
    _task(session, term, "asked_expired" if asked else "overdue", "handler")
    if not asked:
        _task(session, term, "overdue_unit", "supervisor")
    return _said(session, term, "expired")


def _task(session: Session, term: Term, code: str, role: str) -> bool:
    values = {
        "id": new_id(), "key": f"{term.id}:{code}:{term.ends_on}", "case_id": term.case_id, "term_id": term.id,
        "code": code, "for_role": role, "due_on": term.ends_on, "state": "open", "made_at": now(session),
    }  # fmt: skip
    return insert_once(session, Task, values)


def _said(session: Session, term: Term, what: str) -> bool:
    audit.record(session, terms.SYSTEM, f"term.{what}", f"case:{term.case_id}", term=term.id, code=term.code)
    return True
