"""The command `kantselei`: each command lives in a module of its own name, and only the one asked for is loaded.

Who reads one page at a counter should not wait for the database to be imported.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from importlib import import_module

import typer

from cli import early

COMMANDS = (
    "read",
    "check",
    "serve",
    "work",
    "demo",
    "doctor",
    "verify",
    "accounts",
    "cases",
    "cover",
    "kinds",
    "clock",
    "routing",
)


def application(wanted: Collection[str] = COMMANDS) -> typer.Typer:
    """The command with the wanted parts of it."""
    app = typer.Typer(
        name="kantselei",
        help="The office where paper comes in: scans become registered, pre-filled cases.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,  # a framed trace of our locals could show what stands on a paper
    )
    app.callback()(_together)
    for name in wanted:
        part = getattr(import_module(f"cli.{name}"), name)
        if isinstance(part, typer.Typer):
            app.add_typer(part, name=name)
        else:
            app.command(name)(part)
    return app


def _together() -> None:
    """The office where paper comes in: scans become registered, pre-filled cases."""


def main() -> None:
    asked = sys.argv[1:2]
    if asked == ["read"] and "--help" not in sys.argv:
        early.begin()
    application(asked if asked and asked[0] in COMMANDS else COMMANDS)()
