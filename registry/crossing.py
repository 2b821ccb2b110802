"""Where the papers of one case do not agree as the rules between papers demand (classify/across.py).

Computed from the values that count when somebody looks: nothing of it is stored, so nothing of it grows stale.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from classify import across
from classify.catalogue import Catalogue
from classify.kind import Problem
from ports.database import now
from registry import records
from registry.access import Principal
from registry.clock import local_day
from registry.kinds import catalogue
from registry.matters import Matter, matters, papers_of
from registry.model import Document, FieldValue


@dataclass(frozen=True, slots=True)
class Disagreement:
    """`row` is the field of the paper to look at first, `beside` the newest document it disagrees with."""

    problem: Problem
    row: FieldValue
    beside: Document


def disagreements(session: Session, principal: Principal, case_id: str) -> list[Disagreement]:
    """For whoever may see the case. Raises `NotFound`."""
    case = records.case(session, principal, case_id)
    return list(between(papers_of(session, case.id), catalogue(), local_day(now(session))))


def between(documents: Sequence[Document], kinds: Catalogue, today: date) -> Iterator[Disagreement]:
    """What these documents of one case disagree in, in the order of the rules."""
    known = {str(place): matter for place, matter in enumerate(matters(documents, kinds))}
    papers = [across.Paper(place, matter.kind.code, matter.values) for place, matter in known.items()]
    for found in across.check(across.of(kinds), papers, today):
        row = _row(known[found.paper], found.problem.field)
        if row is not None:
            yield Disagreement(found.problem, row, known[found.beside].documents[-1])


def _row(matter: Matter, name: str | None) -> FieldValue | None:
    return matter.answers.get(name or "")
