"""What a person does with the terms of a case: looks why they end when they do, extends, stops, lets go on.

Every act names the version it saw and is written down. Raises `NotFound`, `Forbidden`, `VersionConflict`,
`IllegalMove` as registry/review.py says, `ExtensionRefused` beyond the rule.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ports.database import now
from registry import standing, term_rules, terms
from registry.access import NotFound, Principal, case_filter, require
from registry.clock import local_day
from registry.letters.model import Letter
from registry.model import Case
from registry.review import VersionConflict
from registry.states import LIVE_TERMS
from registry.term_model import Term
from registry.terms import Extension


def terms_of(session: Session, who: Principal, case_id: str) -> list[Term]:
    """The terms of a case: those that live first, the earliest end first."""
    if session.scalar(select(Case.id).where(Case.id == case_id, case_filter(who))) is None:
        raise NotFound
    rows = session.scalars(select(Term).where(Term.case_id == case_id).order_by(Term.ends_on, Term.id))
    return sorted(rows, key=lambda term: term.state not in LIVE_TERMS)


def term_of(session: Session, who: Principal, term_id: str) -> Term:
    found = session.scalars(select(Term).join(Term.case).where(Term.id == term_id, case_filter(who))).one_or_none()
    if found is None:
        raise NotFound
    return found


def latest(session: Session, term: Term) -> date | None:
    """To which day it may still be extended; None where it may not."""
    if term.state != "running" or term.extended_for:
        return None
    end = terms.furthest(term, term_rules.on_day(session, term.code, term.starts_on))
    return end if end is not None and end > term.ends_on else None


def extend(session: Session, who: Principal, term_id: str, version: int, wish: Extension) -> Term:
    term = _actionable(session, who, term_id, version)
    terms.extend(session, term, term_rules.on_day(session, term.code, term.starts_on), wish, who.key)
    return _done(session, term)


def pause(session: Session, who: Principal, term_id: str, version: int, reason: str) -> Term:
    term = _actionable(session, who, term_id, version)
    terms.pause(session, term, local_day(now(session)), reason, who.key)
    return _done(session, term)


def resume(session: Session, who: Principal, term_id: str, version: int) -> Term:
    term = _actionable(session, who, term_id, version)
    terms.resume(session, term, local_day(now(session)), who.key)
    return _done(session, term)


def _actionable(session: Session, who: Principal, term_id: str, version: int) -> Term:
    """The term and its case, locked, for somebody who may act on them and has seen this version."""
    require(who, "handler", "supervisor")
    term = term_of(session, who, term_id)
    session.get_one(Case, term.case_id, with_for_update=True, populate_existing=True)
    session.refresh(term, with_for_update=True)
    if term.version != version:
        raise VersionConflict(term.version)
    return term


def _done(session: Session, term: Term) -> Term:
    """The letter whose answer it counts, and the due date of the case, follow the term."""
    if term.letter_id is not None:
        session.get_one(Letter, term.letter_id, with_for_update=True).answer_due_on = term.ends_on
    standing.refresh(session, term.case, now(session))
    session.flush()
    return term
