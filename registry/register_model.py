"""What other offices' registers answered: that they hold a paper's facts or not, and when. Never the facts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from ports.database import UtcDateTime
from registry.model import Entity


class RegisterAnswer(Entity):
    """One answer of one register for one paper of a case. Answers are added, never changed; the latest counts."""

    __tablename__ = "register_answer"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), index=True)
    register: Mapped[str] = mapped_column(String(60))  # as the kind's file names it
    paper: Mapped[str] = mapped_column(String(60))  # code of the kind of paper
    person: Mapped[str] = mapped_column(String(20))  # the personal code it was asked about
    said: Mapped[str] = mapped_column(String(10))  # holds, lacks, unknown
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
