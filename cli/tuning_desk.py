"""The desk of who tunes the house at a terminal: the register, the person, and every refusal as a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, cast

import typer
from sqlalchemy.orm import Session

from classify import mistakes
from classify.catalogue import KindFileError
from classify.kind import Lang
from cli.people import desk
from registry.access import Principal
from registry.tuning import editions
from registry.tuning.files import CodeTaken
from registry.tuning.signing import ReasonMissing

Code = Annotated[str, typer.Argument(help="Code of the kind, as in its file.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in a few words; kept with your name and the day.")]


@contextmanager
def tuning(login: str) -> Iterator[tuple[Session, Principal]]:
    """One transaction in the name of an administrator, who sees the kinds as they are published now."""
    with desk(login) as (session, who):
        editions.keep_up(session)
        try:
            yield session, who
        except (KindFileError, ReasonMissing, CodeTaken) as mistake:
            typer.echo(_sentence(mistake, who), err=True)
            raise typer.Exit(1) from mistake


def _sentence(mistake: Exception, who: Principal) -> str:
    """A mistake in a kind's text in the language of the account."""
    if isinstance(mistake, KindFileError):
        return mistakes.sentence(mistake, cast(Lang, who.language or "en"))
    return " ".join((mistake.__doc__ or "").split())


def text_of(file: Path) -> str:
    """What stands in a file of a kind. A mistake is a sentence and exit status 1."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        typer.echo(f"{file.name} cannot be read as UTF-8 text: name a file of a kind.", err=True)
        raise typer.Exit(1) from error
