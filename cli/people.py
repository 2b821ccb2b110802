"""In whose name an operator acts: every command on cases and letters says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli.accounts import register
from registry.access import Forbidden, NotFound, Principal
from registry.accounts import person
from registry.glass_model import opened_for
from registry.model import Account
from registry.review import VersionConflict
from registry.states import IllegalMove

As = Annotated[str, typer.Option("--as", help="Login of the person who answers for it.")]


@contextmanager
def desk(login: str) -> Iterator[tuple[Session, Principal]]:
    """The register, and the person in whose name something is done; a refusal becomes a sentence."""
    with register() as session:
        account = session.scalar(select(Account).where(Account.login == login, Account.active))
        if account is None:
            raise NotFound
        try:
            yield session, person(account, opened_for(session, account.id))
        except (IllegalMove, Forbidden, VersionConflict) as refusal:
            typer.echo(" ".join((refusal.__doc__ or "").split()), err=True)
            raise typer.Exit(1) from refusal
