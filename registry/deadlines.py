"""The terms of a case brought up to date with its documents; the earliest that runs is the due date of the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from registry import term_rules, terms
from registry.clock import Due, local_day
from registry.decision_model import Decision
from registry.letters import awaited
from registry.letters.model import Letter
from registry.model import Case, Document
from registry.routing import referrals
from registry.states import LIVE_TERMS
from registry.term_model import Task, Term
from registry.term_rules import LETTERS, Rule
from registry.terms import Start

ACTS = frozenset({"deficiency", "deficiency_foreign"})  # terms of what the client is asked for
FORWARDING = "forwarding"
_ANSWERS = ("reply", "decision", FORWARDING)


def sync(session: Session, case: Case, documents: Sequence[Document]) -> tuple[list[Due], bool]:
    """The decision terms that run, and whether one waits for what is missing."""
    of_document = _present(session, documents)
    waiting = False
    kept = referrals.kept_here(session, case)
    for document in documents:
        rule = term_rules.decision_rule(session, document, referrals.is_elsewhere(document, case, kept))
        starts = _start(rule, document, case) if rule else None
        waiting |= rule is not None and starts is None
        _settle(session, case, document, of_document[document.id], rule if starts else None)
    _meet_asked(session, case)
    running = [
        Due(term.ends_on, term.why)
        for found in _present(session, documents).values()
        for term in found
        if term.state in ("running", "expired")
    ]
    return running, waiting


def paused_since(session: Session, case: Case) -> date | None:
    """Since when a term for a decision stands still, the earliest of several."""
    wanted = select(Term.paused_on).where(Term.case_id == case.id, Term.state == "paused", Term.code.not_in(ACTS))
    return session.scalar(wanted.order_by(Term.paused_on).limit(1))


def answered(session: Session, term: Term) -> bool:
    """Whether what it is for has been done: answered or decided by a letter that was issued, or the case closed."""
    case = term.case
    if case.state == "closed":
        return True
    if term.document_id is None or term.code in ACTS:
        return False
    decided = select(Decision.id).where(Decision.case_id == term.case_id, Decision.state == "confirmed")
    if term.code not in LETTERS and session.scalars(decided.limit(1)).first():
        return True
    issued = Letter.case_id == term.case_id, Letter.kind.in_(_ANSWERS), Letter.viit.is_not(None)
    for letter in session.scalars(select(Letter).where(*issued)):
        if letter.kind == FORWARDING and term.code == "forward":
            return True
        if letter.answers_id == term.document_id or (letter.kind == "decision" and letter.answers_id is None):
            return True
    return False


def _present(session: Session, documents: Sequence[Document]) -> dict[str, list[Term]]:
    ids = [document.id for document in documents]
    wanted = select(Term).where(Term.document_id.in_(ids), Term.code.not_in(ACTS), Term.state != "cancelled")
    found: dict[str, list[Term]] = {key: [] for key in ids}
    for term in session.scalars(wanted.order_by(Term.started_at)):
        found[term.document_id or ""].append(term)
    return found


def _start(rule: Rule, document: Document, case: Case) -> date | None:
    if rule.starts == "registered":
        return local_day(document.registered_at)
    return local_day(case.complete_at) if case.complete_at else None


def _settle(session: Session, case: Case, document: Document, present: Sequence[Term], rule: Rule | None) -> None:
    """One term stays or starts for the document, all others that ran are cancelled."""
    starts = _start(rule, document, case) if rule else None
    fitting = [term for term in present if rule and (term.code, term.starts_on) == (rule.code, starts)]
    for term in present:
        _take_along(session, term, case)
        if term not in fitting and term.state in LIVE_TERMS:
            terms.cancel(session, term)
    if rule and starts and not fitting:
        wanted = Start(case.id, rule.code, starts, rule.days, rule.unit, rule.source, document.id)
        fitting = [terms.start(session, wanted)]
    for term in fitting:
        if term.state in LIVE_TERMS and answered(session, term):
            terms.meet(session, term)


def _take_along(session: Session, term: Term, case: Case) -> None:
    """A term and its tasks go where their document goes."""
    if term.case_id != case.id:
        session.execute(update(Task).where(Task.term_id == term.id).values(case_id=case.id))
        term.case_id = case.id


def _meet_asked(session: Session, case: Case) -> None:
    """A letter whose things have all come, by whatever way, waits for nothing any more."""
    wanted = select(Term, Letter).join(Letter, Letter.id == Term.letter_id)
    for term, letter in session.execute(wanted.where(Term.case_id == case.id, Term.state.in_(LIVE_TERMS))):
        if all(item.met_at is not None for item in letter.items if item.ask):
            terms.meet(session, term)
            awaited.spare(session, letter, terms.SYSTEM)
