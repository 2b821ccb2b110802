"""Letters the office sends, what each of them asks for, how it was delivered, and the work that is left to do on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ports.database import UtcDateTime
from registry import states
from registry.model import Case, Entity, Hash, Id, new_id

KINDS = (
    "deficiency", "reminder", "receipt", "extension", "forwarding", "reply", "certificate", "decision",
)  # fmt: skip


class LetterTemplate(Entity):
    """One version of the words of a kind of letter in one language. Never changed: a change is the next version.

    Version 0 ships with the house as a file and has no row.
    """

    __tablename__ = "letter_template"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    version: Mapped[int] = mapped_column(Integer)
    body: Mapped[str] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("kind", "language", "version"),)


class Letter(Entity):
    """An outgoing document. A draft has no number; issued, it stands in the register and changes no more.

    Its viit comes from the same counter as those of the documents that came in: one case, one row of numbers.
    """

    __tablename__ = "letter"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), index=True)
    case: Mapped[Case] = relationship()
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    template_version: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    viit: Mapped[str | None] = mapped_column(String(40), unique=True)
    case_no: Mapped[int | None] = mapped_column(BigInteger)
    viit_seq: Mapped[int | None] = mapped_column(Integer)
    addressee: Mapped[dict[str, Any]] = mapped_column(JSON)  # name, lines of the address, e-mail
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what the kind of letter needs besides
    answers_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))  # the document it replies to
    access_basis: Mapped[str] = mapped_column(String(100), default="")  # AK, empty: not restricted
    restricted_until: Mapped[date | None] = mapped_column(Date)
    days: Mapped[int | None] = mapped_column(Integer)  # for the answer, counted from delivery
    answer_due_on: Mapped[date | None] = mapped_column(Date, index=True)  # known once it is delivered
    html: Mapped[str | None] = mapped_column(Text)  # as issued
    sha256: Mapped[str | None] = mapped_column(ForeignKey("blob.sha256"))  # the PDF, once it is made
    drafted_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    items: Mapped[list[LetterItem]] = relationship(back_populates="letter", order_by="LetterItem.position")
    events: Mapped[list[DeliveryEvent]] = relationship(back_populates="letter", order_by="DeliveryEvent.id")

    __table_args__ = (UniqueConstraint("case_no", "viit_seq"),)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    def move(self, wanted: str) -> None:
        self.state = states.move(states.LETTER_MOVES, self.state, wanted)


class LetterItem(Entity):
    """One thing a letter asks for, or (`ask` false) tells that the office fetches itself."""

    __tablename__ = "letter_item"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"), index=True)
    letter: Mapped[Letter] = relationship(back_populates="items")
    position: Mapped[int] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(80))  # as the checklist names it
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))
    ask: Mapped[bool] = mapped_column(default=True)
    title: Mapped[str] = mapped_column(String(300))
    why: Mapped[str] = mapped_column(String(500))
    accepted: Mapped[list[Any]] = mapped_column(JSON, default=list)  # sentences in the language of the letter
    picture: Mapped[str | None] = mapped_column(Hash)  # of the page, in the object store
    place: Mapped[list[Any] | None] = mapped_column(JSON)  # left, top, right, bottom: shares of that picture
    met_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when it was no longer lacking, by whatever way


class DeliveryEvent(Entity):
    """A step of a letter's way to its reader, with what proves it. Never changed."""

    __tablename__ = "delivery_event"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"), index=True)
    letter: Mapped[Letter] = relationship(back_populates="events")
    state: Mapped[str] = mapped_column(String(12))
    happened_on: Mapped[date] = mapped_column(Date)
    evidence: Mapped[str] = mapped_column(String(30))  # a code, see registry/letters/delivery.py
    reference: Mapped[str] = mapped_column(String(60), default="")  # number of a postal item, a message's id
    recorded_by: Mapped[str] = mapped_column(String(80))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Errand(Entity):
    """Work on a letter: print it, mail it. A row with lease and fence, as in the work ledger."""

    __tablename__ = "errand"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"))
    what: Mapped[str] = mapped_column(String(10))  # print, mail
    state: Mapped[str] = mapped_column(String(12), default="ready")
    attempt: Mapped[int] = mapped_column(Integer, default=0)
    fence: Mapped[int] = mapped_column(BigInteger, default=0)
    lease_until: Mapped[int] = mapped_column(BigInteger, default=0)
    not_before: Mapped[int] = mapped_column(BigInteger, default=0)
    error: Mapped[str | None] = mapped_column(String(60))

    __table_args__ = (UniqueConstraint("letter_id", "what"), Index("errand_by_state", "state", "not_before"))
