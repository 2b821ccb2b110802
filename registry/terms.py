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
from registry import audit, term_rules
from registry.clock import TermUnit, days_before, due, roll, working_days_until
from registry.reasons import why
from registry.states import IllegalMove
from registry.term_model import Task, Term, TermRule

REMIND = 3  # working days before the end, where no row of the rules says otherwise
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


@dataclass(frozen=True, slots=True)
class Extension:
    """`days`: the whole length it shall have, in the term's own unit, counted from its start."""

    days: int
    reason: str


def start(session: Session, wanted: Start) -> Term:
    end = due(wanted.starts_on, wanted.days, wanted.unit)
    term = Term(
        case_id=wanted.case_id, document_id=wanted.document_id, letter_id=wanted.letter_id, code=wanted.code,
        days=wanted.days, unit=wanted.unit, starts_on=wanted.starts_on, ends_on=end.on, why=end.why,
        remind_on=_remind_on(session, wanted.code, end.on), source=wanted.source, started_at=now(session),
    )  # fmt: skip
    session.add(term)
    session.flush()
    return term


def meet(session: Session, term: Term) -> None:
    """What the term was for has been done, in time or late."""
    _end(session, term, "met")


def cancel(session: Session, term: Term) -> None:
    _end(session, term, "cancelled")


def pause(session: Session, term: Term, on: date, reason: str, by: str) -> None:
    """It stands still from this day, for a person's reason."""
    term.move("paused", now(session))
    term.paused_on, term.paused_for = on, reason
    _said(session, term, "paused", by)


def resume(session: Session, term: Term, on: date, by: str) -> None:
    """The days it stood still are added: working days to a term in working days, else calendar days."""
    if term.paused_on is None:
        raise IllegalMove(f"{term.state} -> running")
    since, term.paused_on = term.paused_on, None
    term.move("running", now(session))
    if term.unit == "wd":
        end = due(term.ends_on, max(0, working_days_until(since, on)), "wd").on
    else:
        end = roll(term.ends_on + max(on - since, timedelta()))
    _move_end(session, term, end, why("term_resumed", since=since, until=on, on=end))
    _said(session, term, "resumed", by)


def extend(session: Session, term: Term, rule: TermRule | None, wish: Extension, by: str) -> None:
    """Once, with a reason, within the rule."""
    if term.state != "running" or term.extended_for or not wish.reason:
        raise ExtensionRefused
    end = due(term.starts_on, wish.days, cast(TermUnit, term.unit)).on
    latest = furthest(term, rule)
    if latest is None or not term.ends_on < end <= latest:
        raise ExtensionRefused
    term.days, term.extended_for = wish.days, wish.reason
    _move_end(session, term, end, why("term_extended", term=wish.days, unit=term.unit, start=term.starts_on, on=end))
    _said(session, term, "extended", by)


def furthest(term: Term, rule: TermRule | None) -> date | None:
    """The last day to which the rule lets it be extended; None where it lets it not."""
    if rule is None or rule.longest is None:
        return None
    if rule.longest == 0:  # the law names no limit
        return date.max
    return due(term.starts_on, rule.longest, cast(TermUnit, rule.longest_unit)).on


def _said(session: Session, term: Term, what: str, by: str) -> None:
    audit.record(session, by, f"term.{what}", f"case:{term.case_id}", term=term.id, code=term.code)


def _move_end(session: Session, term: Term, end: date, reason: str) -> None:
    term.ends_on, term.remind_on, term.why = end, _remind_on(session, term.code, end), reason


def _remind_on(session: Session, code: str, end: date) -> date:
    """By the row `remind_CODE`, else `remind`, that holds on the last day."""
    rule = term_rules.on_day(session, f"remind_{code}", end) or term_rules.on_day(session, "remind", end)
    return days_before(end, rule.days if rule else REMIND)


def _end(session: Session, term: Term, state: str) -> None:
    at = now(session)
    term.move(state, at)
    for task in session.scalars(select(Task).where(Task.term_id == term.id, Task.state == "open")):
        task.finish(SYSTEM, at)
    session.flush()
