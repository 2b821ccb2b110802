"""The steps of the work. Each is three functions: load from the register, work outside it, save into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from capture.reasons import BLANK
from capture.scan import Code, Legibility, PageImage
from classify.separate import Separation, Sheet, separate
from classify.understand import Aids, Understanding, understand
from ocr.engine import EngineError, EngineTimeout
from ocr.reading import check_page, read_page
from ocr.text import PageText
from ports.registers import Question, Said
from registry import asked, parts, progress
from registry import readings as stored
from registry.clock import local_day
from registry.ledger import MAX_ATTEMPTS, Claim
from registry.model import Document, Page
from registry.part_model import part_of
from registry.progress import PageResult
from registry.tuning import judging, models
from registry.tuning.judging import Verdict
from registry.tuning.models import Judges
from worker.ahead import Ahead
from worker.desk import Desk
from worker.models import judged as judge
from worker.pictures import Kept, Pictures

TRIES_OF_TIME = 2  # a page that was stopped for time is tried once more, in case only the machine was crowded
Matter = TypeVar("Matter")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Step(Generic[Matter, Result]):
    """`save` returns the ids of the work rows that may now be done."""

    load: Callable[[Session, Claim], Matter]
    work: Callable[[Desk, Claim, Matter], Result]
    save: Callable[[Session, Claim, Result], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes as they came."""

    sha256: str
    media_type: str
    pages: tuple[int, ...] = ()  # of a part of a scan: which of the file's pages are its own


def original(session: Session, claim: Claim) -> Original:
    blob = session.get_one(Document, claim.document_id).blob
    part = part_of(session, claim.document_id)
    return Original(blob.sha256, blob.media_type, tuple(part.pages) if part else ())


# pages -------------------------------------------------------------------------------------------------------------


def count(desk: Desk, claim: Claim, scan: Original) -> int:
    if scan.pages:
        return len(scan.pages)
    return desk.shelf.open(scan.sha256, scan.media_type).count()


def save_plan(session: Session, claim: Claim, number: int) -> Sequence[str]:
    return progress.page_plan(session, claim, number)


# read --------------------------------------------------------------------------------------------------------------


def read(desk: Desk, claim: Claim, scan: Original) -> PageResult:
    number = scan.pages[claim.page - 1] if scan.pages else claim.page
    page = replace(desk.shelf.open(scan.sha256, scan.media_type).page(number), number=claim.page)
    ahead = Ahead(desk, page)
    try:
        reading = read_page(page, desk.engine, desk.languages, ahead.begin)
    except EngineError as error:
        tries = TRIES_OF_TIME if isinstance(error, EngineTimeout) else MAX_ATTEMPTS
        if claim.attempt < tries:
            raise
        return keep(ahead, *check_page(page), error.code)  # nobody reads it, but a person may look at it
    return keep(ahead, reading.page, reading.legibility, reading.text)


def keep(ahead: Ahead, cleaned: PageImage, legibility: Legibility, text: PageText | str) -> PageResult:
    """The pictures lie in the object store before the row that names them is written. `text` may be the code of what
    kept it from being read."""
    made = ahead.made(cleaned)
    return PageResult(
        picture=made.picture,
        original=made.original,
        thumbnail=made.thumbnail,
        width=cleaned.width,
        height=cleaned.height,
        dpi=cleaned.dpi,
        rotation=cleaned.rotation,
        legibility=legibility,
        text=text if isinstance(text, PageText) else None,
        trouble=None if isinstance(text, PageText) else text,
        codes=made.codes,
    )


def save_page(session: Session, claim: Claim, result: PageResult) -> Sequence[str]:
    return progress.page_read(session, claim, result)


# separate ----------------------------------------------------------------------------------------------------------


def pile(session: Session, claim: Claim) -> tuple[Sheet, ...]:
    """Every page in its order; one that nobody could read has no words."""
    rows = session.scalars(select(Page).where(Page.document_id == claim.document_id).order_by(Page.number))
    return tuple(_sheet(row) for row in rows)


def _sheet(row: Page) -> Sheet:
    text = stored.from_dict(row.text) if row.text else PageText(row.number, row.width or 0, row.height or 0, ())
    codes = [Code(code["text"], code["format"], (0, 0, 0, 0)) for code in row.codes or ()]
    return Sheet(text, codes, BLANK in row.reasons)


def cut(desk: Desk, claim: Claim, sheets: tuple[Sheet, ...]) -> Separation:
    return separate(sheets, desk.catalogue)


def save_cut(session: Session, claim: Claim, found: Separation) -> Sequence[str]:
    return parts.separated(session, claim, found)


# recognise ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read on the pages that could be read."""

    texts: tuple[PageText, ...]
    kept: tuple[Kept, ...]
    kind: str | None  # when a person has said it, the machine does not guess
    today: date  # the office's day of registration: dates on the paper are compared with it
    judges: Judges


@dataclass(frozen=True, slots=True)
class Recognised:
    """What is proposed, and who said so: kept to compare judges and to notice a drift."""

    understanding: Understanding
    said: Verdict | None  # None where a person has said the kind
    shadow: Verdict | None


def readings(session: Session, claim: Claim) -> Readings:
    document = session.get_one(Document, claim.document_id)
    read_pages = select(Page).where(Page.document_id == document.id, Page.text.is_not(None)).order_by(Page.number)
    rows = session.scalars(read_pages).all()
    return Readings(
        texts=tuple(stored.from_dict(row.text) for row in rows if row.text),
        kept=tuple(Kept(row.number, row.picture or "", row.dpi or 0.0, row.rotation or 0) for row in rows if row.text),
        kind=document.kind if document.kind_confirmed_by else _covered(session, document),
        today=local_day(document.registered_at),
        judges=models.judges(session),
    )


def _covered(session: Session, document: Document) -> str | None:
    """The kind that the cover sheet before the document says."""
    part = part_of(session, document.id)
    return part.kind or None if part else None


def recognise(desk: Desk, claim: Claim, matter: Readings) -> Recognised:
    shown = Pictures(desk.blobs, matter.kept)
    judged, shadow = None, None
    if matter.kind is None and desk.models is not None:
        judged, shadow = judge(desk.models, matter.judges, (matter.texts, shown), desk.catalogue)
    aids = Aids(matter.kind, desk.fields, judged)
    understanding = understand(matter.texts, shown, desk.catalogue, matter.today, aids)
    return Recognised(understanding, _said(matter, understanding, judged is not None), shadow)


def _said(matter: Readings, understanding: Understanding, by_model: bool) -> Verdict | None:
    if matter.kind is not None:
        return None
    champion = matter.judges.champion
    model = champion.id if champion and by_model else None
    return Verdict(model, understanding.match.code, understanding.match.confidence)


def save_understanding(session: Session, claim: Claim, result: Recognised) -> Sequence[str]:
    if result.said is not None:
        judging.record(session, claim.document_id, result.said, result.shadow)
    return progress.document_understood(session, claim, result.understanding)


# place -------------------------------------------------------------------------------------------------------------


def save_place(session: Session, claim: Claim, alike: Sequence[str]) -> Sequence[str]:
    return progress.document_placed(session, claim, alike)


# ask ---------------------------------------------------------------------------------------------------------------


def questions(session: Session, claim: Claim) -> Sequence[Question]:
    return asked.asked_for(session, claim)


def ask(desk: Desk, claim: Claim, matter: Sequence[Question]) -> dict[Question, Said]:
    return {question: desk.registers.ask(question) for question in matter}


def save_answers(session: Session, claim: Claim, said: dict[Question, Said]) -> Sequence[str]:
    return progress.registers_asked(session, claim, said)
