"""How a scan of many documents was cut: each document knows which pages of the whole are its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from ports.database import UtcDateTime
from registry.model import Entity


class Part(Entity):
    """A document that is part of a scan. A scan that was left whole though that is doubtful is a part of itself."""

    __tablename__ = "part"
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    whole_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)  # from 1, over all that were ever cut from this scan; 0: the whole
    pages: Mapped[list[Any]] = mapped_column(JSON)  # numbers of the whole's pages, in the order of the part's own
    kind: Mapped[str] = mapped_column(String(60), default="")  # what its cover sheet says
    doubts: Mapped[list[Any]] = mapped_column(JSON, default=list)  # [code, its own page]
    by: Mapped[str] = mapped_column(String(80))  # "system:worker" or "person:<id>"
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    joined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when the cut was taken back


def part_of(session: Session, document_id: str) -> Part | None:
    """None for a document that was sent as what it is. A whole is no part, whatever doubts it has."""
    part = session.get(Part, document_id)
    return part if part is not None and part.whole_id != document_id else None


def same_pages(session: Session, one: str, other: str) -> bool:
    """Whether two documents of the same bytes hold the same pages of them: those cut from one scan do not."""
    parts = part_of(session, one), part_of(session, other)
    if parts == (None, None):
        return True
    first, second = parts
    return bool(first and second and first.pages == second.pages and first.whole_id != second.whole_id)
