"""Which rule of routing holds for a case on a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from classify.condition import holds
from registry.routing.described import Told
from registry.routing.model import CompetentBody, RouteRule, Skill


def in_force(row: type[RouteRule] | type[Skill] | type[CompetentBody], day: date) -> ColumnElement[bool]:
    return (row.valid_from <= day) & (row.valid_to.is_(None) | (row.valid_to >= day))


def fitting(session: Session, told: Told, day: date) -> RouteRule | None:
    """The first that fits, by position; a rule that ended yesterday fits nothing today."""
    wanted = select(RouteRule).where(in_force(RouteRule, day), RouteRule.kind.in_(("", told.kind)))
    rows = session.scalars(wanted.order_by(RouteRule.position, RouteRule.id))
    return next((row for row in rows if fits(row, told)), None)


def fits(rule: RouteRule, told: Told) -> bool:
    asked = ((rule.kind, told.kind), (rule.language, told.language), (rule.region, told.region))
    if any(wanted and wanted != found for wanted, found in asked):
        return False
    if rule.eu is not None and rule.eu != told.eu:
        return False
    return not rule.condition or holds(rule.condition, told.values)


def rows(session: Session) -> list[RouteRule]:
    """All rules, past ones and those to come too, in the order they are asked."""
    return list(session.scalars(select(RouteRule).order_by(RouteRule.position, RouteRule.code, RouteRule.valid_from)))


def bodies(session: Session, day: date) -> dict[str, CompetentBody]:
    """Offices elsewhere by their code, as they are on this day."""
    wanted = select(CompetentBody).where(in_force(CompetentBody, day)).order_by(CompetentBody.valid_from)
    return {row.code: row for row in session.scalars(wanted)}
