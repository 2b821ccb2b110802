"""What the house learns from, at a terminal: bring a blank or scans, label, leave out; a worker does the reading."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy import select

from capture.intake import Refused, receive
from capture.scan import Scan
from cli.desk import FILE_LIMIT
from cli.people import As
from cli.tuning_desk import Code, Reason, tuning
from ports.blobs import BlobsUnavailable, open_store
from ports.database import Database
from ports.settings import StoreSettings
from registry.access import NotFound
from registry.model import Document
from registry.tuning import files, labelling, samples
from registry.tuning.files import NewKind
from registry.tuning.labelling import Wish
from registry.tuning.model import Sample, TuningJob
from registry.tuning.samples import Label

File = Annotated[Path, typer.Argument(help="PDF, TIFF, JPEG, PNG: any name.")]
Group = Annotated[str, typer.Option("--group", help="What belongs together, if not just the file: one person.")]
SampleId = Annotated[str, typer.Argument(help="Id of the sample, or how it begins, as `samples` prints it.")]
Wait = Annotated[float, typer.Option("--wait", help="Seconds to wait for a worker; 0: do not wait.")]


def add_blank(
    file: File,
    code: Annotated[str, typer.Option("--id", help="Code of the new kind: small letters, digits and _.")],
    title: Annotated[str, typer.Option("--title", help="Estonian, English and Russian, with | between.")],
    as_: As,
    wait: Wait = 300,
) -> None:
    """Read an empty form and draft its kind: title, sections, fields, squares, places. Look at it, then publish."""
    named = dict(zip(("et", "en", "ru"), [part.strip() for part in title.split("|")] * 3, strict=False))
    scan = _stored(file)
    with tuning(as_) as (session, who):
        job = files.blank(session, who, scan, NewKind(code, named)).id
    if follow(job, wait):
        typer.echo(f"{code}: a draft. Print it with `kantselei kinds show {code}`, then publish it.")


def add_samples(
    code: Code,
    given: Annotated[list[Path], typer.Argument(metavar="FILE", help="Scans of the form, filled.")],
    as_: As,
    group: Group = "",
    wait: Wait = 300,
) -> None:
    """Bring scans of a kind: their pages become samples."""
    scans, asked = [_stored(file) for file in given], []
    with tuning(as_) as (session, who):
        asked += [files.scan(session, who, scan, code, group).id for scan in scans]
    done = sum(follow(job, wait) for job in asked)
    typer.echo(f"{code}: {done} of {len(asked)} files are samples.")


def label(viit: Annotated[str, typer.Argument(help="Viit of a document.")], code: Code, as_: As) -> None:
    """Say of which kind a registered document is: its pages become samples."""
    with tuning(as_) as (session, who):
        found = session.scalar(select(Document.id).where(Document.viit == viit))
        if found is None:
            raise NotFound
        rows = samples.add_document(session, who, found, Label(code, "scan"))
    typer.echo(f"{len(rows)} pages are samples of {code}.")


def relabel(sample: SampleId, code: Code, as_: As) -> None:
    """This page is of another kind after all."""
    with tuning(as_) as (session, who):
        row = labelling.beginning(session, who, sample)
        labelling.relabel(session, who, row.id, row.version, code)
    typer.echo(f"{row.id[:8]} is a sample of {code}.")


def exclude(sample: SampleId, reason: Reason, as_: As) -> None:
    """Leave a page out: no model learns from it or is measured by it. An empty reason takes it in again."""
    with tuning(as_) as (session, who):
        row = labelling.beginning(session, who, sample)
        labelling.exclude(session, who, row.id, row.version, reason)
    typer.echo(f"{row.id[:8]} " + ("is left out." if row.excluded else "counts again."))


def list_samples(
    as_: As,
    code: Annotated[str, typer.Option("--kind", help="Only of this kind.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 30,
) -> None:
    """Samples, the newest first, and how many there are of each kind."""
    rows, total = (
        Table("sample", "kind", "origin", "side", "page", "left out"),
        Table("kind", "origin", "side", "count"),
    )
    with tuning(as_) as (session, who):
        for row in labelling.listed(session, who, Wish(kind=code, limit=limit)):
            rows.add_row(row.id[:8], row.kind, row.origin, _side(row), str(row.page), row.excluded)
        for kind, origin, held, count in labelling.counts(session, who):
            if code in {"", kind}:
                total.add_row(kind, origin, "held back" if held else "training", str(count))
    Console().print(rows, total)


def follow(job: str, seconds: float) -> bool:
    """Waits for a worker and shows how far it has come; whether it is done."""
    until = time.monotonic() + seconds
    with closing(Database(StoreSettings.read().database_url)) as database, _bar() as progress:
        task = progress.add_task("A worker is at it", total=100)
        while True:
            with database.reading() as session:
                row = session.get_one(TuningJob, job)
            progress.update(task, completed=row.progress)
            if row.state in {"done", "failed"} or time.monotonic() > until:
                break
            time.sleep(0.3)
    if row.state == "failed":
        typer.echo(f"It was given up ({row.error}). Look at the file, then try again.", err=True)
        raise typer.Exit(1)
    if row.state != "done":
        typer.echo(f"Job {job} waits for a worker: start one with `kantselei work` or `kantselei serve`.", err=True)
    return row.state == "done"


def _bar() -> Progress:
    return Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


def _side(row: Sample) -> str:
    return "held back" if row.held_back else "training"


def _stored(file: Path) -> Scan:
    """The bytes in the object store; a mistake is a sentence and exit status 1."""
    try:
        with file.open("rb") as stream:
            scan = receive(stream, FILE_LIMIT)
        open_store(StoreSettings.read().blobs_url).put(file, scan.sha256, scan.size)
    except (OSError, Refused, BlobsUnavailable) as error:
        said = " ".join((error.__doc__ or "").split()) if not isinstance(error, OSError) else "The file cannot be read."
        typer.echo(f"{file.name}: {said}", err=True)
        raise typer.Exit(1) from error
    return scan


COMMANDS: dict[str, Callable[..., None]] = {
    "add-blank": add_blank,
    "add-samples": add_samples,
    "label": label,
    "relabel": relabel,
    "exclude": exclude,
    "samples": list_samples,
}
