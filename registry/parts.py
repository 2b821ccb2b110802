"""One scan, many documents: the scan is cut into documents with a viit of their own, and joined again.

The bytes that came stay what they are: a part names its pages of them. A cut is one transaction, and so is taking it
back. A viit once given is never taken away: a part that is joined again stays in the register and says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from capture.scan import Code
from capture.separate import divider
from classify.separate import Piece, Separation
from ports.database import now
from registry import audit, entries, ledger, readings, records, standing
from registry.access import SYSTEM, NotFound, Principal
from registry.ledger import Claim
from registry.model import Case, Document, Page
from registry.number import SERIES, format_viit, next_case_no, next_seq
from registry.part_model import Part, part_of
from registry.records import actionable
from registry.review import VersionConflict
from registry.rounds import locked, must_rest, next_round
from registry.states import IllegalMove

_MOST_PARTS = 4096  # of one scan, over all times it was cut: more than a scan may have pages


class PagesLeftOut(ValueError):
    """Every page belongs to one document. Name each page once; only separator sheets may be left out."""


class AlreadyPart(IllegalMove):
    """This document is part of a scan that was split. Join the scan first, then split it anew."""


class PartConfirmed(IllegalMove):
    """One of the documents is confirmed. Reopen it first, then join the scan."""


def to_be_cut(session: Session, document: Document) -> bool:
    """Whether the machine may look for documents in it: the first time, and never after somebody has decided."""
    if document.state != "read" or (document.page_count or 0) < 2 or document.kind_confirmed_by:
        return False
    return session.scalar(select(Part.document_id).where(Part.whole_id == document.id).limit(1)) is None and (
        session.get(Part, document.id) is None
    )


def separated(session: Session, claim: Claim, found: Separation) -> list[str]:
    """What the machine says: several documents, or one. Returns the work that follows."""
    document = locked(session, claim.document_id)
    ledger.finish(session, claim)
    if not to_be_cut(session, document) or not found.pieces:
        return [next_round(session, document.id, "recognise")]
    if len(found.pieces) > 1 or found.sheets:
        return _cut(session, SYSTEM, document, found.pieces)
    (piece,) = found.pieces
    if piece.doubts:
        session.add(_part(session, SYSTEM, document, document, piece))
    return [next_round(session, document.id, "recognise")]


def split(
    session: Session, principal: Principal, document_id: str, version: int, pieces: Sequence[Sequence[int]]
) -> list[str]:
    """A person says where the documents begin; one piece of all pages says that it is one document.

    Raises `NotFound`, `Forbidden`, `VersionConflict`, `PagesLeftOut`, `IllegalMove`. Returns work ids to hint at.
    """
    document = actionable(session, principal, document_id)
    if document.version != version:
        raise VersionConflict(document.version)
    must_rest(session, document)
    if part_of(session, document.id) is not None:
        raise AlreadyPart(document.state)
    _check(document, pieces)
    doubted = session.get(Part, document.id)
    if doubted is not None:
        doubted.doubts = []
    if len(pieces) > 1:
        return _cut(session, principal, document, [Piece(tuple(pages)) for pages in pieces])
    audit.record(session, principal.key, "document.whole", f"document:{document.id}")
    return [next_round(session, document.id, "recognise")]


def join(session: Session, principal: Principal, document_id: str) -> list[str]:
    """Takes a cut back: the scan is one document again. `document_id` is the scan's or that of any of its parts."""
    actionable(session, principal, document_id)
    whole = actionable(session, principal, whole_of(session, document_id))
    parts = _standing(session, whole.id)
    if whole.state != "split" or not parts:
        raise IllegalMove(f"{whole.state} -> read")
    documents = [actionable(session, principal, one.document_id) for one in parts]
    for document in documents:
        must_rest(session, document)
        if document.state == "confirmed":
            raise PartConfirmed(document.state)
    for one, document in zip(parts, documents, strict=True):
        one.joined_at = now(session)
        document.move("joined")
        _leave_case(session, document)
        audit.record(session, principal.key, "document.joined", f"document:{document.id}", into=whole.id)
    whole.move("read")
    session.add(_part(session, principal, whole, whole, Piece(tuple(page.number for page in whole.pages))))
    audit.record(session, principal.key, "document.rejoined", f"document:{whole.id}", parts=len(parts))
    return [next_round(session, whole.id, "recognise")]


def parts(session: Session, principal: Principal, document_id: str) -> list[Part]:
    """The documents that stand for a scan, by the id of the scan or of any of them. `NotFound` where it was not cut."""
    records.document(session, principal, document_id)
    found = _standing(session, whole_of(session, document_id))
    if not found:
        raise NotFound
    return found


