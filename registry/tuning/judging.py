"""What the house took each document for: does the challenger know better, and has the paper changed?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ports.database import now
from registry.access import Principal, require
from registry.tuning.model import Judgement, TrainedModel


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one judge said of a document."""

    model_id: str | None  # None: the cues alone
    kind: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Shadow:
    """How champion and challenger stood to each other: on how many documents, and where they did not agree."""

    challenger_id: str | None
    judged: int
    disagreed: int
    pairs: Sequence[tuple[str, str, int]]  # what counted, what the challenger would have said, how often
    cases: Sequence[Judgement]  # the latest disagreements


def record(session: Session, document_id: str, said: Verdict, shadow: Verdict | None) -> None:
    """In the transaction that saves what was recognised."""
    row = Judgement(
        document_id=document_id, model_id=said.model_id, kind=said.kind, confidence=said.confidence, at=now(session)
    )
    if shadow is not None:
        row.shadow_id, row.shadow_kind, row.shadow_confidence = shadow.model_id, shadow.kind, shadow.confidence
    session.add(row)


def shadow(session: Session, principal: Principal, limit: int = 100) -> Shadow:
    """Of the present challenger. Documents are named by their ids: who may see one opens it."""
    require(principal, "admin")
    challenger = session.scalar(select(TrainedModel.id).where(TrainedModel.state == "challenger"))
    if challenger is None:
        return Shadow(None, 0, 0, (), ())
    judged = session.scalar(select(func.count()).where(Judgement.shadow_id == challenger)) or 0
    apart = _apart(challenger)
    counted = select(Judgement.kind, Judgement.shadow_kind, func.count()).where(apart)
    pairs = session.execute(counted.group_by(Judgement.kind, Judgement.shadow_kind).order_by(func.count().desc()))
    cases = session.scalars(select(Judgement).where(apart).order_by(Judgement.id.desc()).limit(limit)).all()
    found = [(row[0], row[1] or "", row[2]) for row in pairs]
    return Shadow(challenger, judged, sum(count for _, _, count in found), found, cases)


def _apart(challenger: str) -> ColumnElement[bool]:
    return (Judgement.shadow_id == challenger) & (Judgement.kind != Judgement.shadow_kind)
