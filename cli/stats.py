"""`kantselei cases stats`: what a unit did in a span of days, in numbers a supervisor may see."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from cli.people import As, desk
from registry.statistics import BadSpan, Span, statistics


def stats(
    as_: As,
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day, included.")],
    unit: Annotated[str, typer.Option("--unit", help="Code of a unit; without it all you may see.")] = "",
) -> None:
    """Arrivals, waiting, terms kept, what was asked for, rescans, corrections: tab-separated lines."""
    span = _span(first.date(), last.date(), unit)
    with desk(as_) as (session, who):
        lines = statistics(session, who, span)
    typer.echo("measure\tgroup\twhat\tcount")
    for line in lines:
        typer.echo(f"{line.measure}\t{line.group}\t{line.what}\t{line.count}")


def _span(first: date, last: date, unit: str) -> Span:
    try:
        return Span(first, last, unit)
    except BadSpan as refusal:
        typer.echo(refusal.__doc__, err=True)
        raise typer.Exit(2) from refusal
