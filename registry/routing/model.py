"""Routing as data: dated rules, who can do what, who is away, whom a case went to and why, who holds it now."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ports.database import UtcDateTime
from registry import states
from registry.model import Entity, Id, new_id


class RouteRule(Entity):
    """Which unit a case goes to. Of the rules that hold on a day the one with the lowest position that fits counts.

    An empty condition fits everything. A change is a new row; what was, stays to be read.
    """

    __tablename__ = "route_rule"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    code: Mapped[str] = mapped_column(String(60), index=True)
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(60), default="")
    language: Mapped[str] = mapped_column(String(2), default="")  # et, en, ru
    region: Mapped[str] = mapped_column(String(20), default="")  # a county, see registry/routing/regions.py
    eu: Mapped[bool | None]  # a country of the EU, the EEA or Switzerland is named
    condition: Mapped[str] = mapped_column(String(200), default="")  # of values, as kind files write them
    skills: Mapped[str] = mapped_column(String(100), default="")  # with commas: what the handler must be able to do
    unit: Mapped[str] = mapped_column(String(10))
    priority: Mapped[int] = mapped_column(Integer, default=5)  # 1: first of those due on one day, 9: last
    share: Mapped[str] = mapped_column(String(4), default="push")  # push: a handler is chosen; pull: whoever asks next
    source: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(100))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)  # the last day


class Skill(Entity):
    """What a handler can do: `lang:ru`, `eu`, or any word a rule asks for. `kind:vaie` limits them to such kinds."""

    __tablename__ = "handler_skill"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    skill: Mapped[str] = mapped_column(String(60))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class Absence(Entity):
    """Days a handler is away, both included, and who stands in. Why they are away is nobody's business here."""

    __tablename__ = "absence"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    substitute_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    recorded_by: Mapped[str] = mapped_column(String(80))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RouteChoice(Entity):
    """One answer to "whose is this case", with every step that led to it. Rows are added, never changed."""

    __tablename__ = "route_choice"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(80))  # "person:<id>", "system:routing"
    rule: Mapped[str] = mapped_column(String(60), default="")  # its code; empty: the kind's file named the unit
    unit: Mapped[str] = mapped_column(String(10))
    handler_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    steps: Mapped[list[Any]] = mapped_column(JSON, default=list)  # reasons, see registry/reasons.py
    reason: Mapped[str] = mapped_column(String(300), default="")  # a person's words, where a person chose


class CompetentBody(Entity):
    """An office elsewhere that decides what is not ours. A change is a new row."""

    __tablename__ = "competent_body"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    code: Mapped[str] = mapped_column(String(10), index=True)  # the unit of a kind or a rule, as X-KOV
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    reason: Mapped[dict[str, str]] = mapped_column(JSON)  # why it is theirs, as the sender is told
    source: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(100))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class Referral(Entity):
    """That a case belongs to another body: the machine proposes it, a person says so. `name` is the body in full."""

    __tablename__ = "referral"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), index=True)
    body: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200), default="")
    why: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(10), default="open")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(80))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    letter_id: Mapped[str | None] = mapped_column(Id)  # the notice to the sender
    sent_viit: Mapped[str | None] = mapped_column(String(40))  # under which the papers went to the body
    version: Mapped[int] = mapped_column(Integer, default=1)

    __table_args__ = (UniqueConstraint("case_id", "body"),)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy reads it from the class)

    def answer(self, wanted: str, by: str, at: datetime) -> None:
        self.state = states.move(states.REFERRAL_MOVES, self.state, wanted)
        self.answered_by, self.answered_at = by, at


class CaseTake(Entity):
    """Who holds a case now, until when (milliseconds of the database's clock). An ended lease holds nothing."""

    __tablename__ = "case_take"
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    taken_at: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[int] = mapped_column(BigInteger)


class CasePass(Entity):
    """A case that a handler was given and gave back, with the reason. It is not given to them again that day."""

    __tablename__ = "case_pass"
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    passed_on: Mapped[date] = mapped_column(Date, primary_key=True)
    reason: Mapped[str] = mapped_column(String(300))
