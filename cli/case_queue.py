"""`kantselei cases search|list|next|route`: what waits, what comes next, and why a case went where it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from sqlalchemy import select

from cli.people import As, desk
from cli.phrases import Ui
from registry import case_list, kinds
from registry.access import NotFound
from registry.case_list import CaseQuery
from registry.clock import TALLINN
from registry.model import Case
from registry.routing import explained, take
from registry.states import CASE_MOVES

State = Annotated[str, typer.Option(help="open, all, or one state of a case.")]
Unit = Annotated[str, typer.Option(help="Code of a unit; without it all you may see.")]
Mine = Annotated[bool, typer.Option("--mine", help="Only those of the person.")]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="At most so many lines.")]
Lang = Annotated[Ui, typer.Option("--lang", "--ui", envvar="KANTSELEI_UI", help="Language of the sentences.")]
_HEAD = "number\tkind\tstate\tdue\tunit\thandler\tclient"


def list_cases(as_: As, state: State = "open", unit: Unit = "", mine: Mine = False, limit: Limit = 50) -> None:
    """The queue of a person, the most urgent first: tab-separated lines."""
    _print(as_, CaseQuery(_state(state), unit, mine, "", limit))


def search_cases(
    text: Annotated[str, typer.Argument(help="Words of its papers, a number, a viit, a personal code.")],
    as_: As, state: State = "all", unit: Unit = "", limit: Limit = 50,
) -> None:  # fmt: skip
    """Cases by words, accents and slips of the pen forgiven, among those the person may see."""
    _print(as_, CaseQuery(_state(state), unit, False, text, limit))


def next_case(as_: As, lang: Lang = "et") -> None:
    """Take the most urgent case for the person's skills; nobody else is given it for half an hour. Exit 3: nothing."""
    with desk(as_) as (session, who):
        taken = take.take_next(session, who)
        if taken is None:
            typer.echo("There is nothing to do for this person now.", err=True)
            raise typer.Exit(3)
        case = session.get_one(Case, taken.case_id)
        said = (case.number, kinds.kind_of(case.kind).title[lang], str(case.due_on or ""))
    typer.echo("\t".join((*said, f"{taken.until.astimezone(TALLINN):%H:%M}")))


def route_of(
    number: Annotated[str, typer.Argument(help="Number of a case, as 6.0-1/1042.")], as_: As, lang: Lang = "et"
) -> None:
    """Why a case is where it is: every choice with its steps, the latest first."""
    with desk(as_) as (session, who):
        case = session.scalar(select(Case.id).where(Case.number == number))
        if case is None:
            raise NotFound
        found = explained.explained(session, who, case)
    for one in found:
        row = one.choice
        typer.echo(f"{row.at.astimezone(TALLINN):%Y-%m-%d %H:%M}  {row.unit}  {one.handler or '-'}  ({one.by})")
        for step in one.steps:
            typer.echo(f"  - {step[lang]}")
        if row.reason:
            typer.echo(f"  = {row.reason}")


COMMANDS: dict[str, Callable[..., None]] = {
    "list": list_cases,
    "search": search_cases,
    "next": next_case,
    "route": route_of,
}


def _state(state: str) -> str:
    known: Sequence[str] = ("open", "all", *CASE_MOVES)
    if state not in known:
        typer.echo(f"There is no state {state!r}. Write one of: {', '.join(known)}.", err=True)
        raise typer.Exit(2)
    return state


def _print(as_: str, query: CaseQuery) -> None:
    with desk(as_) as (session, who):
        found = case_list.cases(session, who, query)
        lines = [_line(case) for case in found.rows]
    typer.echo(_HEAD)
    for line in lines:
        typer.echo(line)
    typer.echo(f"{len(lines)} of {'more than ' if found.beyond else ''}{found.count}", err=True)


def _line(case: Case) -> str:
    handler = case.handler.login if case.handler else ""
    said = (case.number, case.kind, case.state, str(case.due_on or ""), case.unit, handler, case.client_name or "")
    return "\t".join(part.replace("\t", " ") for part in said)
