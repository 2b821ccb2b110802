"""The work ledger: the only queue that counts. Broker messages are hints; losing all of them costs seconds.

Claims, leases and delays go by the database's clock. The attempt is counted before the work, so that a page that kills
its worker runs out of attempts. The fence rises with every claim; what a slower twin saves later is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Row, and_, case, or_, select, update
from sqlalchemy.orm import Session

from ports.database import insert_once, now_ms
from registry.model import Work, new_id

MAX_ATTEMPTS = 3
LEASE_MS = 20_000
RENEW_MS = 5_000
UNHINTED_MS = 15_000  # a ready row that nobody took this long after its hint is hinted again
SWEEP_LIMIT = 500


class Fenced(Exception):
    """Another worker has taken over this step; this result is thrown away. Nothing needs to be done."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A step of work that is ours while the fence stands."""

    work_id: str
    document_id: str
    page: int  # 0: the whole document
    step: str
    fence: int
    attempt: int  # of MAX_ATTEMPTS, from 1

    @property
    def last(self) -> bool:
        return self.attempt >= MAX_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep found. `given_up` is theirs to answer for who swept, in the same transaction."""

    hints: list[str]  # ids to publish after the commit
    returned: int  # leases that ran out and became ready again
    given_up: list[Claim]  # whose attempts are spent: already needs_human


def enqueue(session: Session, document_id: str, step: str, page: int = 0, *, round_no: int = 1) -> str | None:
    """A ready row; None when this step of this round is in the ledger already."""
    session.flush()
    work_id = new_id()
    row = {"id": work_id, "document_id": document_id, "page": page, "step": step, "round": round_no}
    return work_id if insert_once(session, Work, {**row, "created_at": now_ms()}) else None


def claim(session: Session, work_id: str, owner: str, lease_ms: int = LEASE_MS) -> Claim | None:
    """Takes the step, or nothing: it is done, delayed, another's, spent, or no such row. One statement decides."""
    taken = (
        update(Work)
        .where(Work.id == work_id, _claimable())
        .values(
            state="running",
            attempt=Work.attempt + 1,
            fence=Work.fence + 1,
            lease_owner=owner[:80],
            lease_until=now_ms() + lease_ms,
        )
        .returning(*_CLAIM)
        .execution_options(synchronize_session=False)
    )
    row = session.execute(taken).first()
    return Claim(*row) if row else None


def ready(session: Session, limit: int = 10) -> list[str]:
    """Ids of steps that may be claimed now, oldest first."""
    query = select(Work.id).where(_claimable()).order_by(Work.created_at, Work.page).limit(limit)
    return list(session.scalars(query))


def renew(session: Session, claim: Claim, lease_ms: int = LEASE_MS) -> bool:
    """Holds on to the step; False when it is no longer ours and the work should stop."""
    return _change(session, claim, lease_until=now_ms() + lease_ms)


def finish(session: Session, claim: Claim) -> None:
    """Done. Call it in the transaction that saves the result, before anything else is written; may raise `Fenced`."""
    if not _change(session, claim, state="done", lease_owner=None, error=None):
        raise Fenced(claim.work_id)


def retry(session: Session, claim: Claim, error: str, delay_ms: int, spend: bool = True) -> bool:
    """Ready again after `delay_ms`. False: the attempts are spent and nothing was changed, so give it up.

    `spend=False` gives the attempt back: the store or the database was away, the page is not to blame.
    """
    if spend and claim.last:
        return False
    again = {"state": "ready", "lease_owner": None, "error": error, "not_before": now_ms() + delay_ms}
    if not _change(session, claim, attempt=Work.attempt if spend else Work.attempt - 1, **again):
        raise Fenced(claim.work_id)
    return True


def give_up(session: Session, claim: Claim, error: str) -> None:
    """A person must look. Also for claims that a sweep has given up already."""
    ours = and_(Work.id == claim.work_id, Work.fence == claim.fence, Work.state.in_(("running", "needs_human")))
    if not _update(session, ours, state="needs_human", lease_owner=None, error=error):
        raise Fenced(claim.work_id)


def reopen(session: Session, work_id: str) -> bool:
    """A person sends a step that was given up through once more, with all its attempts."""
    given_up = and_(Work.id == work_id, Work.state == "needs_human")
    return bool(_update(session, given_up, state="ready", attempt=0, error=None, not_before=now_ms(), hinted_at=0))


def sweep(session: Session) -> Swept:
    """Finds what was lost: leases that ran out, hints that never came. Any number may sweep at once.

    The caller answers for `given_up` (progress.page_lost and the like) in this transaction, then publishes the hints.
    """
    expired = _some(and_(Work.state == "running", Work.lease_until < now_ms()))
    spent = (
        update(Work)
        .where(Work.id.in_(expired), Work.attempt >= MAX_ATTEMPTS)
        .values(state="needs_human", lease_owner=None, error="worker_lost", fence=Work.fence + 1)
        .returning(*_CLAIM)
    )
    given_up = [Claim(*tuple(row)) for row in _rows(session, spent)]
    back = {"state": "ready", "lease_owner": None, "error": "worker_lost", "not_before": now_ms()}
    returned = _rows(session, update(Work).where(Work.id.in_(expired), _has_attempts()).values(back).returning(Work.id))
    hints = _rows(
        session, update(Work).where(Work.id.in_(_some(_unhinted()))).values(hinted_at=now_ms()).returning(Work.id)
    )
    return Swept([row.id for row in hints], len(returned), given_up)


_CLAIM = (Work.id, Work.document_id, Work.page, Work.step, Work.fence, Work.attempt)


def _has_attempts() -> ColumnElement[bool]:
    return Work.attempt < MAX_ATTEMPTS


def _claimable() -> ColumnElement[bool]:
    due = and_(Work.state == "ready", Work.not_before <= now_ms())
    abandoned = and_(Work.state == "running", Work.lease_until < now_ms())
    return and_(or_(due, abandoned), _has_attempts())


def _unhinted() -> ColumnElement[bool]:
    """Ready, and either its delay has ended since the last hint or the last hint is too long ago."""
    last = case((Work.hinted_at > Work.created_at, Work.hinted_at), else_=Work.created_at)
    came_due = Work.hinted_at < Work.not_before
    return and_(Work.state == "ready", Work.not_before <= now_ms(), or_(came_due, last < now_ms() - UNHINTED_MS))


def _some(wanted: ColumnElement[bool]) -> Any:
    """The oldest rows of that kind, without waiting for those another sweep or worker has in hand."""
    return select(Work.id).where(wanted).order_by(Work.created_at).limit(SWEEP_LIMIT).with_for_update(skip_locked=True)


def _change(session: Session, claim: Claim, **values: Any) -> bool:
    ours = and_(Work.id == claim.work_id, Work.fence == claim.fence, Work.state == "running")
    return _update(session, ours, **values)


def _update(session: Session, wanted: ColumnElement[bool], **values: Any) -> bool:
    statement = update(Work).where(wanted).values(**values).execution_options(synchronize_session=False)
    done = session.execute(statement)
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


def _rows(session: Session, statement: Any) -> list[Row[Any]]:
    return list(session.execute(statement.execution_options(synchronize_session=False)))
