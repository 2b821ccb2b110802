"""What a case still lacks: required fields, signatures and stamps, supporting papers, places nobody can read.

An incomplete application is never refused: it is registered, lies in its case, and this list says what to ask for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from classify.catalogue import Catalogue
from classify.condition import holds
from classify.kind import Kind
from registry import asked
from registry.kinds import label
from registry.lack import FILE, PAGE, WHY, Missing, fill, why_empty
from registry.matters import Matter, matters, papers_of
from registry.model import Case, Document, FieldValue, Page
from registry.papers import Answers, Waiver, lacking_papers, outlived, own_term, waivers
from registry.spent import superseded

__all__ = ["Missing", "lacking", "missing", "waived"]


def missing(session: Session, case: Case, catalogue: Catalogue) -> list[Missing]:
    """What the case lacks, as its documents stand in this transaction."""
    return lacking(papers_of(session, case.id), catalogue, asked.answers(session, case.id))


def waived(session: Session, case: Case, catalogue: Catalogue) -> list[Waiver]:
    """What is not asked for, because a register holds it."""
    documents, answers = papers_of(session, case.id), asked.answers(session, case.id)
    return [waiver for matter in matters(documents, catalogue) for waiver in waivers(matter, documents, answers)]


def lacking(documents: Sequence[Document], catalogue: Catalogue, answers: Answers) -> list[Missing]:
    """What these documents of one case lack together; the oldest first."""
    found: list[Missing] = []
    every = list(matters(documents, catalogue))
    spent = superseded([(matter, _is_good(matter)) for matter in every])
    for matter in every:
        if matter.documents[0].id not in spent:
            found += _fields(matter)
            found += _zones(matter)
        found += lacking_papers(matter, documents, catalogue, answers)
    for document in documents:
        if document.id not in spent:
            found += _pages(document)
    return found


def _is_good(matter: Matter) -> bool:
    """Nothing is lacking on it, every page can be read, and it counted on the day it came."""
    papers = matter.documents
    whole = not any(True for _ in _fields(matter)) and not any(True for paper in papers for _ in _pages(paper))
    return whole and not outlived(own_term(matter.kind), matter.kind.validity, papers[-1])


def _fields(matter: Matter) -> Iterator[Missing]:
    for spec in matter.kind.fields:
        row = matter.answers.get(spec.name)
        if _required(matter.kind, spec.name, matter.values) and not (row and row.value):
            place = (row.page, tuple(row.box)) if row and row.box else (None, None)
            last = matter.documents[-1].id
            document = row.document_id if row and row.box else last
            yield Missing(
                f"field:{spec.name}", label(spec), why_empty(spec, row), document, page=place[0], box=place[1]
            )


def _required(kind: Kind, name: str, values: Mapping[str, str | None]) -> bool:
    """What the official fills in is never asked for."""
    if any(name in section.fields for section in kind.sections if section.official):
        return False
    spec = kind.field(name)
    return spec.required or bool(spec.required_if and holds(spec.required_if, values))


def _zones(matter: Matter) -> Iterator[Missing]:
    """Required values read with doubt where the picture itself is bad: a person compares them, or asks for a copy."""
    for spec in matter.kind.fields:
        row = matter.answers.get(spec.name)
        if row is None or row.answer or not row.value or row.found not in {"doubtful", "illegible"}:
            continue
        if _required(matter.kind, spec.name, matter.values) and _in_bad_place(row, matter.documents):
            box = tuple(row.box or ())
            yield Missing(
                f"zone:{spec.name}", label(spec), WHY["zone"], row.document_id, waits=False, page=row.page, box=box
            )


def _in_bad_place(row: FieldValue, documents: Sequence[Document]) -> bool:
    pages = [page for document in documents if document.id == row.document_id for page in document.pages]
    page = next((page for page in pages if page.number == row.page), None)
    if page is None or not row.box or not page.width or not page.height:
        return False
    x0, y0, x1, y1 = row.box
    box = (x0 / page.width, y0 / page.height, x1 / page.width, y1 / page.height)
    return any(place and _meet(box, place) for place in page.places or ())


def _meet(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two rectangles (left, top, right, bottom) share a place."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _pages(document: Document) -> Iterator[Missing]:
    """Pages that a machine could not read wait for a person, until one has confirmed the document as it is."""
    waits = document.state != "confirmed"
    if document.trouble and not document.pages:
        yield Missing("page:0", fill(FILE, viit=document.viit), WHY["unreadable"], document.id, waits)
    for page in document.pages:
        if page.trouble or page.verdict == "rescan":
            yield _bad_page(document, page, waits)


def _bad_page(document: Document, page: Page, waits: bool) -> Missing:
    title = fill(PAGE, number=page.number, viit=document.viit)
    return Missing(f"page:{page.number}", title, WHY["unreadable"], document.id, waits, page=page.number)
