"""What the search looks in. Beside these tables stand an index of each database's own kind, see migration search."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.entry_model import Entry
from registry.model import Entity, Id


class SearchText(Entity):
    """The words of a register entry, folded, each once (registry/folding.py). `id` grows with time: the order shown.

    `case_id`: where it lies. It follows the document by a trigger, see migration 0020.
    """

    __tablename__ = "search_text"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"), unique=True)
    entry: Mapped[Entry] = relationship()
    case_id: Mapped[str | None] = mapped_column(Id, index=True)
    pages: Mapped[str] = mapped_column(Text, default="")  # what was read
    facts: Mapped[str] = mapped_column(Text, default="")  # what the register and the fields say
    open: Mapped[str] = mapped_column(Text, default="")  # what everybody may look for


class SearchNear(Entity):
    """A word that stands somewhere, by itself and with any one letter left out: so a misspelt wish finds it.

    By itself it is also what a wish that is only its beginning is completed with.
    """

    __tablename__ = "search_near"
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    word: Mapped[str] = mapped_column(String(40), primary_key=True)
