"""To whom a case goes: the unit by rule or by kind, in it the able and present handler with the fewest open cases.

Every choice keeps its steps: which rule, what the handler must be able to do, who is away and who stands in, why this
one. They are stored as reasons and read in three languages (registry/routing/explained.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from classify.kind import Kind
from ports.database import now
from registry.clock import local_day
from registry.model import Case
from registry.reasons import why
from registry.routing import crew, rules
from registry.routing.crew import Crew, serves
from registry.routing.described import told
from registry.routing.model import RouteChoice, RouteRule

__all__ = ["Routed", "lay", "route", "serves"]
ROUTING = "system:routing"
USUAL = 5  # the priority of a case that no rule has an opinion of


@dataclass(frozen=True, slots=True)
class Routed:
    unit: str
    handler_id: str | None  # None: the unit has no active handler, its supervisor sees the case
    why: str
    steps: tuple[str, ...] = ()
    rule: str = ""
    needs: str = ""
    priority: int = USUAL


def route(session: Session, kind: Kind, case: Case | None = None) -> Routed:
    """The unit and handler for a case of this kind. A handler who already has the case and fits keeps it."""
    day = local_day(now(session))
    rule = rules.fitting(session, told(session, kind, case), day)
    found = _Choosing(session, kind, rule, crew.crew(session, day))
    return found.kept(case.handler_id) if case is not None and found.fits(case.handler_id) else found.chosen()


def lay(session: Session, case: Case, routed: Routed, by: str = ROUTING, reason: str = "") -> None:
    """The case goes there, and why is kept beside it."""
    case.unit, case.handler_id, case.route_why = routed.unit, routed.handler_id, routed.why
    case.needs, case.priority = routed.needs, routed.priority
    session.add(
        RouteChoice(
            case_id=case.id, at=now(session), by=by, rule=routed.rule, unit=routed.unit,
            handler_id=routed.handler_id, steps=list(routed.steps), reason=reason,
        )
    )  # fmt: skip


class _Choosing:
    """One choice under way, with the steps that led so far."""

    def __init__(self, session: Session, kind: Kind, rule: RouteRule | None, people: Crew) -> None:
        self.session, self.rule, self.people = session, rule, people
        self.unit = rule.unit if rule else kind.unit
        self.needs = sorted({part.strip() for part in rule.skills.split(",")} - {""}) if rule else []
        able = [one for one in people.people.values() if people.able(one, self.unit, kind.code)]
        self.able = {account.id: account for account in able}
        by_kind = why("route_kind", kind=kind.code, unit=self.unit)
        self.steps = [why("route_rule", rule=rule.code, unit=self.unit) if rule else by_kind]

    def fits(self, account_id: str | None) -> bool:
        return account_id in self.able

    def kept(self, account_id: str | None) -> Routed:
        return self._routed(account_id, why("routed_kept", unit=self.unit))

    def chosen(self) -> Routed:
        if self.rule is not None and self.rule.share == "pull":
            return self._routed(None, why("routed_queue", unit=self.unit))
        stands_for = self._present(self._skilled())
        if not stands_for:
            return self._routed(None, why("routed_no_handler", unit=self.unit))
        load = crew.load(self.session)
        least = min(stands_for, key=lambda one: (load.get(one, 0), self.people.people[one].login))
        count, absent = load.get(least, 0), stands_for[least]
        self.steps.append(why("route_least", person=_person(least), open=count, of=len(stands_for)))
        if absent:
            return self._routed(least, why("routed_stand_in", unit=self.unit, open=count))
        code = "routed_rule_handler" if self.rule else "routed_handler"
        more = {"rule": self.rule.code} if self.rule else {}
        return self._routed(least, why(code, unit=self.unit, open=count, **more))

    def _skilled(self) -> list[str]:
        """Those of the unit who can do it; all of the unit where nobody can, and the explanation says so."""
        if not self.needs:
            return list(self.able)
        found = [one for one in self.able if self.people.has(one, self.needs)]
        self.steps.append(why("route_skill" if found else "route_unskilled", skills=",".join(self.needs)))
        return found or list(self.able)

    def _present(self, wanted: list[str]) -> dict[str, str]:
        """Who is there -> for whom they stand in, "" where they are there for themselves."""
        found = {one: "" for one in wanted if one not in self.people.away}
        for one in sorted(set(wanted) - set(found), key=lambda one: self.people.people[one].login):
            until, instead = self.people.away[one].last_on, self.people.stand_in(one)
            if instead is None:
                self.steps.append(why("route_away", person=_person(one), until=until))
            else:
                self.steps.append(why("route_stand_in", person=_person(one), until=until, instead=_person(instead)))
                found.setdefault(instead, one)
        return found

    def _routed(self, handler_id: str | None, reason: str) -> Routed:
        code, priority = (self.rule.code, self.rule.priority) if self.rule else ("", USUAL)
        needs = ",".join(self.needs)
        return Routed(self.unit, handler_id, reason, (*self.steps, reason), code, needs, priority)


def _person(account_id: str) -> str:
    return f"person:{account_id}"
