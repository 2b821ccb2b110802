"""Who could have a case: a unit's handlers by what they can do, who is away, who stands in, how much each has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.access import ELSEWHERE, EVERY_UNIT, FRONT
from registry.model import Account, Case
from registry.routing.model import Absence, Skill
from registry.routing.rules import in_force
from registry.states import OPEN_CASES

ONLY = "kind:"  # a handler with such skills has these kinds and no others


@dataclass(frozen=True, slots=True)
class Crew:
    """All who handle cases on a day."""

    day: date
    people: dict[str, Account]
    skills: dict[str, frozenset[str]]
    away: dict[str, Absence]

    def able(self, account: Account, unit: str, kind: str) -> bool:
        """Of the unit, and not limited to other kinds."""
        only = {skill for skill in self.skills.get(account.id, ()) if skill.startswith(ONLY)}
        return serves(account, unit) and (not only or ONLY + kind in only)

    def has(self, account_id: str, needs: Iterable[str]) -> bool:
        return set(needs) <= self.skills.get(account_id, frozenset())

    def stand_in(self, account_id: str) -> str | None:
        """Who is there in place of one who is away: the substitute, or the substitute's own. None: nobody."""
        seen = {account_id}
        at: str | None = account_id
        while at in self.away:
            at = self.away[at].substitute_id
            if at is None or at in seen or at not in self.people:
                return None
            seen.add(at)
        return at

    def absent_of(self, account_id: str) -> list[str]:
        """For whom this one stands in today."""
        return sorted(one for one in self.away if self.stand_in(one) == account_id)


def crew(session: Session, day: date) -> Crew:
    people = session.scalars(select(Account).where(Account.role == "handler", Account.active))
    skills: dict[str, set[str]] = {}
    for row in session.scalars(select(Skill).where(in_force(Skill, day))):
        skills.setdefault(row.account_id, set()).add(row.skill)
    away = session.scalars(
        select(Absence)
        .where(Absence.first_on <= day, Absence.last_on >= day, Absence.cancelled_at.is_(None))
        .order_by(Absence.recorded_at, Absence.id)
    )
    return Crew(
        day,
        {account.id: account for account in people},
        {account: frozenset(found) for account, found in skills.items()},
        {row.account_id: row for row in away},
    )


def serves(account: Account, unit: str) -> bool:
    units = {part.strip() for part in account.units.split(",")}
    return bool(units & {unit, EVERY_UNIT}) or (unit.startswith(ELSEWHERE) and FRONT in units)


def load(session: Session) -> dict[str, int]:
    """Open cases by handler."""
    rows = session.execute(
        select(Case.handler_id, func.count())
        .where(Case.state.in_(OPEN_CASES), Case.handler_id.is_not(None))
        .group_by(Case.handler_id)
    )
    return {handler_id: count for handler_id, count in rows if handler_id}
