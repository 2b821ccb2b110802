"""What happens to a term: it starts, is met, stands still, goes on, is extended, ends.

Rows are never deleted: a term that did not run after all is cancelled and stays to be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from ports.database import now
from registry.clock import TermUnit, days_before, due, roll, working_days_until
from registry.reasons import why
from registry.states import IllegalMove
from registry.term_model import Task, Term, TermRule

REMIND = 3  # working days before the end
SYSTEM = "system:clock"


class ExtensionRefused(Exception):
    """The rule does not let this term be extended so. Choose a shorter extension, or decide within the term."""


@dataclass(frozen=True, slots=True)
class Start:
    """What sets a term going: `starts_on` is the day of the event, the term is counted from the next."""

    case_id: str
    code: str
    starts_on: date
    days: int
    unit: TermUnit
    source: str
    document_id: str | None = None
    letter_id: str | None = None


def start(session: Session, wanted: Start) -> Term:
    end = due(wanted.starts_on, wanted.days, wanted.unit)
    term = Term(
        case_id=wanted.case_id, document_id=wanted.document_id, letter_id=wanted.letter_id, code=wanted.code,
        days=wanted.days, unit=wanted.unit, starts_on=wanted.starts_on, ends_on=end.on, why=end.why,
        remind_on=days_before(end.on, REMIND), source=wanted.source, started_at=now(session),
    )  # fmt: skip
    session.add(term)
    session.flush()
    return term


def meet(session: Session, term: Term) -> None:
    """What the term was for has been done, in time or late."""
    _end(session, term, "met")


def cancel(session: Session, term: Term) -> None:
    _end(session, term, "cancelled")


def pause(session: Session, term: Term, on: date) -> None:
    term.move("paused", now(session))
    term.paused_on = on


def resume(session: Session, term: Term, on: date) -> None:
    """The days it stood still are added: working days to a term in working days, else calendar days."""
    if term.paused_on is None:
        raise IllegalMove(f"{term.state} -> running")
    since, term.paused_on = term.paused_on, None
    term.move("running", now(session))
    if term.unit == "wd":
        end = due(term.ends_on, max(0, working_days_until(since, on)), "wd").on
    else:
        end = roll(term.ends_on + max(on - since, timedelta()))
    _move_end(term, end, why("term_resumed", since=since, until=on, on=end))


def extend(session: Session, term: Term, rule: TermRule | None, days: int, reason: str) -> None:
    """A whole length of `days` in the term's own unit, counted from its start: once, with a reason, within the rule."""
    if term.state != "running" or term.extended_for or not reason or rule is None or rule.longest is None:
        raise ExtensionRefused
    end = due(term.starts_on, days, cast(TermUnit, term.unit)).on
    if end <= term.ends_on:
        raise ExtensionRefused
    if rule.longest and end > due(term.starts_on, rule.longest, cast(TermUnit, rule.longest_unit)).on:
        raise ExtensionRefused
    term.days, term.extended_for = days, reason
    _move_end(term, end, why("term_extended", term=days, unit=term.unit, start=term.starts_on, on=end))


def _move_end(term: Term, end: date, reason: str) -> None:
    term.ends_on, term.remind_on, term.why = end, days_before(end, REMIND), reason


def _end(session: Session, term: Term, state: str) -> None:
    at = now(session)
    term.move(state, at)
    for task in session.scalars(select(Task).where(Task.term_id == term.id, Task.state == "open")):
        task.finish(SYSTEM, at)
    session.flush()
