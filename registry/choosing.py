"""A person's choice where the documents of a case contradict each other. It stays, whatever is read later."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ports.database import now
from registry import audit, records
from registry.access import NotFound, Principal, require
from registry.case_model import CaseAnswer
from registry.facts import Fact, Facts, gathered
from registry.kinds import catalogue
from registry.matters import papers_of
from registry.model import Case, FieldValue
from registry.review import VersionConflict, normal_form
from registry.states import IllegalMove


class ClosedError(IllegalMove):
    """The case is closed. Reopen one of its documents before you decide on a value."""


def facts(session: Session, principal: Principal, case_id: str) -> Facts:
    """What the case's documents say together, for whoever may see them. Raises `NotFound`."""
    return _facts(session, records.case(session, principal, case_id))


def choose(session: Session, principal: Principal, fact_id: str, version: int, value: str) -> Fact:
    """This value counts for the case. `version` is the fact's as the person saw it; else `VersionConflict`."""
    require(principal, "handler", "supervisor")
    row = session.get(FieldValue, fact_id)
    if row is None or row.document.case_id is None:
        raise NotFound
    records.case(session, principal, row.document.case_id)
    case = session.get_one(Case, row.document.case_id, with_for_update=True, populate_existing=True)
    if case.state == "closed":
        raise ClosedError(case.state)
    fact = _find(_facts(session, case), fact_id)
    if fact.version != version:
        raise VersionConflict(fact.version)
    _keep(session, principal, case, fact, value)
    audit.record(session, principal.key, "case.value_chosen", f"case:{case.id}", field=fact.name)
    return _find(_facts(session, case), fact_id)


def _facts(session: Session, case: Case) -> Facts:
    rows = session.scalars(select(CaseAnswer).where(CaseAnswer.case_id == case.id))
    return gathered(papers_of(session, case.id), catalogue(), {row.field_id: row for row in rows})


def find(session: Session, principal: Principal, fact_id: str) -> Fact:
    """One fact by the field that names it. Raises `NotFound`."""
    row = records.field(session, principal, fact_id)
    if row.document.case_id is None:
        raise NotFound
    return _find(facts(session, principal, row.document.case_id), fact_id)


def _find(found: Facts, fact_id: str) -> Fact:
    for fact in found.facts:
        if any(cell.row.id == fact_id for reading in fact.readings for cell in reading.sources):
            return fact
    raise NotFound


def _keep(session: Session, principal: Principal, case: Case, fact: Fact, value: str) -> None:
    typed = normal_form("text" if fact.name == "name" else fact.type, value) or value  # type: ignore[arg-type]
    row, at = session.get(CaseAnswer, (case.id, fact.id)), now(session)
    if row is None:
        session.add(CaseAnswer(case_id=case.id, field_id=fact.id, value=typed, by=principal.key, at=at))
    else:
        row.value, row.by, row.at = typed, principal.key, at
    session.flush()
