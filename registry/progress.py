"""How far a document has come: what each step saves, and the work that follows, in one transaction.

Every function returns the ids of the new work rows, to be hinted at after the commit. A claim that is no longer ours
raises `ledger.Fenced` and nothing is saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from capture.scan import Code, Legibility
from ocr.text import PageText
from ports.database import now
from ports.registers import Question, Said
from registry import (
    asked,
    audit,
    described,
    gather,
    ledger,
    likeness,
    parts,
    prefill,
    readings,
    search_index,
    standing,
)
from registry.access import SYSTEM
from registry.clock import local_day
from registry.kinds import UNKNOWN, kind_of
from registry.ledger import Claim
from registry.model import Document, Page, Work
from registry.rounds import ASIDE, OPEN, locked, next_round, next_rounds

if TYPE_CHECKING:
    from classify.understand import Understanding  # draws in the reading of pictures, which no web process may

_UNDERWAY = ("registered", "paged", "read")


@dataclass(frozen=True, slots=True)
class PageResult:
    """A page as it was read. Pictures are keys in the object store; `trouble` says why there is no text."""

    picture: str
    original: str
    thumbnail: str
    width: int
    height: int
    dpi: float
    rotation: int
    legibility: Legibility
    text: PageText | None
    trouble: str | None = None
    codes: Sequence[Code] = ()


def page_plan(session: Session, claim: Claim, count: int) -> list[str]:
    """The file has so many pages: each becomes work of its own, for whoever is idle."""
    if count < 1:
        return document_refused(session, claim, "no_pages")
    document = _taken(session, claim)
    document.page_count = count
    document.trouble = None
    present = {page.number for page in document.pages}
    session.add_all(Page(document_id=document.id, number=n) for n in range(1, count + 1) if n not in present)
    if document.state == "registered":
        document.move("paged")
    following = next_rounds(session, document.id, "read", range(1, count + 1))
    _record(session, document, "document.paged", pages=count)
    return following


def page_read(session: Session, claim: Claim, result: PageResult) -> list[str]:
    """Keeps what was read; after the last page the document is recognised."""
    document = _taken(session, claim)
    page = _page(session, claim)
    page.trouble = result.trouble
    if result.text is not None or page.text is None:  # a second reading that failed takes no earlier one away
        _keep(page, result)
    return _after_page(session, document)


def _keep(page: Page, result: PageResult) -> None:
    page.picture, page.original, page.thumbnail = result.picture, result.original, result.thumbnail
    page.width, page.height, page.dpi, page.rotation = result.width, result.height, result.dpi, result.rotation
    page.verdict, page.score = result.legibility.verdict, result.legibility.score
    page.reasons = [reason.code for reason in result.legibility.reasons]
    page.places = [reason.place and list(reason.place) for reason in result.legibility.reasons]
    page.codes = [{"text": code.text, "format": code.format, "box": list(code.box)} for code in result.codes]
    page.text = readings.as_dict(result.text) if result.text else None


def page_lost(session: Session, claim: Claim, code: str) -> list[str]:
    """This page cannot be had; it costs this page only."""
    document = locked(session, claim.document_id)
    ledger.give_up(session, claim, code)
    _page(session, claim).trouble = code
    following = _after_page(session, document)
    _record(session, document, "page.lost", page=claim.page, code=code)
    return following


def document_understood(session: Session, claim: Claim, understanding: Understanding) -> list[str]:
    """Keeps kind, fields and problems as proposals. A person's kind and a person's answers stay."""
    document = _taken(session, claim)
    match = understanding.match
    if document.kind_confirmed_by is None:
        document.kind, document.kind_confidence = match.code, match.confidence
    document.kind_why = list(match.why)
    document.kind_alternatives = [[code, confidence] for code, confidence in match.alternatives]
    document.trouble = None
    prefill.propose(session, document, understanding.fields)
    if any(row.answer for row in document.fields):
        prefill.recheck(session, document, kind_of(document.kind), local_day(document.registered_at))
    else:
        prefill.replace_problems(session, document, understanding.problems)
    if document.state != "recognised":
        document.move("recognised")
    described.describe(session, document)
    following = [next_round(session, document.id, "place")]
    _record(session, document, "document.recognised", kind=document.kind or UNKNOWN)
    return following


def document_placed(session: Session, claim: Claim, alike: Sequence[str] = ()) -> list[str]:
    """Lays the document into its case and brings the case up to date. `alike`: documents that look like the sheet."""
    document = _taken(session, claim)
    case = gather.place(session, document)
    document.move("placed")
    if case.state == "waiting":
        case.move("review")  # something has come: a person looks whether it is what was asked for
    standing.refresh(session, case, now(session))
    session.flush()
    likeness.point_out(session, document)
    likeness.point_out_seen(session, document, alike)
    _record(session, document, "document.placed", case=case.id, why=document.placed_why.partition("|")[0])
    return []


def registers_asked(session: Session, claim: Claim, said: Mapping[Question, Said]) -> list[str]:
    """Keeps what other offices' registers said; a paper they hold is no longer wanted."""
    case = asked.keep(session, claim, said)
    if case is not None:
        standing.refresh(session, case, now(session))
    return []


def document_refused(session: Session, claim: Claim, code: str) -> list[str]:
    """No machine gets on with this document (it cannot be opened, or a step failed for good): a person will.

    It goes into a case all the same, as `tundmatu`, with the trouble beside it.
    """
    document = locked(session, claim.document_id)
    ledger.give_up(session, claim, code)
    following = _to_a_person(session, document, code)
    _record(session, document, "document.refused", code=code)
    return following


def work_lost(session: Session, claim: Claim, code: str) -> list[str]:
    """Work that was given up for good, by its worker or by a sweep: the document goes on without it."""
    if claim.step == ASIDE:  # a register could not be asked: the next change of the case asks it again
        ledger.give_up(session, claim, code)
        return []
    return (page_lost if claim.step == "read" else document_refused)(session, claim, code)


def _to_a_person(session: Session, document: Document, code: str) -> list[str]:
    document.trouble = code
    if document.state not in _UNDERWAY:
        return []  # it lies in a case and keeps what it has: a later reading failed, or placing did
    document.page_count = document.page_count or 0
    if document.kind_confirmed_by is None:
        document.kind, document.kind_confidence = UNKNOWN, None
    for state in (*_UNDERWAY[_UNDERWAY.index(document.state) + 1 :], "recognised"):
        document.move(state)
    return [next_round(session, document.id, "place")]


def _after_page(session: Session, document: Document) -> list[str]:
    """Under the lock of the document's row, so that of two last pages one sees the other."""
    session.flush()
    unread = select(Work.id).where(Work.document_id == document.id, Work.step == "read", Work.state.in_(OPEN))
    if session.scalar(unread.limit(1)) is not None:
        return []
    search_index.pages(session, document)
    if document.state == "paged":
        document.move("read")
    return [next_round(session, document.id, "separate" if parts.to_be_cut(session, document) else "recognise")]


def _taken(session: Session, claim: Claim) -> Document:
    """The document, locked, once the ledger has agreed that the work is ours and done."""
    document = locked(session, claim.document_id)
    ledger.finish(session, claim)
    return document


def _page(session: Session, claim: Claim) -> Page:
    return session.get_one(Page, (claim.document_id, claim.page))


def _record(session: Session, document: Document, action: str, **detail: str | int) -> None:
    audit.record(session, SYSTEM.key, action, f"document:{document.id}", **detail)
