"""What administrators ask of the workers, beside the reading of paper: read a blank, read samples, train a model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.orm import Session

from capture.pages import Opened
from capture.scan import PageImage
from classify import blank, blanktoml
from ocr.reading import read_page
from ocr.text import PageText
from ports import log
from ports.blobs import BlobDamaged, BlobMissing
from ports.database import Database, OutcomeUnknown, Unavailable, now
from registry import readings
from registry.access import Forbidden, NotFound
from registry.clock import local_day
from registry.ledger import Fenced
from registry.tuning import editions, files, jobs, samples
from registry.tuning.jobs import Claim
from registry.tuning.samples import FilePage, Label
from worker import pictures, training, trouble
from worker.clerk import Clerk

EVERY_S = 1.0
AWAY_S = 3.0
MOST_PAGES = 40  # of a blank or a sample


class TooManyPages(Exception):
    """A form has fewer pages than this file. Bring the form alone."""

    code = "too_many_pages"


_HOPELESS = (BlobMissing, BlobDamaged, Forbidden, NotFound, TooManyPages, training.NothingToLearn)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page of a file as it was read."""

    cleaned: PageImage
    text: PageText


def attend(clerk: Clerk) -> bool:
    """Does one job; false when there was none."""
    database = clerk.desk.database
    with database.reading() as session:
        if not jobs.waiting(session):
            return False
        editions.keep_up(session)
    claim = database.perform(jobs.claim)
    if claim is None:
        return False
    try:
        if claim.attempt > jobs.MAX_ATTEMPTS:
            database.perform(lambda session: jobs.give_up(session, claim, "worker_lost"))
            return True
        _WORK[claim.what](clerk, claim)
        log.event("tuning_done", job=claim.id, what=claim.what)
    except (Fenced, OutcomeUnknown):
        log.event("tuning_left", job=claim.id)  # another has it, or the row knows; the lease runs out
    except Exception as error:  # noqa: BLE001 (whatever one job raises must not stop the others)
        _answer(database, claim, error)
    return True


def keep_attending(clerk: Clerk, stop: threading.Event) -> None:
    """Until the shift ends. A register that is away is asked again."""
    while not stop.is_set():
        try:
            if not attend(clerk):
                stop.wait(EVERY_S)
        except (Unavailable, OutcomeUnknown):
            stop.wait(AWAY_S)


def _blank(clerk: Clerk, claim: Claim) -> None:
    """Words and boxes of the empty form become a draft; its pages are the first samples."""
    read = list(_read(clerk, claim))
    proposal = blank.propose([page.text for page in read], [page.cleaned for page in read])
    kept = _kept(clerk, claim, read)

    def save(session: Session) -> None:
        who = files.asker(session, claim)
        head = blanktoml.Head(claim.wish["kind"], claim.wish["title"], local_day(now(session)))
        text = blanktoml.as_toml(head, proposal)
        row = editions.draft(session, who, head.code, text, claim.wish["sha256"])
        samples.add_file(session, who, kept, Label(head.code, "blank"))
        jobs.finish(session, claim, row.id)

    clerk.desk.database.perform(save)


def _scan(clerk: Clerk, claim: Claim) -> None:
    """Pages of a filled form become samples of its kind."""
    kept = _kept(clerk, claim, list(_read(clerk, claim)))

    def save(session: Session) -> None:
        label = Label(claim.wish["kind"], "scan", claim.wish.get("group", ""))
        samples.add_file(session, files.asker(session, claim), kept, label)
        jobs.finish(session, claim, None)

    clerk.desk.database.perform(save)


def _read(clerk: Clerk, claim: Claim) -> Iterator[ReadPage]:
    """Page by page, between the pieces of other work: whoever scans at a counter does not wait for this."""
    with TemporaryDirectory(prefix="kantselei-") as folder:
        file, kind = Path(folder) / "brought", str(claim.wish["media_type"])
        clerk.desk.blobs.fetch(claim.wish["sha256"], file)
        with closing(Opened(file, kind)) as scan:
            count = scan.count()
            if count > MOST_PAGES:
                raise TooManyPages
            for number in range(1, count + 1):
                with clerk.between() as desk:
                    reading = read_page(scan.page(number), desk.engine, desk.languages)
                yield ReadPage(reading.page, reading.text)
                clerk.desk.database.perform(partial(jobs.tell, claim=claim, progress=90 * number // count))


def _kept(clerk: Clerk, claim: Claim, read: list[ReadPage]) -> list[FilePage]:
    return [
        FilePage(
            claim.wish["sha256"],
            number,
            clerk.desk.blobs.put_bytes(pictures.as_png(page.cleaned.pixels)),
            readings.as_dict(page.text),
        )
        for number, page in enumerate(read, 1)
    ]


_WORK: dict[str, Callable[[Clerk, Claim], Any]] = {"blank": _blank, "scan": _scan, "train": training.train}


def _answer(database: Database, claim: Claim, error: Exception) -> None:
    found = trouble.name(error)
    log.event("tuning_failed", job=claim.id, what=claim.what, attempt=claim.attempt, code=found.code)
    hopeless = isinstance(error, _HOPELESS) or found.kind in {"poison", "gone"} or claim.attempt >= jobs.MAX_ATTEMPTS

    def settle(session: Session) -> None:
        if found.kind == "transient":
            jobs.retry(session, claim, found.code, spend=False)
        elif hopeless:
            jobs.give_up(session, claim, found.code)
        else:
            jobs.retry(session, claim, found.code)

    try:
        database.perform(settle)
    except (Fenced, Unavailable, OutcomeUnknown):
        log.event("tuning_left", job=claim.id)
