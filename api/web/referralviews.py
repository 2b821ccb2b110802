"""What the page of letters shows of a case that belongs to another body: the proposal, its day, what went out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from api.deps import Desk
from api.shown import Shown, said
from registry.clock import local_day
from registry.model import Case
from registry.routing import referrals, rules
from registry.routing.referrals import Proposed


@dataclass(frozen=True, slots=True)
class ReferralView:
    """One body the case may belong to; `reason` is what the sender is told where a person writes nothing."""

    id: str
    title: str
    reason: str
    source: str
    why: str
    state: str
    due_on: date | None
    letter_id: str | None
    sent_viit: str | None
    version: int


def context(session: Session, desk: Desk, case: Case, shown: Shown) -> dict[str, Any]:
    """The referrals, the latest first, and the bodies nobody has answered for yet."""
    found = referrals.referrals_of(session, desk.principal, case.id)
    spoken = {one.referral.body for one in found}
    known = rules.bodies(session, local_day(desk.house.database.now(session)))
    bodies = [(code, said(one.title, shown.language)) for code, one in sorted(known.items()) if code not in spoken]
    return {"referrals": [_view(one, shown) for one in found], "bodies": bodies, "papers": len(case.documents)}


def _view(one: Proposed, shown: Shown) -> ReferralView:
    row, body = one.referral, one.body
    title = said(body.title, shown.language) if body else row.body
    names = {row.body: body.title} if body else {}
    return ReferralView(
        row.id, row.name or title, said(body.reason, shown.language) if body else "", body.source if body else "",
        shown.because(row.why, names), row.state, one.due_on, row.letter_id, row.sent_viit, row.version,
    )  # fmt: skip
