"""Why a case went where it went, to be read: every choice with its steps as sentences, officials by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.kind import Text
from registry.access import NotFound, Principal, case_filter, require
from registry.kinds import kind_of
from registry.model import Account, Case
from registry.reasons import LANGUAGES, sentence
from registry.routing.model import RouteChoice

_PERSON = re.compile(r"=(person:([0-9a-f]{32}))")


@dataclass(frozen=True, slots=True)
class Explained:
    """A choice and what led to it; `handler` is the name, None where nobody has it."""

    choice: RouteChoice
    handler: str | None
    by: str
    steps: tuple[Text, ...]


def explained(session: Session, principal: Principal, case_id: str) -> list[Explained]:
    """The latest choice first. Raises `NotFound` for a case out of sight."""
    require(principal, "handler", "supervisor")
    if session.scalar(select(Case.id).where(Case.id == case_id, case_filter(principal))) is None:
        raise NotFound
    wanted = select(RouteChoice).where(RouteChoice.case_id == case_id)
    choices = list(session.scalars(wanted.order_by(RouteChoice.at.desc(), RouteChoice.id)))
    names = _names(session, choices)
    return [_explained(choice, names) for choice in choices]


def _explained(choice: RouteChoice, names: Mapping[str, str]) -> Explained:
    words = {f"person:{key}": dict.fromkeys(LANGUAGES, name) for key, name in names.items()}
    steps = tuple(sentence(step, words | _kinds(step)) for step in choice.steps)
    by = names.get(choice.by.partition(":")[2], "Kantselei")
    return Explained(choice, names.get(choice.handler_id or ""), by, steps)


def _kinds(step: str) -> dict[str, Text]:
    found = re.search(r"\|kind=([^|]+)", step)
    return {found[1]: kind_of(found[1]).title} if found else {}


def _names(session: Session, choices: Iterable[RouteChoice]) -> dict[str, str]:
    ids: set[str] = set()
    for choice in choices:
        ids |= {choice.handler_id or "", choice.by.partition(":")[2]}
        ids |= {found for step in choice.steps for _, found in _PERSON.findall(step)}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(sorted(ids))))
    return {row.id: row.name for row in rows}
