"""What is left to do on a letter, as rows: given in the transaction that wants it, done by a worker behind a fence.

The work ledger counts steps of documents that came in; letters have this small ledger of their own, by the same rules:
the attempt is counted before the work, a lease runs out, a slower twin is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, and_, or_, select, update
from sqlalchemy.orm import Session

from ports.database import insert_once, now_ms
from registry.ledger import Fenced
from registry.letters.model import Errand
from registry.model import new_id

MAX_ATTEMPTS = 5
LEASE_MS = 120_000  # longer than a letter may take to print
AGAIN_MS = 15_000


@dataclass(frozen=True, slots=True)
class Claim:
    """An errand that is ours while the fence stands."""

    id: str
    letter_id: str
    what: str
    fence: int
    attempt: int


def give(session: Session, letter_id: str, what: str) -> bool:
    """Once for a letter, however often it is wished; false when it stood there already."""
    return insert_once(session, Errand, {"id": new_id(), "letter_id": letter_id, "what": what})


def waiting(session: Session) -> bool:
    """Whether anything could be claimed now; a look that locks nobody."""
    return session.scalar(select(Errand.id).where(_claimable()).limit(1)) is not None


def claim(session: Session) -> Claim | None:
    """The next errand, or none; printing before mailing. One statement decides who has it."""
    first = select(Errand.id).where(_claimable()).order_by(Errand.not_before, Errand.what.desc(), Errand.id).limit(1)
    taken = (
        update(Errand)
        # `==`, not IN: PostgreSQL may run the inner query once for each row of an IN, and take two
        .where(Errand.id == first.with_for_update(skip_locked=True).scalar_subquery(), _claimable())
        .values(state="running", attempt=Errand.attempt + 1, fence=Errand.fence + 1, lease_until=now_ms() + LEASE_MS)
        .returning(Errand.id, Errand.letter_id, Errand.what, Errand.fence, Errand.attempt)
        .execution_options(synchronize_session=False)
    )
    row = session.execute(taken).first()
    return Claim(*row) if row else None


def finish(session: Session, claim: Claim) -> None:
    _change(session, claim, state="done", error=None)


def retry(session: Session, claim: Claim, error: str, *, spend: bool = True) -> None:
    """Later again. `spend=False`: a service was away, the letter is not to blame."""
    attempt = Errand.attempt if spend else Errand.attempt - 1
    _change(session, claim, state="ready", error=error, attempt=attempt, not_before=now_ms() + AGAIN_MS)


def give_up(session: Session, claim: Claim, error: str) -> None:
    """A person must look."""
    _change(session, claim, state="needs_human", error=error)


def again(session: Session, letter_id: str, what: str) -> bool:
    """A person sends an errand that was given up through once more."""
    given_up = and_(Errand.letter_id == letter_id, Errand.what == what, Errand.state == "needs_human")
    return _rows(session, given_up, state="ready", attempt=0, error=None, not_before=0) == 1


def trouble(session: Session, letter_id: str) -> str | None:
    """Why an errand of this letter was given up."""
    wanted = select(Errand.error).where(Errand.letter_id == letter_id, Errand.state == "needs_human")
    return session.scalar(wanted.limit(1))


def _claimable() -> ColumnElement[bool]:
    due = and_(Errand.state == "ready", Errand.not_before <= now_ms())
    abandoned = and_(Errand.state == "running", Errand.lease_until < now_ms())
    return or_(due, abandoned)


def _change(session: Session, claim: Claim, **values: Any) -> None:
    ours = and_(Errand.id == claim.id, Errand.fence == claim.fence, Errand.state == "running")
    if _rows(session, ours, **values) != 1:
        raise Fenced(claim.id)


def _rows(session: Session, wanted: ColumnElement[bool], **values: Any) -> int:
    done = session.execute(update(Errand).where(wanted).values(**values).execution_options(synchronize_session=False))
    assert isinstance(done, CursorResult)
    return done.rowcount