def whole_of(session: Session, document_id: str) -> str:
    """The id of the scan that a document was cut from; its own where it is a scan."""
    part = part_of(session, document_id)
    return part.whole_id if part else document_id


def _cut(session: Session, principal: Principal, whole: Document, pieces: Sequence[Piece]) -> list[str]:
    pages = {page.number: page for page in whole.pages}
    following = []
    for piece in pieces:
        document = _register(session, whole)
        session.add(_part(session, principal, whole, document, piece))
        session.add_all(_copy(pages[number], document, place) for place, number in enumerate(piece.pages, start=1))
        document.page_count = len(piece.pages)
        for state in ("paged", "read"):
            document.move(state)
        _record_part(session, principal, whole, document)
        following.append(next_round(session, document.id, "recognise"))
    whole.move("split")
    _leave_case(session, whole)
    audit.record(session, principal.key, "document.split", f"document:{whole.id}", parts=len(pieces))
    return following


def _register(session: Session, whole: Document) -> Document:
    """A document that came when the scan came: terms run from that day."""
    session.flush()
    case_no = whole.case_no if whole.batch.one_client else next_case_no(session)
    viit_seq = next_seq(session, case_no)
    ever = session.scalar(select(func.count()).select_from(Part).where(Part.whole_id == whole.id, Part.position > 0))
    document = Document(
        batch_id=whole.batch_id, seq=-(whole.seq * _MOST_PARTS + (ever or 0) + 1), principal=whole.principal,
        sha256=whole.sha256, declared_type=whole.declared_type, case_no=case_no, viit_seq=viit_seq,
        viit=format_viit(SERIES, case_no, viit_seq), registered_at=whole.registered_at,
    )  # fmt: skip
    session.add(document)
    session.flush()
    entries.enter_document(session, document, one_client=whole.batch.one_client)
    return document


def _part(session: Session, principal: Principal, whole: Document, document: Document, piece: Piece) -> Part:
    itself = document is whole
    position = 0 if itself else -document.seq - whole.seq * _MOST_PARTS
    known = session.get(Part, document.id) or Part(document_id=document.id)
    known.whole_id, known.position, known.pages, known.kind = whole.id, position, list(piece.pages), piece.kind
    known.doubts = [[doubt.code, piece.pages.index(doubt.page) + 1] for doubt in piece.doubts]
    known.by, known.at = principal.key, now(session)
    return known


def _record_part(session: Session, principal: Principal, whole: Document, document: Document) -> None:
    audit.record(
        session, principal.key, "document.accepted", f"document:{document.id}", batch=whole.batch_id, seq=document.seq,
        sha256=whole.sha256, size=whole.blob.size, viit=document.viit, part_of=whole.id,
    )  # fmt: skip


def _copy(page: Page, document: Document, number: int) -> Page:
    """The same pictures under another number; what was read is numbered anew."""
    text = {**page.text, "number": number} if page.text else None
    assert text is None or readings.from_dict(text).number == number
    return Page(
        document_id=document.id, number=number, trouble=page.trouble, picture=page.picture, original=page.original,
        thumbnail=page.thumbnail, width=page.width, height=page.height, dpi=page.dpi, rotation=page.rotation,
        verdict=page.verdict, score=page.score, reasons=page.reasons, places=page.places, codes=page.codes, text=text,
    )  # fmt: skip


def _leave_case(session: Session, document: Document) -> None:
    """Out of its case; one that is left empty is closed and keeps its number."""
    if document.case_id is None:
        return
    case = session.get_one(Case, document.case_id, with_for_update=True, populate_existing=True)
    document.case, document.placed_why = None, ""
    session.flush()
    session.expire(case, ["documents"])
    if not case.documents and case.state != "closed":
        case.move("closed")
        audit.record(session, SYSTEM.key, "case.emptied", f"case:{case.id}")
    standing.refresh(session, case, now(session))


def _check(document: Document, pieces: Sequence[Sequence[int]]) -> None:
    named = [number for pages in pieces for number in pages]
    sheets = {page.number for page in document.pages if divider([_code(code) for code in page.codes or ()])}
    own = {page.number for page in document.pages}
    whole = len(named) == len(set(named)) and set(named) <= own and own - sheets <= set(named)
    if not whole or not all(pieces) or not pieces:
        raise PagesLeftOut


def _code(stored: dict[str, object]) -> Code:
    return Code(str(stored["text"]), str(stored["format"]), (0, 0, 0, 0))


def _standing(session: Session, whole_id: str) -> list[Part]:
    wanted = select(Part).where(Part.whole_id == whole_id, Part.position > 0, Part.joined_at.is_(None))
    return list(session.scalars(wanted.order_by(Part.position)))
