"""The document register (AvTS § 11-12) and the dated configuration it is kept by: units, functions, series."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ports.database import UtcDateTime
from registry.model import Account, Case, Document, Entity, Id, new_id

IN, OUT, INTERNAL = "in", "out", "internal"
DIRECTIONS = (IN, OUT, INTERNAL)
WAYS = ("post", "in_person", "email", "fax", "courier", "portal", "exchange", "")  # "": nobody has said


class _Dated:
    """A row of configuration: whose it is, from when to when it holds. A change is a new row, not another value."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    code: Mapped[str] = mapped_column(String(20), index=True)
    title: Mapped[dict[str, str]] = mapped_column(JSON)  # et, en, ru
    owner: Mapped[str] = mapped_column(String(100))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)  # the last day


class OfficeUnit(_Dated, Entity):
    """A unit of the office, by the code that cases and accounts carry."""

    __tablename__ = "office_unit"


class OfficeFunction(_Dated, Entity):
    """A function of the classification scheme: the part of a viit before the hyphen."""

    __tablename__ = "office_function"


class Series(_Dated, Entity):
    """A series: what its documents are about, how long they are kept and whether they are restricted from the start."""

    __tablename__ = "series"
    function: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(10))
    retention_years: Mapped[int | None] = mapped_column(Integer)  # None: for good
    archival: Mapped[bool] = mapped_column(default=False)
    ak_basis: Mapped[str] = mapped_column(String(60), default="")  # empty: open to everybody


class Entry(Entity):
    """One registered document: it came, it went, or it stayed in the house.

    Of a document that came in, unit, handler and answer due are those of its case. `edited` names the columns that
    a person has written: no machine overwrites those.
    """

    __tablename__ = "entry"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    viit: Mapped[str] = mapped_column(String(40), unique=True)
    direction: Mapped[str] = mapped_column(String(10))
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"), unique=True)
    document: Mapped[Document | None] = relationship()
    letter_id: Mapped[str | None] = mapped_column(Id, unique=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_file.id"), index=True)  # of what came in: its own
    case: Mapped[Case | None] = relationship()
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    registered_by: Mapped[str] = mapped_column(String(80))
    series: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(60), default="")  # avaldus, kiri, teabenõue, ...
    title: Mapped[str] = mapped_column(String(300), default="")
    public_title: Mapped[str] = mapped_column(String(300), default="")  # of a restricted document: nothing of a person
    party: Mapped[str] = mapped_column(String(200), default="")  # from whom, to whom
    party_person: Mapped[bool] = mapped_column(default=True)  # a natural person: hidden from the public
    how: Mapped[str] = mapped_column(String(20), default="")
    dated_on: Mapped[date | None] = mapped_column(Date)  # what stands on the document
    sent_on: Mapped[date | None] = mapped_column(Date)
    their_viit: Mapped[str] = mapped_column(String(60), default="")  # Teie
    their_date: Mapped[date | None] = mapped_column(Date)
    reply_to: Mapped[str | None] = mapped_column(ForeignKey("entry.id"), index=True)  # Meie, seosviit
    unit: Mapped[str] = mapped_column(String(10), default="")
    handler_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    handler: Mapped[Account | None] = relationship()
    answer_due: Mapped[date | None] = mapped_column(Date)
    ak_basis: Mapped[str] = mapped_column(String(60), default="")
    ak_from: Mapped[date | None] = mapped_column(Date)
    ak_until: Mapped[date | None] = mapped_column(Date)
    edited: Mapped[list[Any]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(Integer, default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    @property
    def restricted(self) -> bool:
        return bool(self.ak_basis)

    @property
    def of_case(self) -> Case | None:
        return self.document.case if self.document is not None else self.case
