"""Pieces of work for the tuning, as rows with their progress: asked for by an administrator, done by any worker.

The work ledger counts steps of documents; this small one goes by the same rules: the attempt is counted before the
work, a lease runs out unless progress is told, a slower twin is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, CursorResult, and_, or_, select, update
from sqlalchemy.orm import Session

from ports.database import now, now_ms
from registry import audit
from registry.access import NotFound, Principal, require
from registry.ledger import Fenced
from registry.tuning.model import TuningJob

What = Literal["train", "blank", "scan"]
MAX_ATTEMPTS = 3
LEASE_MS = 600_000  # longer than a training may take between two words of progress
AGAIN_MS = 5_000


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that is ours while the fence stands."""

    id: str
    what: str
    wish: dict[str, Any]
    fence: int
    attempt: int
    asked_by: str


def ask(session: Session, principal: Principal, what: What, wish: dict[str, Any]) -> TuningJob:
    require(principal, "admin")
    row = TuningJob(what=what, wish=wish, asked_by=principal.id, asked_at=now(session))
    session.add(row)
    session.flush()
    audit.record(session, principal.key, f"tuning.{what}_asked", f"job:{row.id}")
    return row


def job(session: Session, principal: Principal, job_id: str) -> TuningJob:
    require(principal, "admin")
    found = session.get(TuningJob, job_id)
    if found is None:
        raise NotFound
    return found


def listed(session: Session, principal: Principal, limit: int = 50) -> Sequence[TuningJob]:
    """The newest first."""
    require(principal, "admin")
    return session.scalars(select(TuningJob).order_by(TuningJob.asked_at.desc(), TuningJob.id).limit(limit)).all()


def waiting(session: Session) -> bool:
    """Whether anything could be claimed now; a look that locks nobody."""
    return session.scalar(select(TuningJob.id).where(_claimable()).limit(1)) is not None


def claim(session: Session) -> Claim | None:
    """The oldest job, or none. One statement decides who has it."""
    first = select(TuningJob.id).where(_claimable()).order_by(TuningJob.asked_at, TuningJob.id).limit(1)
    taken = (
        update(TuningJob)
        # `==`, not IN: PostgreSQL may run the inner query once for each row of an IN, and take two
        .where(TuningJob.id == first.with_for_update(skip_locked=True).scalar_subquery(), _claimable())
        .values(
            state="running", attempt=TuningJob.attempt + 1, fence=TuningJob.fence + 1,
            lease_until=now_ms() + LEASE_MS, progress=0,
        )
        .returning(
            TuningJob.id, TuningJob.what, TuningJob.wish, TuningJob.fence, TuningJob.attempt, TuningJob.asked_by
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    row = session.execute(taken).first()
    return Claim(*row) if row else None


def tell(session: Session, claim: Claim, progress: int) -> None:
    """How far it has come, of a hundred; the lease begins anew. Raises `Fenced`."""
    _change(session, claim, progress=max(0, min(99, progress)), lease_until=now_ms() + LEASE_MS)


def finish(session: Session, claim: Claim, result: str | None) -> None:
    """Call it first in the transaction that saves the result. Raises `Fenced`."""
    _change(session, claim, state="done", progress=100, error=None, result=result, ended_at=now(session))


def retry(session: Session, claim: Claim, error: str, *, spend: bool = True) -> None:
    """Later again. `spend=False`: a service was away, the job is not to blame."""
    attempt = TuningJob.attempt if spend else TuningJob.attempt - 1
    _change(session, claim, state="ready", error=error, attempt=attempt, not_before=now_ms() + AGAIN_MS)


def give_up(session: Session, claim: Claim, error: str) -> None:
    """The code says why; an administrator asks anew when it is mended."""
    _change(session, claim, state="failed", error=error, ended_at=now(session))


def _claimable() -> ColumnElement[bool]:
    due = and_(TuningJob.state == "ready", TuningJob.not_before <= now_ms())
    abandoned = and_(TuningJob.state == "running", TuningJob.lease_until < now_ms())
    return or_(due, abandoned)


def _change(session: Session, claim: Claim, **values: Any) -> None:
    ours = and_(TuningJob.id == claim.id, TuningJob.fence == claim.fence, TuningJob.state == "running")
    done = session.execute(update(TuningJob).where(ours).values(**values).execution_options(synchronize_session=False))
    assert isinstance(done, CursorResult)
    if done.rowcount != 1:
        raise Fenced(claim.id)
