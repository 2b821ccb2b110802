"""`kantselei accounts`: people who sign in, and stations that send. Secrets are shown once and kept as hashes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli.first import password
from ports.database import Database, OutcomeUnknown, Unavailable
from ports.settings import SettingsError, StoreSettings
from registry import schema
from registry.access import NotFound
from registry.accounts import (
    AccountError,
    Profile,
    add_account,
    add_station,
    change_password,
    close_station,
    renew_key,
    set_active,
)
from registry.model import Account, Station

accounts = typer.Typer(help="People who sign in, and stations that send.", no_args_is_help=True)
stations = typer.Typer(help="Scan stations and their API keys.", no_args_is_help=True)
accounts.add_typer(stations, name="stations")

Login = Annotated[str, typer.Argument(help="The name to sign in with.")]
Name = Annotated[str, typer.Argument(help="The name of the station.")]


@contextmanager
def register() -> Iterator[Session]:
    """One transaction on the register; a mistake becomes a sentence and exit status 1."""
    try:
        with closing(Database(StoreSettings.read().database_url)) as database:
            schema.check(database)
            with database.transaction() as session:
                yield session
    except NotFound as error:
        typer.echo("There is no such name, number or viit, or this person may not see it: check it.", err=True)
        raise typer.Exit(1) from error
    except _MISTAKES as error:
        typer.echo(str(error) or str(error.__doc__), err=True)
        raise typer.Exit(1) from error


_MISTAKES = (AccountError, SettingsError, Unavailable, OutcomeUnknown, schema.SchemaOlder, schema.SchemaNewer)


@accounts.command("list")
def list_accounts() -> None:
    """Who may sign in, and which stations may send."""
    people = Table("login", "name", "role", "units", "", title="People")
    senders = Table("name", "since", "", title="Stations")
    with register() as session:
        for account in session.scalars(select(Account).order_by(Account.login)):
            people.add_row(account.login, account.name, account.role, account.units, _state(account.active))
        for station in session.scalars(select(Station).order_by(Station.name)):
            senders.add_row(station.name, f"{station.created_at:%Y-%m-%d}", _state(station.active))
    console = Console()
    console.print(people, senders)


def _state(active: bool) -> str:
    return "" if active else "closed"


@accounts.command("add")
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="First and last name.")],
    role: Annotated[str, typer.Option(help="handler, supervisor, admin or auditor.")] = "handler",
    units: Annotated[str, typer.Option(help="Codes of units with commas between, or * for all.")] = "*",
    language: Annotated[str, typer.Option(help="et, en or ru.")] = "et",
) -> None:
    """Add a person. The password is made for them and shown this once."""
    secret = password()
    with register() as session:
        codes = tuple(code.strip() for code in units.split(","))
        add_account(session, Profile(login, name, role, codes, language), secret)
    typer.echo(f"{login} may sign in with {secret} (shown this once).")


@accounts.command("password")
def new_password(login: Login) -> None:
    """Give a person a new password, shown this once; all their sessions end."""
    secret = password()
    with register() as session:
        change_password(session, login, secret)
    typer.echo(f"{login} may sign in with {secret} (shown this once).")


@accounts.command("disable")
def disable(login: Login) -> None:
    """Close an account; its sessions end at once. Nothing the person did is lost."""
    with register() as session:
        set_active(session, login, False)
    typer.echo(f"{login} may no longer sign in.")


@accounts.command("enable")
def enable(login: Login) -> None:
    """Open a closed account again."""
    with register() as session:
        set_active(session, login, True)
    typer.echo(f"{login} may sign in again.")


@stations.command("add")
def new_station(name: Name) -> None:
    """Add a scan station. Its API key is shown this once."""
    with register() as session:
        key = add_station(session, name)[1]
    typer.echo(f"{name} sends with this key (shown this once):\n{key}")


@stations.command("renew")
def renew(name: Name) -> None:
    """Give a station a new key; the old one is worth nothing from now on."""
    with register() as session:
        key = renew_key(session, name)
    typer.echo(f"{name} sends with this key (shown this once):\n{key}")


@stations.command("disable")
def disable_station(name: Name) -> None:
    """Close a station; what it sent stays."""
    with register() as session:
        close_station(session, name)
    typer.echo(f"{name} may no longer send.")
