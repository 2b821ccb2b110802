"""How documents came to lie where they lie: acts of moving them, and proposals a person has not answered yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ports.database import UtcDateTime
from registry import states
from registry.model import Case, Document, Entity, Id, new_id


class CaseAct(Entity):
    """One act of a person on where documents lie. What undoes it is an act as well; none is ever erased."""

    __tablename__ = "case_act"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    what: Mapped[str] = mapped_column(String(10))  # move, merge, split, undo
    from_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), index=True)
    into_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(80))  # "person:<id>"
    undoes: Mapped[str | None] = mapped_column(ForeignKey("case_act.id"), unique=True)  # an act is undone once
    from_state: Mapped[str] = mapped_column(String(20))  # of the case they were taken from, before the act
    taken: Mapped[list[Any] | None] = mapped_column(JSON)  # what went along: "letter:<id>", "decision:<id>"
    moves: Mapped[list[DocumentMove]] = relationship(back_populates="act", order_by="DocumentMove.document_id")


class DocumentMove(Entity):
    """A document taken from one case and laid into another. Its viit stays what it was."""

    __tablename__ = "document_move"
    act_id: Mapped[str] = mapped_column(ForeignKey("case_act.id"), primary_key=True)
    act: Mapped[CaseAct] = relationship(back_populates="moves")
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    document: Mapped[Document] = relationship()
    placed_why: Mapped[str] = mapped_column(String(300))  # why it lay where it was taken from


class Proposal(Entity):
    """A case that a document may belong to, by name and birth date alone. Only a person may say so."""

    __tablename__ = "placement_proposal"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    document: Mapped[Document] = relationship()
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), index=True)
    case: Mapped[Case] = relationship()
    why: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(10), default="open")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(80))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_placement_proposal_of", "document_id", "case_id", unique=True),)

    def answer(self, wanted: str, by: str, at: datetime) -> None:
        self.state = states.move(states.PROPOSAL_MOVES, self.state, wanted)
        self.answered_by, self.answered_at = by, at


class CaseAnswer(Entity):
    """What a person chose for the case where its documents say different things. It hangs on one of the fields."""

    __tablename__ = "case_answer"
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    field_id: Mapped[str] = mapped_column(Id, primary_key=True)  # no foreign key: a field may go with its kind
    value: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)


class Likeness(Entity):
    """Two documents that seem to show the same sheet of paper. Both stay; people see each beside the other."""

    __tablename__ = "likeness"
    one_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)  # the smaller id of the two
    other_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    how: Mapped[str] = mapped_column(String(12))  # same_bytes, same_sheet
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
