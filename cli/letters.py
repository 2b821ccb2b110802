"""`kantselei cases letters`: what to print today, one file for the printer, and what became of a letter."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli.people import As, desk
from ports.blobs import BlobDamaged, BlobMissing, Blobs, BlobsUnavailable, open_store
from ports.database import now
from ports.settings import StoreSettings
from registry.access import NotFound, Principal
from registry.clock import local_day
from registry.letters import delivery, reading
from registry.letters.delivery import Delivery
from registry.letters.model import Letter
from registry.letters.press import PressFailed, printed, together

letters = typer.Typer(help="Letters to print, and what became of them.", no_args_is_help=True)
MOST = 200
_STYLE = '@page { size: A4; margin: 20mm } body { font: 10pt "Liberation Sans" } td { padding: 1mm 4mm }'


@letters.command("list")
def list_letters(
    as_: As, state: Annotated[str, typer.Option(help="created, printed, posted, returned, ...")] = "created"
) -> None:
    """Letters in one state, the oldest first."""
    table = Table("viit", "kind", "language", "state", "made", title=f"Letters: {state}")
    with desk(as_) as (session, who):
        for letter in reading.letters_in(session, who, state, limit=MOST):
            table.add_row(
                letter.viit or "draft",
                letter.kind,
                letter.language,
                letter.state,
                "yes" if letter.sha256 else "not yet",
            )
    Console().print(table)


@letters.command("show")
def show(viit: Annotated[str, typer.Argument(help="Viit of a letter.")], as_: As) -> None:
    """How a letter went, with proof, and which things have come."""
    way, things = Table("state", "on", "proof", "reference", title=viit), Table("asked for", "come")
    with desk(as_) as (session, who):
        letter = _letter(session, who, viit)
        for event in letter.events:
            way.add_row(event.state, event.happened_on.isoformat(), event.evidence, event.reference)
        for item in letter.items:
            things.add_row(item.code, f"{item.met_at:%Y-%m-%d}" if item.met_at else "")
        due = letter.answer_due_on
    Console().print(way, things)
    typer.echo(f"The answer is due on {due:%Y-%m-%d}." if due else "No term runs yet.")


@letters.command("print")
def print_letters(
    as_: As, out: Annotated[Path, typer.Option(help="The file to write.")] = Path("letters-today.pdf")
) -> None:
    """One file of all letters that wait for paper, a list on top. They count as printed once it is written."""
    blobs = open_store(StoreSettings.read().blobs_url)
    with desk(as_) as (session, who):
        found = [letter for letter in reading.letters_in(session, who, "created", limit=MOST) if letter.sha256]
        day = local_day(now(session))
    if not found:
        typer.echo("No letter waits for paper.")
        return
    _write(out, [_list(found, day), *(_pdf(blobs, letter) for letter in found)])
    with desk(as_) as (session, who):
        for letter in found:
            delivery.record(session, who, letter.id, letter.version, Delivery("printed", day, "printer"))
    typer.echo(f"{len(found)} letter(s) in {out}")


def _pdf(blobs: Blobs, letter: Letter) -> bytes:
    try:
        return blobs.get(letter.sha256 or "")
    except (BlobMissing, BlobDamaged, BlobsUnavailable) as error:
        typer.echo(f"{letter.viit}: {error.__doc__}", err=True)
        raise typer.Exit(1) from error


def _write(out: Path, parts: list[bytes]) -> None:
    """Whole or not at all: written beside it, then moved into its place."""
    draft = out.with_name(f".{out.name}.part")
    draft.touch(mode=0o600)
    draft.write_bytes(together(parts))
    draft.replace(out)


def _list(found: list[Letter], day: date) -> bytes:
    """Numbers and names for whoever puts them into envelopes."""
    rows = "".join(
        f"<tr><td>{escape(letter.viit or '')}</td><td>{escape(letter.addressee['name'])}</td></tr>" for letter in found
    )
    head = f"<h1>Kirjad {day:%d.%m.%Y}</h1><p>{len(found)}</p>"
    start = f'<html lang="et"><head><title>Kirjad</title><style>{_STYLE}</style></head>'
    try:
        return printed(f"{start}<body>{head}<table>{rows}</table></body></html>")
    except PressFailed as error:
        typer.echo(error.__doc__, err=True)
        raise typer.Exit(1) from error


def _letter(session: Session, who: Principal, viit: str) -> Letter:
    found = session.scalar(select(Letter.id).where(Letter.viit == viit))
    if found is None:
        raise NotFound
    return reading.letter(session, who, found)
