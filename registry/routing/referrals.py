"""That a case belongs to another body: proposed by its rule or kind, or by a handler; only a person says so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ports.database import insert_once, now
from registry.access import ELSEWHERE, NotFound, Principal, case_filter, require
from registry.clock import local_day
from registry.kinds import kind_of
from registry.model import Case, Document, new_id
from registry.reasons import why
from registry.routing import rules
from registry.routing.model import CompetentBody, Referral
from registry.term_model import Term

RULES = "system:routing"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A referral with the body as it is today, and until when the paper must have gone."""

    referral: Referral
    body: CompetentBody | None
    due_on: date | None


def propose(session: Session, case: Case) -> None:
    """By the unit the case went to. A proposal that its case has outgrown is answered by the house."""
    wanted = case.unit if case.unit.startswith(ELSEWHERE) else None
    if wanted:
        enter(session, case.id, wanted, why("refer_unit", unit=wanted))
    outgrown = Referral.case_id == case.id, Referral.state == "open", Referral.body != (wanted or "")
    for row in session.scalars(select(Referral).where(*outgrown)):
        row.answer("declined", RULES, now(session))


def enter(session: Session, case_id: str, body: str, reason: str) -> None:
    """Once for a case and a body."""
    values = {"id": new_id(), "case_id": case_id, "body": body, "why": reason, "made_at": now(session)}
    insert_once(session, Referral, values)


def kept_here(session: Session, case: Case) -> frozenset[str]:
    """Bodies that a person said the case does not belong to."""
    declined = Referral.case_id == case.id, Referral.state == "declined", Referral.answered_by != RULES
    return frozenset(session.scalars(select(Referral.body).where(*declined)))


def is_elsewhere(document: Document, case: Case, kept: Collection[str]) -> bool:
    """Whether a document of the case is another body's to decide, so that it is only sent on."""
    units = {case.unit, kind_of(document.kind).unit}
    return any(unit.startswith(ELSEWHERE) and unit not in kept for unit in units)


def referrals_of(session: Session, principal: Principal, case_id: str) -> list[Proposed]:
    """The latest first. Raises `NotFound` for a case out of sight."""
    require(principal, "handler", "supervisor")
    if session.scalar(select(Case.id).where(Case.id == case_id, case_filter(principal))) is None:
        raise NotFound
    wanted = select(Referral).where(Referral.case_id == case_id).order_by(Referral.made_at.desc(), Referral.id)
    return [_proposed(session, row) for row in session.scalars(wanted)]


def referral_of(session: Session, principal: Principal, referral_id: str) -> Proposed:
    require(principal, "handler", "supervisor")
    seen = select(Case.id).where(case_filter(principal))
    row = session.scalar(select(Referral).where(Referral.id == referral_id, Referral.case_id.in_(seen)))
    if row is None:
        raise NotFound
    return _proposed(session, row)


def _proposed(session: Session, row: Referral) -> Proposed:
    term = select(Term.ends_on).where(Term.case_id == row.case_id, Term.code == "forward", Term.state != "cancelled")
    due_on = session.scalar(term.order_by(Term.ends_on).limit(1))
    return Proposed(row, rules.bodies(session, local_day(now(session))).get(row.body), due_on)
