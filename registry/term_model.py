"""Terms as rows: the dated rules they come from, the terms that run, and the tasks they make for people."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ports.database import UtcDateTime
from registry import states
from registry.model import Case, Document, Entity, Id, new_id


class TermRule(Entity):
    """A rule of law as configuration: how long, from what, how far it may be extended. A change is a new row.

    `code` is a kind of document, a class of letter, or another act (`deficiency`, `forward`). `longest` is the whole
    length an extended term may have, counted from its start; 0: the law names no limit; None: it is not extended.
    """

    __tablename__ = "term_rule"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    code: Mapped[str] = mapped_column(String(60), index=True)
    days: Mapped[int] = mapped_column(Integer)
    unit: Mapped[str] = mapped_column(String(2))  # wd, cd
    starts: Mapped[str] = mapped_column(String(12))  # registered, complete, delivered
    longest: Mapped[int | None] = mapped_column(Integer)
    longest_unit: Mapped[str] = mapped_column(String(2), default="")  # wd, cd, m
    source: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(100))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)  # the last day


class Term(Entity):
    """A term of a case: for a document that came in, for a letter that went out, or for the case itself."""

    __tablename__ = "term"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), index=True)
    case: Mapped[Case] = relationship()
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"), index=True)
    document: Mapped[Document | None] = relationship()
    letter_id: Mapped[str | None] = mapped_column(Id, index=True)
    code: Mapped[str] = mapped_column(String(60))
    days: Mapped[int] = mapped_column(Integer)
    unit: Mapped[str] = mapped_column(String(2))
    starts_on: Mapped[date] = mapped_column(Date)  # the day of the event; the term is counted from the next
    ends_on: Mapped[date] = mapped_column(Date)
    remind_on: Mapped[date] = mapped_column(Date)
    why: Mapped[str] = mapped_column(String(300))  # a reason, see registry/reasons.py
    source: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default="running")
    paused_on: Mapped[date | None] = mapped_column(Date)
    paused_for: Mapped[str] = mapped_column(String(200), default="")  # a person's words, of the last pause
    extended_for: Mapped[str] = mapped_column(String(200), default="")  # a person's words; empty: never extended
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __table_args__ = (Index("term_by_end", "state", "ends_on"), Index("term_by_reminder", "state", "remind_on"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    def move(self, wanted: str, at: datetime) -> None:
        self.state = states.move(states.TERM_MOVES, self.state, wanted)
        self.ended_at = at if wanted in ("met", "cancelled") else None


class Task(Entity):
    """Something a person must do. `key` names the occasion, so that the same one makes no second task."""

    __tablename__ = "task"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), index=True)
    case: Mapped[Case] = relationship()
    term_id: Mapped[str | None] = mapped_column(ForeignKey("term.id"), index=True)
    term: Mapped[Term | None] = relationship()
    code: Mapped[str] = mapped_column(String(40))  # see registry/term_words.py
    for_role: Mapped[str] = mapped_column(String(20))  # handler, supervisor
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default="open")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_by: Mapped[str | None] = mapped_column(String(80))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(500), default="")  # a person's words on how it was done

    __table_args__ = (Index("task_by_due", "state", "due_on"),)

    def finish(self, by: str, at: datetime, note: str = "") -> None:
        self.state = states.move(states.TASK_MOVES, self.state, "done")
        self.done_by, self.done_at, self.note = by, at, note
