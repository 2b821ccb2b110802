"""`kantselei cases`: an operator lays documents into the right case, in the name of a person who may do so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli import case_queue
from cli.letters import letters
from cli.people import As, desk
from cli.stats import stats
from registry import rearrange
from registry.access import NotFound, Principal
from registry.case_model import CaseAct
from registry.model import Case, Document

cases = typer.Typer(help="Cases: find, take the next, see why; move, join, part and take back.", no_args_is_help=True)
cases.add_typer(letters, name="letters")
cases.command("stats")(stats)
for name, command in case_queue.COMMANDS.items():
    cases.command(name)(command)

Number = Annotated[str, typer.Argument(help="Number of a case, as 6.0-1/1042.")]
Viit = Annotated[str, typer.Argument(help="Viit of a document, as 6.0-1/1042-2.")]


@cases.command("show")
def show(number: Number, as_: As) -> None:
    """The documents of a case, and what was moved."""
    papers, moved = Table("viit", "kind", "state", title=number), Table("act", "what", "when", "documents")
    with desk(as_) as (session, who):
        found = _case(session, number)
        acts = rearrange.acts(session, who, found.id)
        for document in found.documents:
            papers.add_row(document.viit, document.kind or "", document.state)
        for act in acts:
            viits = ", ".join(move.document.viit for move in act.moves)
            moved.add_row(act.id, act.what, f"{act.at:%Y-%m-%d %H:%M}", viits)
    console = Console()
    console.print(papers, moved)


@cases.command("move")
def move(viit: Viit, into: Number, as_: As) -> None:
    """Lay a document into another case. Its viit stays what it is."""

    def act(session: Session, who: Principal) -> CaseAct:
        document = _document(session, viit)
        return rearrange.move(session, who, document.id, document.version, _case(session, into).id)

    _do(as_, act)


@cases.command("merge")
def merge(number: Number, into: Number, as_: As) -> None:
    """Lay all documents of a case into another one; the empty one is closed."""

    def act(session: Session, who: Principal) -> CaseAct:
        source = _case(session, number)
        return rearrange.merge(session, who, source.id, source.version, _case(session, into).id)

    _do(as_, act)


@cases.command("split")
def split(number: Number, viits: Annotated[list[str], typer.Argument(help="What to part from it.")], as_: As) -> None:
    """Give some documents of a case a case of their own."""

    def act(session: Session, who: Principal) -> CaseAct:
        source = _case(session, number)
        chosen = [_document(session, viit).id for viit in viits]
        return rearrange.split(session, who, source.id, source.version, chosen)

    _do(as_, act)


@cases.command("undo")
def undo(act_id: Annotated[str, typer.Argument(help="Id of the act, as `show` prints it.")], as_: As) -> None:
    """Take an act back. It stays in the history, and so does this."""
    _do(as_, lambda session, who: rearrange.undo(session, who, act_id))


def _do(login: str, act: Callable[[Session, Principal], CaseAct]) -> None:
    with desk(login) as (session, who):
        done = act(session, who)
        into = session.get_one(Case, done.into_id).number
    typer.echo(f"{done.what}: {len(done.moves)} document(s) now in {into} (act {done.id})")


def _case(session: Session, number: str) -> Case:
    """Access is asked where something is done with it."""
    found = session.scalar(select(Case).where(Case.number == number))
    if found is None:
        raise NotFound
    return found


def _document(session: Session, viit: str) -> Document:
    found = session.scalar(select(Document).where(Document.viit == viit))
    if found is None:
        raise NotFound
    return found
