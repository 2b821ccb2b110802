"""`kantselei routing`: to whom cases go: rules, what handlers can do, who is away, which bodies decide elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.kindfile import KindFileError
from cli.accounts import register
from cli.people import As, desk
from ports.database import now
from registry.clock import local_day
from registry.model import Account
from registry.routing import book, keep, rules
from registry.routing.keep import Days, OwnSubstitute, WrongDays
from registry.routing.model import Absence, RouteRule, Skill

routing = typer.Typer(help="To whom cases go: rules, skills, absences, bodies elsewhere.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="TOML file, see docs/routing.md.", exists=True, dir_okay=False)]
Login = Annotated[str, typer.Argument(help="Login of the handler.")]
_DAY = ["%Y-%m-%d"]


@routing.command("show")
def show(
    day: Annotated[datetime | None, typer.Option(formats=_DAY, help="As of this day; today by default.")] = None,
) -> None:
    """What holds: rules in the order they are asked, skills, absences, bodies elsewhere."""
    with register() as session:
        on = day.date() if day else local_day(now(session))
        names = {row.id: row.login for row in session.execute(select(Account.id, Account.login))}
        parts = [_rules(session, on), _skills(session, on, names), _absences(session, on, names), _bodies(session, on)]
    typer.echo("\n".join(line for part in parts for line in part))


@routing.command("check")
def check(file: File) -> None:
    """Say where the first mistake of a file is and how to mend it. Nothing is changed."""
    with _mistakes_said():
        found = book.read(file)
    typer.echo(
        f"{len(found.rules)} rules, {len(found.skills)} skills, {len(found.bodies)} bodies: the file can be loaded."
    )


@routing.command("load")
def load(file: File, as_: As) -> None:
    """Bring a file into the register: all of it or nothing. What held is ended, never overwritten."""
    with _mistakes_said():
        found = book.read(file)
        with desk(as_) as (session, who):
            changed = keep.keep(session, who, found)
    typer.echo(f"{changed} rows are new or ended.")


@routing.command("away")
def away(
    login: Login,
    first: Annotated[datetime, typer.Option("--from", formats=_DAY, help="The first day.")],
    last: Annotated[datetime, typer.Option("--to", formats=_DAY, help="The last day, included.")],
    as_: As,
    substitute: Annotated[str, typer.Option(help="Login of who stands in.")] = "",
) -> None:
    """A handler is away: gets no new cases, and who stands in is given what waits."""
    with _mistakes_said(), desk(as_) as (session, who):
        keep.away(session, who, login, Days(first.date(), last.date()), substitute or None)
    stands = f", {substitute} stands in" if substitute else ", nobody stands in"
    typer.echo(f"{login} is away from {first:%Y-%m-%d} to {last:%Y-%m-%d}{stands}.")


@routing.command("back")
def back(login: Login, as_: As) -> None:
    """A handler is there again from today on."""
    with desk(as_) as (session, who):
        ended = keep.back(session, who, login, local_day(now(session)))
    typer.echo(f"{login} is back: {ended} absence(s) ended.")


@contextmanager
def _mistakes_said() -> Iterator[None]:
    try:
        yield
    except (KindFileError, WrongDays, OwnSubstitute) as mistake:
        typer.echo(str(mistake) or " ".join(str(mistake.__doc__).split()), err=True)
        raise typer.Exit(1) from mistake


def _rules(session: Session, day: date) -> list[str]:
    lines = [f"Rules on {day}"]
    for row in rules.rows(session):
        if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day):
            skills = f", skills {row.skills}" if row.skills else ""
            until = f", until {row.valid_to}" if row.valid_to else ""
            how = f"{row.unit} (priority {row.priority}, {row.share}{skills}{until})"
            lines.append(f"  {row.position:>4}  {row.code}: {_when(row)} -> {how}  [{row.source}]")
    return lines


def _when(row: RouteRule) -> str:
    said = [row.kind, row.language and f"language {row.language}", row.region, row.condition]
    if row.eu is not None:
        said.append("EU" if row.eu else "not EU")
    return ", ".join(part for part in said if part) or "always"


def _skills(session: Session, day: date, names: dict[str, str]) -> list[str]:
    held = session.scalars(select(Skill).where(rules.in_force(Skill, day)).order_by(Skill.skill))
    found = sorted((names[row.account_id], row.skill, row.valid_to) for row in held)
    return ["Skills", *(f"  {login}: {skill}" + (f", until {end}" if end else "") for login, skill, end in found)]


def _absences(session: Session, day: date, names: dict[str, str]) -> list[str]:
    lines = ["Away on that day or later"]
    wanted = select(Absence).where(Absence.last_on >= day, Absence.cancelled_at.is_(None)).order_by(Absence.first_on)
    for row in session.scalars(wanted):
        instead = names[row.substitute_id] if row.substitute_id else "nobody"
        lines.append(f"  {names[row.account_id]}: {row.first_on} to {row.last_on}, {instead} stands in")
    return lines


def _bodies(session: Session, day: date) -> list[str]:
    found = sorted(rules.bodies(session, day).items())
    return ["Bodies elsewhere", *(f"  {code}: {row.title['et']}  [{row.source}]" for code, row in found)]
