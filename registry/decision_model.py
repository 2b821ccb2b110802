"""A decision of a person over a case, and the payment that follows from it once a second person has confirmed it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ports.database import UtcDateTime
from registry import states
from registry.model import Case, Entity, Id, new_id


class Decision(Entity):
    """Drafted by one person, confirmed by another. Money is whole cents."""

    __tablename__ = "decision"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), index=True)
    case: Mapped[Case] = relationship()
    state: Mapped[str] = mapped_column(String(12), default="drafted")
    outcome: Mapped[str] = mapped_column(String(10))  # grant, partly, refuse
    reason: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    benefit: Mapped[str] = mapped_column(String(60), default="")
    period: Mapped[str] = mapped_column(String(7), default="")  # the month it is for, 2026-12
    person: Mapped[str | None] = mapped_column(String(20))  # personal code, confirmed
    holder: Mapped[str | None] = mapped_column(String(200))
    iban: Mapped[str | None] = mapped_column(String(34))
    amount: Mapped[int | None] = mapped_column(BigInteger)  # cents
    pay_on: Mapped[date | None] = mapped_column(Date)
    sources: Mapped[list[Any]] = mapped_column(JSON, default=list)  # ids of the confirmed values it stands on
    drafted_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    letter_id: Mapped[str | None] = mapped_column(ForeignKey("letter.id"))
    payment_viit: Mapped[str | None] = mapped_column(String(40), unique=True)
    payment: Mapped[str | None] = mapped_column(Text)  # pain.001, a draft for the treasury
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    def move(self, wanted: str) -> None:
        self.state = states.move(states.DECISION_MOVES, self.state, wanted)
