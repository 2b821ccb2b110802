"""`kantselei verify`: bytes, rows, work and audit agree; the first thing that does not is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import ColumnElement, Select, exists, func, literal, not_, select
from sqlalchemy.orm import Session

from ports.blobs import BlobDamaged, BlobMissing, Blobs, BlobsUnavailable, open_store
from ports.database import Database, Unavailable
from ports.settings import SettingsError, StoreSettings
from registry import audit, schema
from registry.model import AuditEvent, Blob, Counter, Document, Page, Work
from registry.rounds import OPEN
from registry.tuning.model import Sample, TrainedModel

PIECE = 500


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What does not agree with what, and what to do. Ids only."""

    what: str


def disagreements(session: Session) -> Iterator[Disagreement]:
    """Whatever the register says against itself: evidence first, since all else leans on it."""
    broken = audit.verify(session)
    if broken is not None:
        yield Disagreement(f"audit event {broken} is missing or was changed: compare with a backup and with the logs")
    for sentence, query in _CONTRADICTIONS:
        for found in session.scalars(query.limit(1)):
            yield Disagreement(f"document {found} {sentence}")
    yield from _numbers(session)


def _numbers(session: Session) -> Iterator[Disagreement]:
    """Numbers are gap-free: so many were given as the counter says."""
    given = session.scalar(select(Counter.value).where(Counter.name == "case_no")) or 0
    highest, different = session.execute(
        select(func.max(Document.case_no), func.count(Document.case_no.distinct()))
    ).one()
    if not given == (highest or 0) == different:
        yield Disagreement(f"{given} case numbers were given, {different} are in use up to {highest or 0}: a gap")


def _documents(*conditions: ColumnElement[bool]) -> Select[str]:
    return select(Document.id).where(*conditions).order_by(Document.registered_at)


_OWN_WORK = select(Work.id).where(Work.document_id == Document.id, Work.state.in_(OPEN))
_GIVEN_UP = select(Work.id).where(Work.document_id == Document.id, Work.state == "needs_human")
_ACCEPTED = select(AuditEvent.seq).where(
    AuditEvent.action == "document.accepted", AuditEvent.object == literal("document:") + Document.id
)
_PAGES = select(func.count()).where(Page.document_id == Document.id).scalar_subquery()
_UNREAD = select(Page.number).where(Page.document_id == Document.id, Page.text.is_(None), Page.trouble.is_(None))
_UNDERWAY = Document.state.in_(("registered", "paged", "read", "recognised"))

_CONTRADICTIONS = (
    ("has no event of its acceptance", _documents(not_(exists(_ACCEPTED)))),
    ("stands still: no work is open, and no trouble says why",
     _documents(_UNDERWAY, Document.trouble.is_(None), not_(exists(_OWN_WORK)), not_(exists(_GIVEN_UP)))),
    ("lies in no case although it is placed",
     _documents(Document.state.in_(("placed", "confirmed")), Document.case_id.is_(None))),
    ("has another number of pages than was counted",
     _documents(Document.state != "registered", func.coalesce(Document.page_count, 0) != _PAGES)),
    ("has lost a page: neither read nor given up",
     _documents(not_(_UNDERWAY), exists(_UNREAD), not_(exists(_OWN_WORK)))),
)  # fmt: skip


def keys(session: Session) -> Iterator[tuple[str, int | None]]:
    """Every key that some row names, with the size it must have where that is known."""
    for blob in session.execute(select(Blob.sha256, Blob.size).order_by(Blob.sha256)):
        yield blob.sha256, blob.size
    pictures = session.execute(select(Page.picture, Page.original, Page.thumbnail)).yield_per(PIECE)
    for row in pictures:
        yield from ((key, None) for key in row if key)
    for column in (Sample.picture, TrainedModel.sha256):
        yield from ((key, None) for key in session.scalars(select(column).distinct()) if key)


def damage(blobs: Blobs, sha256: str, size: int | None) -> Disagreement | None:
    """What is wrong with these bytes: read to the end and hashed, never held whole."""
    try:
        with TemporaryDirectory(prefix="kantselei-") as folder:
            copy = Path(folder) / "object"
            blobs.fetch(sha256, copy)
            found = copy.stat().st_size
    except BlobMissing:
        return Disagreement(f"object {sha256} is missing from the store: bring it back from a backup")
    except BlobDamaged:
        return Disagreement(f"object {sha256} is not what was stored: bring it back from a backup")
    if size is not None and found != size:
        return Disagreement(f"object {sha256} has {found} bytes, its row says {size}")
    return None


def first_disagreement(database: Database, blobs: Blobs, progress: Progress | None = None) -> Disagreement | None:
    """The first thing that does not agree, None when all does."""
    with database.reading() as session:
        for found in disagreements(session):
            return found
        wanted = dict(keys(session))
    task = progress.add_task("Reading every object", total=len(wanted)) if progress else None
    for sha256, size in wanted.items():
        wrong = damage(blobs, sha256, size)
        if wrong is not None:
            return wrong
        if progress and task is not None:
            progress.advance(task)
    return None


def verify(quiet: Annotated[bool, typer.Option("--quiet", help="Only the result.")] = False) -> None:
    """Read everything again: do bytes, rows, work and audit agree? Exit status 1: something does not."""
    try:
        settings = StoreSettings.read()
        blobs = open_store(settings.blobs_url)
        console = Console(stderr=True)
        with closing(Database(settings.database_url)) as database, Progress(console=console, disable=quiet) as progress:
            schema.check(database)
            wrong = first_disagreement(database, blobs, progress)
    except (SettingsError, Unavailable, BlobsUnavailable, schema.SchemaOlder, schema.SchemaNewer) as error:
        typer.echo(str(error) or str(error.__doc__), err=True)
        raise typer.Exit(2) from error
    if wrong is not None:
        typer.echo(f"Does not agree: {wrong.what}")
        raise typer.Exit(1)
    typer.echo("Bytes, rows, work and audit agree.")
