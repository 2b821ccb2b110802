"""What belongs to a whole case beside its documents: letters with their terms and tasks, and decisions.

They go along when cases are merged, so that an answer finds what it answers, and come back when that is undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from registry.case_model import CaseAct
from registry.decision_model import Decision
from registry.letters.model import Letter
from registry.model import Case
from registry.term_model import Task, Term


def take(session: Session, act: CaseAct, source: Case, into: Case) -> list[Any]:
    """Lays them from one case into the other; what was taken, as the act keeps it."""
    if act.what == "merge":
        letters, decisions = _of(session, Letter, source), _of(session, Decision, source)
    elif act.what == "undo":
        letters, decisions = _taken_before(session, act, source, into)
    else:
        return []
    _lay(session, Letter, letters, into)
    _lay(session, Decision, decisions, into)
    terms = list(session.scalars(select(Term.id).where(Term.letter_id.in_(letters))))
    _lay(session, Term, terms, into)
    session.execute(update(Task).where(Task.term_id.in_(terms)).values(case_id=into.id))
    return [*(f"letter:{one}" for one in letters), *(f"decision:{one}" for one in decisions)]


def _of(session: Session, entity: type[Letter] | type[Decision], case: Case) -> list[str]:
    return list(session.scalars(select(entity.id).where(entity.case_id == case.id)))


def _taken_before(session: Session, act: CaseAct, source: Case, into: Case) -> tuple[list[str], list[str]]:
    """What the act that is undone took and what still lies where it laid it; of an old act that kept no list, the
    letters of the case's own number."""
    taken = session.get_one(CaseAct, act.undoes).taken
    letters, decisions = _of(session, Letter, source), _of(session, Decision, source)
    if taken is None:
        own = select(Letter.id).where(Letter.viit.startswith(f"{into.number}-", autoescape=True))
        mine = set(session.scalars(own))
        return [one for one in letters if one in mine], []
    known = set(taken)
    came = [one for one in letters if f"letter:{one}" in known]
    return came, [one for one in decisions if f"decision:{one}" in known]


def _lay(session: Session, entity: type[Letter] | type[Decision] | type[Term], ids: Sequence[str], into: Case) -> None:
    session.execute(update(entity).where(entity.id.in_(ids)).values(case_id=into.id, version=entity.version + 1))
