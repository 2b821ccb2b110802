"""Access behind glass: a case opened for a while to somebody who may not see it, with the reason that was given."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ports.database import UtcDateTime, now
from registry.model import Account, Case, Entity, Id, new_id


class Grant(Entity):
    """One opening. Rows are never deleted; it ends by itself at `until`, or before when somebody ends it."""

    __tablename__ = "access_grant"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), index=True)
    case: Mapped[Case] = relationship()
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    account: Mapped[Account] = relationship()
    reason: Mapped[str] = mapped_column(String(500))  # a person's words
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(80))

    __table_args__ = (Index("access_grant_of", "account_id", "until"),)

    def lives(self, at: datetime) -> bool:
        return self.ended_at is None and at < self.until


def opened_for(session: Session, account_id: str) -> frozenset[str]:
    """Ids of the cases that are open to this account just now."""
    running = select(Grant.case_id).where(Grant.account_id == account_id, Grant.ended_at.is_(None))
    return frozenset(session.scalars(running.where(Grant.until > now(session))))
