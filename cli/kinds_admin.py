"""Kinds that administrators write, at a terminal: draft, write, publish, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cli.people import As
from cli.tuning_desk import Code, Reason, text_of, tuning
from registry.access import NotFound
from registry.tuning import editions

File = Annotated[Path, typer.Argument(help="The .toml file of the kind, as docs/kinds.md describes it.")]


def list_editions(as_: As) -> None:
    """Every edition that administrators wrote, the newest of each kind first."""
    table = Table("kind", "edition", "state", "signed", "reason")
    with tuning(as_) as (session, who):
        for row in editions.editions(session, who):
            signed = f"{row.signer.name}, {row.signed_at:%Y-%m-%d}" if row.signer and row.signed_at else ""
            table.add_row(row.code, str(row.number), row.state, signed, row.reason)
    Console().print(table)


def show(code: Code, as_: As) -> None:
    """Print the draft of a kind, else what is published of it, to be changed and written back."""
    with tuning(as_) as (session, who):
        try:
            row = editions.newest(session, who, code, "draft")
        except NotFound:
            row = editions.newest(session, who, code, "published")
    typer.echo(row.text, nl=False)


def draft(code: Code, file: File, as_: As) -> None:
    """Bring the text of a kind as a draft: it is checked, and knows no paper until it is published."""
    with tuning(as_) as (session, who):
        row = editions.draft(session, who, code, text_of(file))
    typer.echo(f"{code}: edition {row.number} is a draft. Publish it with `kantselei kinds publish {code}`.")


def write(code: Code, file: File, as_: As) -> None:
    """Other words for the draft of a kind."""
    with tuning(as_) as (session, who):
        row = editions.newest(session, who, code, "draft")
        editions.write(session, who, row.id, row.version, text_of(file))
    typer.echo(f"{code}: edition {row.number} is written.")


def publish(code: Code, reason: Reason, as_: As) -> None:
    """Sign the draft of a kind: from the next scan on papers are known by it."""
    with tuning(as_) as (session, who):
        row = editions.newest(session, who, code, "draft")
        editions.publish(session, who, row.id, row.version, reason)
    typer.echo(f"{code}: edition {row.number} is published.")


def withdraw(code: Code, reason: Reason, as_: As) -> None:
    """Take the published edition of a kind back: the one before it holds again."""
    with tuning(as_) as (session, who):
        row = editions.newest(session, who, code, "published")
        editions.withdraw(session, who, row.id, row.version, reason)
    typer.echo(f"{code}: edition {row.number} is withdrawn.")


COMMANDS: dict[str, Callable[..., None]] = {
    "list": list_editions,
    "show": show,
    "draft": draft,
    "write": write,
    "publish": publish,
    "withdraw": withdraw,
}
