"""What an office did in a span of days, in numbers only, for those who answer for it."""

from __future__ import annotations

from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Query

from api.deps import Desk, desk_of, roles
from api.openapi import problems
from api.shown import said
from api.term_schemas import CountBody, StatisticsFilter
from registry import term_words
from registry.statistics import Line, Span, statistics

router = APIRouter(prefix="/v1", tags=["statistics"])
SupervisorDesk = Annotated[Desk, Depends(desk_of(roles("supervisor")))]


@router.get("/statistics", responses=problems("bad_span"))
def read_statistics(wish: Annotated[StatisticsFilter, Query()], desk: SupervisorDesk) -> list[CountBody]:
    """Arrivals, waiting, terms kept, what was asked for, rescans, straight through, corrections; nobody is named."""
    with desk.house.database.reading() as session:
        lines = statistics(session, desk.principal, Span(wish.since, wish.until, wish.unit))
    return [_shown(line, desk) for line in lines]


def _shown(line: Line, desk: Desk) -> CountBody:
    title = line.group if line.measure == "rescans" else said(term_words.title(line.group), desk.words.language)
    return CountBody(measure=cast(Any, line.measure), group=line.group, title=title, what=line.what, count=line.count)
