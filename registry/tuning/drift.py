"""Whether the paper that comes is still the paper that was learnt from: unknown share, mean confidence, mix of kinds.

Compared are the judgements of a window with those of a quieter time: what the champion said of the samples held back,
or, without a champion, the window before.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ports.database import insert_once, now
from registry import audit
from registry.access import NotFound, Principal, require
from registry.clock import local_day
from registry.kinds import UNKNOWN
from registry.model import new_id
from registry.tuning.model import Judgement, TrainedModel, TuningNotice

WINDOW_DAYS = 14
FEWEST = 50  # judgements in a window; of fewer nothing is said
UNKNOWN_MORE = 0.10  # the share of unknown papers has grown by so much
SURE_LESS = 0.10  # the mean confidence has fallen by so much
SHIFTED = 0.25  # population stability index; the usual alarm
_LEAST = 0.005  # a share below it counts as this: a kind that never came must not make the index infinite


@dataclass(frozen=True, slots=True)
class Crowd:
    """Many judgements, in four numbers."""

    count: int
    unknown: float
    confidence: float
    shares: Mapping[str, float]  # of each kind, unknown ones aside


@dataclass(frozen=True, slots=True)
class Drift:
    """The window beside what it is compared with. `codes` names what has gone too far."""

    since: date
    present: Crowd
    before: Crowd
    against: str  # evaluation, window, or nothing
    shift: float
    codes: tuple[str, ...]


def crowd(said: Sequence[tuple[str, float]]) -> Crowd:
    """Of kinds and confidences."""
    known = Counter(kind for kind, _ in said if kind != UNKNOWN)
    total, named = len(said), sum(known.values())
    return Crowd(
        total,
        round(1 - named / total, 4) if total else 0.0,
        round(sum(sure for _, sure in said) / total, 4) if total else 0.0,
        {kind: round(count / named, 4) for kind, count in sorted(known.items())},
    )


def as_facts(found: Crowd) -> dict[str, object]:
    """For the row of a model."""
    return asdict(found)


def measure(session: Session, days: int = WINDOW_DAYS) -> Drift:
    """The last days, as they stand now."""
    at = now(session)
    begin = at - timedelta(days=days)
    champion = session.scalars(select(TrainedModel).where(TrainedModel.state == "champion")).first()
    present = crowd(_said(session, begin, at))
    learnt = (champion.metrics.get("crowd") if champion else None) or None
    if learnt:
        before, against = Crowd(**learnt), "evaluation"
    else:
        before, against = crowd(_said(session, begin - timedelta(days=days), begin)), "window"
    if min(present.count, before.count) < FEWEST:
        return Drift(local_day(begin), present, before, "nothing", 0.0, ())
    shift = round(population_shift(before.shares, present.shares), 4)
    return Drift(local_day(begin), present, before, against, shift, _codes(present, before, shift))


def population_shift(before: Mapping[str, float], present: Mapping[str, float]) -> float:
    """The population stability index of two mixes of kinds."""
    total = 0.0
    for kind in {*before, *present}:
        was, is_ = max(before.get(kind, 0.0), _LEAST), max(present.get(kind, 0.0), _LEAST)
        total += (is_ - was) * math.log(is_ / was)
    return total


def watch(session: Session) -> list[str]:
    """Makes a notice of what has gone too far, once a week for each; the codes of new notices."""
    found = measure(session)
    week = local_day(now(session)).isocalendar()
    new = []
    for code in found.codes:
        values = {
            "id": new_id(), "key": f"{code}:{week.year}-{week.week}", "code": code, "facts": _facts(found),
            "state": "open", "made_at": now(session),
        }  # fmt: skip
        if insert_once(session, TuningNotice, values):
            audit.record(session, "system:worker", "drift.noticed", f"notice:{values['id']}", code=code)
            new.append(code)
    return new


def notices(session: Session, principal: Principal) -> Sequence[TuningNotice]:
    """Open ones, the latest first."""
    require(principal, "admin")
    wanted = select(TuningNotice).where(TuningNotice.state == "open")
    return session.scalars(wanted.order_by(TuningNotice.made_at.desc(), TuningNotice.key)).all()


def seen(session: Session, principal: Principal, notice_id: str) -> TuningNotice:
    """An administrator has looked at it."""
    require(principal, "admin")
    row = session.get(TuningNotice, notice_id, with_for_update=True)
    if row is None:
        raise NotFound
    row.finish(principal.id, now(session))
    audit.record(session, principal.key, "drift.seen", f"notice:{row.id}", code=row.code)
    return row


def _facts(found: Drift) -> dict[str, object]:
    return {**asdict(found), "since": found.since.isoformat(), "codes": list(found.codes)}


def _said(session: Session, begin: datetime, end: datetime) -> list[tuple[str, float]]:
    wanted = select(Judgement.kind, Judgement.confidence).where(Judgement.at >= begin, Judgement.at < end)
    return [(row.kind, row.confidence) for row in session.execute(wanted)]


def _codes(present: Crowd, before: Crowd, shift: float) -> tuple[str, ...]:
    grown = present.unknown - before.unknown > UNKNOWN_MORE
    fallen = before.confidence - present.confidence > SURE_LESS
    told = {"drift_unknown": grown, "drift_confidence": fallen, "drift_shift": shift > SHIFTED}
    return tuple(code for code, so in told.items() if so)
