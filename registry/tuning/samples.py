"""Samples: pages of which a person has said what they are. Which side a page falls on is fixed by its group for ever.

A page of a registered document is only named here; its words and picture stay where access is asked for them. What an
administrator brings as a file (a blank, a scan of a form) is kept whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from ports.database import now
from registry import audit
from registry.access import NotFound, Principal, require
from registry.kinds import catalogue
from registry.model import Document, Page
from registry.tuning.model import KindEdition, Sample

Origin = Literal["blank", "scan", "correction"]
HELD_BACK = 4  # one group of so many is kept for the evaluation


@dataclass(frozen=True, slots=True)
class FilePage:
    """A page of a file that an administrator brought, read: the file's hash, its words, its cleaned picture."""

    file: str
    number: int
    picture: str
    text: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Label:
    """What a person says: the kind, where the page came from, and what belongs together, if not just the file."""

    kind: str
    origin: Origin
    group: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """A sample with what a model learns from. `paper` names the file or document whose page it is."""

    id: str
    paper: str
    kind: str
    origin: str
    group: str
    held_back: bool
    document_id: str | None
    page: int
    text: dict[str, Any]
    picture: str | None
    dpi: float
    rotation: int


def held_back(group: str) -> bool:
    """By the hash alone: the same today and in ten years, on every machine."""
    return int(group[:8], 16) % HELD_BACK == 0


def group_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def add_file(session: Session, principal: Principal, pages: Iterable[FilePage], label: Label) -> list[Sample]:
    """The pages of a file as samples. A page that is one already gets the new label."""
    require(principal, "admin")
    known(session, label.kind)
    found = []
    for page in pages:
        row = _sample(session, f"file:{page.file}:{page.number}", label, group_of(label.group or f"file:{page.file}"))
        row.page, row.picture, row.text = page.number, page.picture, page.text
        found.append(_said(session, principal, row, label.kind))
    return found


def add_document(session: Session, principal: Principal, document_id: str, label: Label) -> list[Sample]:
    """The pages of a registered document as samples, by an administrator who need not see them."""
    require(principal, "admin")
    return _of_document(session, principal, document_id, label)


def corrected(session: Session, principal: Principal, document: Document) -> list[Sample]:
    """A handler has said what this document is: its pages teach the next model."""
    return _of_document(session, principal, document.id, Label(document.kind or "", "correction"))


def materials(session: Session) -> list[Material]:
    """All that counts of kinds that are in use, in an order that does not change by itself."""
    page = (Page.document_id == Sample.document_id) & (Page.number == Sample.page)
    wanted = (
        select(Sample, Page)
        .outerjoin(Page, page)
        .where(Sample.excluded == "", Sample.kind.in_(list(catalogue())))
        .order_by(Sample.key)
    )
    return [found for row, shown in session.execute(wanted) if (found := _material(row, shown)) is not None]


def data_hash(found: Iterable[Material]) -> str:
    """Of what was said of which page, on which side it stood: two models with the same hash saw the same."""
    digest = hashlib.sha256()
    for one in found:
        digest.update(f"{one.id} {one.kind} {one.origin} {one.group} {one.held_back} {one.picture}\n".encode())
    return digest.hexdigest()


def _material(row: Sample, page: Page | None) -> Material | None:
    """None for a page that nobody has read."""
    text = row.text if row.document_id is None else (page.text if page else None)
    if text is None:
        return None
    picture, dpi, rotation = row.picture, 300.0, 0
    if page is not None:
        picture, dpi, rotation = page.picture, page.dpi or 300.0, page.rotation or 0
    return Material(
        row.id, row.key.rpartition(":")[0], row.kind, row.origin, row.group_key, row.held_back, row.document_id,
        row.page, text, picture, dpi, rotation,
    )  # fmt: skip


def _of_document(session: Session, principal: Principal, document_id: str, label: Label) -> list[Sample]:
    """Grouped by the bytes of the scan: its parts, and the same file sent twice, stand on one side."""
    known(session, label.kind)
    document = session.get(Document, document_id)
    if document is None:
        raise NotFound
    group = group_of(label.group or f"file:{document.sha256}")
    numbers = session.scalars(select(Page.number).where(Page.document_id == document.id).order_by(Page.number)).all()
    found = []
    for number in numbers:
        row = _sample(session, f"document:{document.id}:{number}", label, group)
        row.document_id, row.page = document.id, number
        found.append(_said(session, principal, row, label.kind))
    return found


def _sample(session: Session, key: str, label: Label, group: str) -> Sample:
    """The row of this page, made where there is none. The origin stays the first one, the group too."""
    row = session.scalars(select(Sample).where(Sample.key == key)).first()
    if row is None:
        held = label.origin != "blank" and held_back(group)
        row = Sample(key=key, origin=label.origin, group_key=group, held_back=_side(session, group, held))
    return row


def _side(session: Session, group: str, otherwise: bool) -> bool:
    """Where the group stands already: a blank that was sent as a scan too must not be on both sides."""
    known = session.scalar(select(Sample.held_back).where(Sample.group_key == group).limit(1))
    return otherwise if known is None else known


def _said(session: Session, principal: Principal, row: Sample, kind: str) -> Sample:
    at = now(session)
    row.relabel(kind, principal.id, at)
    session.add(row)
    session.flush()
    audit.record(session, principal.key, "sample.labelled", f"sample:{row.id}", kind=kind, origin=row.origin)
    return row


def known(session: Session, kind: str) -> None:
    """A kind of the catalogue, or one that an administrator has drafted: its samples may come first."""
    if kind not in catalogue() and not session.scalar(select(KindEdition.id).where(KindEdition.code == kind).limit(1)):
        raise NotFound
