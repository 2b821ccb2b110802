"""Trained models: kept with where they come from, tried in the shadow, promoted with a signed reason, rolled back.

At most one is champion: its word becomes the proposal. At most one is challenger: it judges the same pages beside the
champion and nobody acts on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ports.database import now, serialise
from registry import audit
from registry.access import NotFound, Principal, require
from registry.review import VersionConflict
from registry.states import IllegalMove
from registry.tuning.model import Promotion, TrainedModel
from registry.tuning.signing import spoken

_DONE = {"challenge": "challenged", "promote": "promoted", "rollback": "rolled_back", "retire": "retired"}


class NothingBefore(IllegalMove):
    """No model was champion before this one, and none is now. Train one, evaluate it, then promote it."""


class Unmeasured(IllegalMove):
    """Nothing was held back to measure this model by. Add samples of other groups, train anew, then promote it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A model as a worker made it: where its bytes lie, from what, and how good it is."""

    sha256: str
    data_hash: str
    code_version: str
    kinds: Sequence[str]
    trained_on: int
    evaluated_on: int
    metrics: dict[str, Any]
    threshold: float
    stated_error: float


@dataclass(frozen=True, slots=True)
class Judge:
    """What a worker needs to know of a model it judges with."""

    id: str
    sha256: str
    threshold: float


@dataclass(frozen=True, slots=True)
class Judges:
    """Who judges today. Without a champion the cues of the kinds do."""

    champion: Judge | None = None
    challenger: Judge | None = None


def keep(session: Session, principal: Principal, made: Made) -> TrainedModel:
    """A candidate, numbered; its bytes lie in the store already."""
    require(principal, "admin")
    serialise(session, "models")
    number = (session.scalar(select(func.max(TrainedModel.number))) or 0) + 1
    row = TrainedModel(
        number=number, sha256=made.sha256, data_hash=made.data_hash, code_version=made.code_version,
        kinds=list(made.kinds), trained_on=made.trained_on, evaluated_on=made.evaluated_on, metrics=made.metrics,
        threshold=made.threshold, stated_error=made.stated_error, state="candidate", made_by=principal.id,
        made_at=now(session),
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, principal.key, "model.trained", f"model:{row.id}", number=number, sha256=made.sha256)
    return row


def judges(session: Session) -> Judges:
    """One short query, at every piece of work that judges."""
    wanted = select(TrainedModel.state, TrainedModel.id, TrainedModel.sha256, TrainedModel.threshold)
    rows = session.execute(wanted.where(TrainedModel.state.in_(("champion", "challenger"))))
    return Judges(**{row.state: Judge(row.id, row.sha256, row.threshold) for row in rows})


def listed(session: Session, principal: Principal) -> Sequence[TrainedModel]:
    """The newest first."""
    require(principal, "admin")
    return session.scalars(select(TrainedModel).order_by(TrainedModel.number.desc())).all()


def model(session: Session, principal: Principal, model_id: str) -> TrainedModel:
    require(principal, "admin")
    found = session.get(TrainedModel, model_id)
    if found is None:
        raise NotFound
    return found


def numbered(session: Session, principal: Principal, number: int) -> TrainedModel:
    """By the number that people say."""
    require(principal, "admin")
    found = session.scalars(select(TrainedModel).where(TrainedModel.number == number)).first()
    if found is None:
        raise NotFound
    return found


def promotions(session: Session, principal: Principal) -> Sequence[Promotion]:
    """Who made which model what, the latest first."""
    require(principal, "admin")
    return session.scalars(select(Promotion).order_by(Promotion.id.desc())).all()


def challenge(session: Session, principal: Principal, model_id: str, version: int, reason: str) -> TrainedModel:
    """Lets it judge live pages in the shadow; the challenger before it steps back."""
    row = locked(session, principal, model_id, version)
    said = spoken(reason)
    before = _in(session, "challenger")
    row.move("challenger")
    if before is not None:
        before.move("candidate")
    return _signed(session, principal, Promotion(act="challenge", model_id=row.id, reason=said), row)


def promote(session: Session, principal: Principal, model_id: str, version: int, reason: str) -> TrainedModel:
    """Its word is the proposal from here on. Raises `Unmeasured` for a model that nothing was held back for."""
    row = locked(session, principal, model_id, version)
    said = spoken(reason)
    if row.evaluated_on == 0:
        raise Unmeasured(row.state)
    before = _in(session, "champion")
    row.move("champion")
    if before is not None:
        before.move("retired")
    act = Promotion(act="promote", model_id=row.id, before_id=before.id if before else None, reason=said)
    return _signed(session, principal, act, row)


def retire(session: Session, principal: Principal, model_id: str, version: int, reason: str) -> TrainedModel:
    """Nobody judges by it any more; of a champion, the cues of the kinds judge alone from here on."""
    row = locked(session, principal, model_id, version)
    said = spoken(reason)
    before = row.id if row.state == "champion" else None
    row.move("retired")
    return _signed(session, principal, Promotion(act="retire", model_id=row.id, before_id=before, reason=said), row)


def roll_back(session: Session, principal: Principal, reason: str) -> TrainedModel | None:
    """The champion before the present one judges again; None where the cues alone did. Raises `NothingBefore`."""
    require(principal, "admin")
    serialise(session, "models")
    said, at_present = spoken(reason), _in(session, "champion")
    last = select(Promotion).where(Promotion.act == "promote")
    if at_present is not None:
        last = last.where(Promotion.model_id == at_present.id)
    came = session.scalars(last.order_by(Promotion.id.desc()).limit(1)).first()
    if at_present is None or came is None:
        raise NothingBefore("champion")
    before = session.get_one(TrainedModel, came.before_id) if came.before_id else None
    at_present.move("retired")
    if before is not None:
        before.move("champion")
    act = Promotion(act="rollback", model_id=came.before_id, before_id=at_present.id, reason=said)
    _signed(session, principal, act, at_present)
    return before


def locked(session: Session, principal: Principal, model_id: str, version: int) -> TrainedModel:
    """The row, held; nobody else promotes meanwhile."""
    require(principal, "admin")
    serialise(session, "models")
    row = session.get(TrainedModel, model_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    if row.version != version:
        raise VersionConflict(row.version)
    return row


def _in(session: Session, state: str) -> TrainedModel | None:
    return session.scalars(select(TrainedModel).where(TrainedModel.state == state)).first()


def _signed(session: Session, principal: Principal, act: Promotion, about: TrainedModel) -> TrainedModel:
    act.signed_by = principal.id
    session.flush()
    act.signed_at = now(session)
    session.add(act)
    audit.record(session, principal.key, f"model.{_DONE[act.act]}", f"model:{about.id}")
    return about
