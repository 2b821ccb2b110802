"""The command `kantselei`: each command lives in its own module and is put together here."""

from __future__ import annotations

import typer

from cli.accounts import accounts
from cli.check import check
from cli.demo import demo
from cli.doctor import doctor
from cli.read import read
from cli.serve import serve
from cli.verify import verify
from cli.work import work

app = typer.Typer(
    name="kantselei",
    help="The office where paper comes in: scans become registered, pre-filled cases.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a framed trace of our locals could show what stands on a paper
)
for command in (read, check, serve, work, demo, doctor, verify):
    app.command(command.__name__)(command)
app.add_typer(accounts, name="accounts")


def main() -> None:
    app()
