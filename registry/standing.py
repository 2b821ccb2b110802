"""Where a case stands: who the client is, whose it is, whether it is complete, until when it must be decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry import asked, deadlines, persons
from registry.checklist import Missing, missing
from registry.kinds import UNKNOWN, catalogue, kind_of
from registry.letters import awaited
from registry.model import Case, Document
from registry.papers import supporting
from registry.reasons import why
from registry.route import lay, route
from registry.routing import referrals

_NAMED = 6  # so many missing things are named in the reason; the checklist has them all


def refresh(session: Session, case: Case, now: datetime) -> None:
    """Brings the case up to date with its documents: kind, client, unit and handler, completeness, due date."""
    session.flush()
    session.refresh(case, with_for_update=True)  # from here on nobody else changes the case
    documents = list(
        session.scalars(
            select(Document).where(Document.case_id == case.id).order_by(Document.registered_at, Document.viit_seq)
        )
    )
    if not documents:
        return
    _lead(session, case, documents)
    referrals.propose(session, case)
    found = missing(session, case, catalogue())
    awaited.settle(session, case.id, {item.code for item in found}, now)
    lacking = [item for item in found if item.waits]
    case.complete_at = None if lacking else (case.complete_at or _completed(case, documents, now))
    case.due_on, case.due_why = _due(session, case, documents, lacking)
    asked.see_to(session, case, documents)


def _lead(session: Session, case: Case, documents: Sequence[Document]) -> None:
    """The first application leads: the case has its kind, client and unit. Without one, the first known paper."""
    lead = min(documents, key=lambda document: _rank(document.kind))
    kind = kind_of(lead.kind)
    client = persons.client(kind, lead.fields)
    case.client_code = client.code if client else None
    case.client_name = persons.client_name(kind, lead.fields)
    if case.kind != kind.code or not case.route_why:
        case.kind = kind.code
        lay(session, case, route(session, kind, case))


def _rank(code: str | None) -> int:
    kind = kind_of(code)
    if kind.code == UNKNOWN:
        return 2
    return 0 if kind.opens_case else 1


def _completed(case: Case, documents: Sequence[Document], now: datetime) -> datetime:
    """The last needed thing came with the last paper that counts; or just now, if the client was asked for it."""
    if case.state == "waiting":
        return now
    lead = kind_of(case.kind)
    wanted = {case.kind, *supporting(lead)}
    return max((one.registered_at for one in documents if one.kind in wanted), default=case.opened_at)


def _due(
    session: Session, case: Case, documents: Sequence[Document], lacking: Sequence[Missing]
) -> tuple[date | None, str]:
    """The earliest term that runs. A term that waits for what is missing is named only when none runs."""
    running, waiting = deadlines.sync(session, case, documents)
    if running:
        return min(running)
    if waiting:
        names = [item.code for item in lacking]
        more = ["..."] if len(names) > _NAMED else []
        return None, why("due_waits", kind=case.kind, missing=",".join(names[:_NAMED] + more))
    if since := deadlines.paused_since(session, case):
        return None, why("due_paused", since=since)
    return None, why("due_unknown" if case.kind == UNKNOWN else "due_none")
