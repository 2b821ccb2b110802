"""What administrators do with samples: look at the list, label anew, leave out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ports.database import now
from registry import audit
from registry.access import NotFound, Principal, require
from registry.review import VersionConflict
from registry.tuning.model import Sample
from registry.tuning.samples import known
from registry.tuning.signing import spoken


@dataclass(frozen=True, slots=True)
class Wish:
    """Which samples to list."""

    kind: str = ""
    origin: str = ""
    limit: int = 100
    offset: int = 0


def relabel(session: Session, principal: Principal, sample_id: str, version: int, kind: str) -> Sample:
    """This page is of another kind after all."""
    known(session, kind)
    row = _mine(session, principal, sample_id, version)
    at = now(session)
    row.relabel(kind, principal.id, at)
    audit.record(session, principal.key, "sample.relabelled", f"sample:{row.id}", kind=kind)
    return row


def exclude(session: Session, principal: Principal, sample_id: str, version: int, reason: str) -> Sample:
    """No model learns from it or is measured by it any more; `reason` empty takes that back."""
    row = _mine(session, principal, sample_id, version)
    at = now(session)
    row.exclude(spoken(reason)[:200] if reason.strip() else "", principal.id, at)
    audit.record(session, principal.key, "sample.excluded" if row.excluded else "sample.included", f"sample:{row.id}")
    return row


def listed(session: Session, principal: Principal, wish: Wish) -> Sequence[Sample]:
    """The newest first."""
    require(principal, "admin")
    wanted = select(Sample).where(*_wanted(wish)).order_by(Sample.said_at.desc(), Sample.id)
    return session.scalars(wanted.offset(wish.offset).limit(wish.limit)).all()


def sample(session: Session, principal: Principal, sample_id: str) -> Sample:
    require(principal, "admin")
    found = session.get(Sample, sample_id)
    if found is None:
        raise NotFound
    return found


def beginning(session: Session, principal: Principal, start: str) -> Sample:
    """The one sample whose id begins so; people do not write 32 signs."""
    require(principal, "admin")
    found = session.scalars(select(Sample).where(Sample.id.startswith(start, autoescape=True)).limit(2)).all()
    if len(found) != 1:
        raise NotFound
    return found[0]


def counts(session: Session, principal: Principal) -> list[tuple[str, str, bool, int]]:
    """Kind, origin, held back, how many; excluded ones do not count."""
    require(principal, "admin")
    by = Sample.kind, Sample.origin, Sample.held_back
    rows = session.execute(select(*by, func.count()).where(Sample.excluded == "").group_by(*by).order_by(*by))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _mine(session: Session, principal: Principal, sample_id: str, version: int) -> Sample:
    require(principal, "admin")
    row = session.get(Sample, sample_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    if row.version != version:
        raise VersionConflict(row.version)
    return row


def _wanted(wish: Wish) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if wish.kind:
        wanted.append(Sample.kind == wish.kind)
    if wish.origin:
        wanted.append(Sample.origin == wish.origin)
    return wanted
