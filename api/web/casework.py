"""What the page of a case shows: one document open beside the list of all, and what happened so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.deps import Desk
from api.shown import Shown, said
from api.web import factviews, views
from api.web.words import Words
from registry import checklist, choosing, likeness, proposals, rounds, timeline
from registry.clock import TALLINN
from registry.kinds import kind_of
from registry.model import Account, Case, Document
from registry.routing import take
from registry.states import OPEN_CASES
from registry.timeline import Moment

DOUBTFUL_KIND = 0.75  # below this the box with the kind stands open


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document in the list at the left, and the one that lies open."""

    id: str
    viit: str
    kind: str
    kind_code: str | None
    kind_confidence: float | None
    kind_doubtful: bool
    why: tuple[str, ...]
    placed_why: str
    state: str
    confirmed: bool
    doubtful: int
    reading: bool
    trouble: str | None
    original_file: str
    version: int


@dataclass(frozen=True, slots=True)
class MissingView:
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class ProblemView:
    text: str
    severity: str
    field_id: str | None


@dataclass(frozen=True, slots=True)
class TwinView:
    """Another document that seems to show the same sheet."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class EventView:
    at: datetime
    words: str
    actor: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody entered, and in which document: shown again to who came too late."""

    document: str
    field_id: str
    value: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What the slower of two entered beside what the faster one left, and who that was."""

    field_id: str
    label: str
    yours: str
    now: str | None
    by: str | None


def difference(session: Session, case: Case, typed: Typed, shown: Shown) -> Difference | None:
    row = next((row for one in case.documents for row in one.fields if row.id == typed.field_id), None)
    if row is None:
        return None
    by = session.get(Account, row.answered_by) if row.answered_by else None
    return Difference(row.id, shown.field(row).label, typed.value, row.value, by.name if by else None)


def context(session: Session, desk: Desk, case: Case, wanted: str, shown: Shown) -> dict[str, Any]:
    """Everything the template names; `wanted` is the id of the document to lie open, the first by default."""
    words = Words(shown.language)
    document = next((row for row in case.documents if row.id == wanted), case.documents[0])
    pages = [views.page_view(page, shown) for page in document.pages]
    kind = kind_of(document.kind)
    sections = views.section_views(document, kind, pages, words)
    return {
        "case": head(case, shown, words),
        "documents": [_document(session, row, shown) for row in case.documents],
        "document": _document(session, document, shown),
        "pages": pages,
        "sections": sections,
        "fields": [field for section in sections for field in section.fields],
        "problems": _problems(document, shown),
        "twins": _twins(session, desk, document, shown),
        "missing": [
            MissingView(said(item.title, shown.language), said(item.why, shown.language))
            for item in checklist.missing(session, case, desk.house.catalogue)
        ],
        "facts": factviews.fact_views(choosing.facts(session, desk.principal, case.id), case, shown, words),
        "proposals": factviews.proposal_views(proposals.of_case(session, desk.principal, case.id), shown),
        "kinds": sorted((code, said(one.title, shown.language)) for code, one in desk.house.catalogue.items()),
        "held_until": _held_until(session, desk, case),
        "may_change": document.state != "confirmed",
        "timeline": _timeline(timeline.story(session, desk.principal, case.id), shown),
    }


def _held_until(session: Session, desk: Desk, case: Case) -> datetime | None:
    """Until when the reader holds the case, taken as the next one."""
    held = take.holding(session, desk.principal)
    return held.until.astimezone(TALLINN) if held and held.case_id == case.id else None


def head(case: Case, shown: Shown, words: Words) -> dict[str, Any]:
    return {
        "id": case.id,
        "number": case.number,
        "kind": shown.kind_title(case.kind),
        "client_name": case.client_name,
        "client_code": case.client_code,
        "state": case.state,
        "open": case.state in OPEN_CASES,
        "due_on": case.due_on,
        "due_why": shown.because(case.due_why) or words("case.waits_for"),
        "opened_at": case.opened_at.astimezone(TALLINN),
        "unit": case.unit,
        "route_why": shown.because(case.route_why),
        "handler": case.handler.name if case.handler else None,
    }


def _document(session: Session, row: Document, shown: Shown) -> DocumentView:
    doubtful = row.kind_confirmed_by is None and (row.kind_confidence or 0.0) < DOUBTFUL_KIND
    return DocumentView(
        id=row.id,
        viit=row.viit,
        kind=shown.kind_title(row.kind),
        kind_code=row.kind,
        kind_confidence=row.kind_confidence,
        kind_doubtful=doubtful,
        why=tuple(str(line) for line in row.kind_why),
        placed_why=shown.because(row.placed_why),
        state=row.state,
        confirmed=row.state == "confirmed",
        doubtful=views.still_open(row),
        reading=rounds.is_busy(session, row.id),
        trouble=shown.trouble(row.trouble),
        original_file=f"/v1/documents/{row.id}/file",
        version=row.version,
    )


def _twins(session: Session, desk: Desk, document: Document, shown: Shown) -> list[TwinView]:
    found = likeness.twins(session, desk.principal, [document.id]).get(document.id, [])
    return [
        TwinView(said(likeness.said(how, other.viit), shown.language), f"/cases/{other.case_id}?document={other.id}")
        for other, how in found
    ]


def _problems(document: Document, shown: Shown) -> list[ProblemView]:
    ids = {row.name: row.id for row in document.fields}
    order = {"error": 0, "warning": 1, "info": 2}
    found = sorted(document.problems, key=lambda row: order.get(row.severity, 3))
    return [ProblemView(said(row.text, shown.language), row.severity, ids.get(row.field or "")) for row in found]


def _timeline(moments: list[Moment], shown: Shown) -> list[EventView]:
    """What was done, without the many looks."""
    return [
        EventView(moment.event.at.astimezone(TALLINN), said(moment.words, shown.language), moment.who)
        for moment in moments
        if moment.event.action != timeline.LOOKS
    ]
